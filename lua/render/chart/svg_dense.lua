--- Marks by the thousand, so that their file stays small: what could not be told apart
-- on the page is drawn once.

local dense = {}

local GRID = 2   -- pixels: points of a colour at the same place of it are one dot
local RADIUS = 2 -- of a dot, at most

dense.many = 5000 -- points, or vertices of a line, from which they are

-- Dots of each colour, in the order in which colours come.
local function dots_by_color(page, items)
  local order, by_color = {}, {}
  for _, item in ipairs(items) do
    local own = by_color[item.color]
    if not own then
      own = {color = item.color, parts = {}, seen = {}}
      by_color[item.color], order[#order + 1] = own, own
    end
    local i = page.px(item.x) // GRID * GRID | 0
    local j = page.py(item.y) // GRID * GRID | 0
    local key = i * 65536 + j
    if not own.seen[key] then
      own.seen[key] = true
      own.parts[#own.parts + 1] = "M" .. i .. " " .. j .. "h0"
    end
  end
  return order
end

--- Points without sizes and shapes as paths of dots, one for each colour.
---@param radius number
function dense.points(c, page, layer, radius)
  local order = dots_by_color(page, layer.items)
  for _, own in ipairs(order) do
    c:element("path", {{"d", table.concat(own.parts)},
      {"stroke-width", 2 * math.min(radius, RADIUS)}, {"stroke-linecap", "round"},
      {"stroke-opacity", #order > 1 and 0.7 or nil}},
      {fill = "none", stroke = own.color})
  end
end

--- A line as it looks: of the vertices in a column of pixels the first, the last, the
--- highest and the lowest.
---@param line table[] {x, y} in px, from left to right
function dense.line(line)
  local kept, k = {}, 1
  while k <= #line do
    local column, first, low, high, last = line[k].x // 1, k, k, k, k
    while last < #line and line[last + 1].x // 1 == column do
      last = last + 1
      low = line[last].y < line[low].y and last or low
      high = line[last].y > line[high].y and last or high
    end
    local before = 0
    for _, at in ipairs{first, math.min(low, high), math.max(low, high), last} do
      if at > before then
        kept[#kept + 1], before = line[at], at
      end
    end
    k = last + 1
  end
  return kept
end

return dense
