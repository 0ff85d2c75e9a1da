--- Labels beside marks, placed so that none covers another.
--
-- Values at the ends of bars and names of points; those of lines are in svg_ends.lua.
-- Where a label finds no place it is left out, the least important first, and the
-- number of those is told.

local canvas = require "chart.svg_canvas"
local figures = require "chart.figures"
local measure = require "chart.measure"
local palette = require "chart.palette"
local rows = require "chart.rows"

local labels = {}

local SIZE, LINE = 12, 14 -- px of the font, and from one line to the next
local APART = 1.5 -- between two texts
local GAP = 5 -- between a mark and its label
local MOST_BARS = 60

-- ---- values at the ends of bars ----

local function is_simple(layer)
  local along = layer.encoding[layer.along]
  return layer.mark.type == "bar" and not layer.stacked and not layer.groups and
    not layer.encoding.x2 and not layer.encoding.y2 and along and along.field and
    along.type == "quantitative"
end

-- The only layer that is not of rules.
local function main_layer(m)
  local found
  for _, layer in ipairs(m.layers) do
    if layer.mark.type ~= "rule" then
      if found then
        return nil
      end
      found = layer
    end
  end
  return found
end

-- Bars of one category lie on each other where nothing parts them.
local function is_one_each(layer)
  local seen = {}
  for _, item in ipairs(layer.items) do
    local at = rows.value(layer, layer.encoding[layer.across], item.row)
    if at ~= nil and seen[at] then
      return false
    end
    seen[at or ""] = true
  end
  return true
end

--- The layer whose bars are labelled with their values: a chart's only one beside
--- rules, of single bars that are not too many.
function labels.valued_layer(m)
  local layer = main_layer(m)
  local along = layer and m[layer.along]
  if layer and is_simple(layer) and #layer.items <= MOST_BARS and m[layer.across] and
    m[layer.across].scale.discrete and not along.hidden and is_one_each(layer) then
    return layer
  end
end

--- How far a label reaches beyond the plot's left and right edge, when the plot is
--- `width` px wide.
function labels.bar_overhang(m, layer, width)
  local left, right = 0, 0
  for _, item in ipairs(layer.items) do
    local room = measure.width(figures.text(m, layer, item.value), SIZE) + GAP
    if item.negative then
      left = math.max(left, room - item.x0 * width)
    else
      right = math.max(right, room - (1 - item.x1) * width)
    end
  end
  return left, right
end

local function horizontal_value(page, item, text)
  local x = item.negative and page.px(item.x0) - GAP + 1 or page.px(item.x1) + GAP - 1
  return {x = x, y = (page.py(item.y0) + page.py(item.y1)) / 2 + 0.36 * SIZE, text = text,
    anchor = item.negative and "end" or "start", color = palette.ink}
end

local function vertical_value(page, item, text)
  local y = item.negative and page.py(item.y0) + LINE or page.py(item.y1) - GAP
  return {x = (page.px(item.x0) + page.px(item.x1)) / 2, y = y, text = text, anchor = "middle",
    color = palette.ink}
end

--- Whether the values fit above upright bars.
function labels.values_fit(m, layer, width)
  local step = m[layer.across].scale.step * width
  for _, item in ipairs(layer.items) do
    if measure.width(figures.text(m, layer, item.value), SIZE) > step - 3 then
      return false
    end
  end
  return true
end

-- A bar that is missing leaves a dash where it would begin.
local function draw_missing(c, page, m, layer)
  local along, across = m[layer.along], m[layer.across]
  local zero = along.scale:at(math.max(0, along.scale.lo))
  for i = 1, layer.n do
    local at = across.scale:at(rows.value(layer, layer.encoding[layer.across], i))
    if at and rows.value(layer, layer.encoding[layer.along], i) == nil then
      local text = {text = "–", color = palette.muted}
      if layer.along == "x" then
        text.x, text.y = page.px(zero) + GAP, page.py(at) + 0.36 * SIZE
      else
        text.x, text.y, text.anchor = page.px(at), page.py(zero) - GAP, "middle"
      end
      c:text(text)
    end
  end
end

-- Beyond a rule that would go through it.
local function past_rules(page, m, text)
  local width = measure.width(text.text, SIZE)
  for _, layer in ipairs(m.layers) do
    for _, rule in ipairs(layer.mark.type == "rule" and layer.items or {}) do
      local x = page.px(rule.x0)
      if rule.x0 == rule.x1 and text.anchor == "start" and x > text.x - 3 and
        x < text.x + width + 3 then
        text.x = x + GAP
      end
    end
  end
  return text
end

function labels.draw_values(c, page, m, layer)
  draw_missing(c, page, m, layer)
  for _, item in ipairs(layer.items) do
    local text = figures.text(m, layer, item.value)
    if item.horizontal then
      c:text(past_rules(page, m, horizontal_value(page, item, text)))
    else
      c:text(vertical_value(page, item, text))
    end
  end
end

-- ---- names of points ----

-- From the best place of a label to the worst: where its anchor lies from the point.
local candidates = {
  {1, 0, "start"}, {0, -1, "middle"}, {0, 1, "middle"}, {-1, 0, "end"},
  {0.8, -0.8, "start"}, {0.8, 0.8, "start"}, {-0.8, -0.8, "end"}, {-0.8, 0.8, "end"},
}

local function candidate(point, k)
  local dx, dy, anchor = table.unpack(candidates[k])
  local reach, size = point.r + 4, point.size or SIZE
  local y = point.y + 0.36 * size + dy * (reach + 0.5 * size)
  return {x = point.x + dx * reach, y = y, text = point.text, anchor = anchor, size = size,
    color = point.color}
end

local function is_free(c, box, bounds)
  return box.x0 >= bounds.x0 and box.x1 <= bounds.x1 and box.y0 >= bounds.y0 and
    box.y1 <= bounds.y1 and c.taken:is_free(box)
end

--- Whether a text can stand where it wants to, beside those that are there.
function labels.has_room(c, page, text)
  local bounds = {x0 = 0, x1 = page.width, y0 = 0, y1 = math.huge}
  local box = canvas.box(text)
  box.x0, box.x1 = box.x0 - APART, box.x1 + APART
  return is_free(c, box, bounds)
end

-- Big points first, then those far from the middle of all: they are looked for.
local function by_importance(points)
  local sx, sy, n = 0, 0, math.max(#points, 1)
  for _, p in ipairs(points) do
    sx, sy = sx + p.x, sy + p.y
  end
  for i, p in ipairs(points) do
    p.weight = p.r * 1e4 + math.sqrt((p.x - sx / n) ^ 2 + (p.y - sy / n) ^ 2)
    p.order = i
  end
  local list = {table.unpack(points)}
  table.sort(list, function(a, b)
    if a.weight ~= b.weight then
      return a.weight > b.weight
    end
    return a.order < b.order
  end)
  return list
end

local function place(c, point, bounds)
  for k = 1, #candidates do
    local text = candidate(point, k)
    if is_free(c, canvas.box(text), bounds) then
      c:text(text)
      return true
    end
  end
  return false
end

local STRIDE = 6

--- Keeps names off the line through points (px).
function labels.block(c, points)
  for i = 2, #points do
    local a, b = points[i - 1], points[i]
    local n = math.max(1, math.ceil(math.max(math.abs(b.x - a.x), math.abs(b.y - a.y)) / STRIDE))
    for k = 0, n do
      local x, y = a.x + (b.x - a.x) * k / n, a.y + (b.y - a.y) * k / n
      c.taken:add{x0 = x - 1, x1 = x + 1, y0 = y - 1, y1 = y + 1}
    end
  end
end

--- Names points {x, y, r (px), text, size, color}; others {x, y, r} are kept clear of.
---@return integer how many found no place
function labels.draw_names(c, page, points, others)
  local left_out = 0
  for _, list in ipairs{points, others} do
    for _, p in ipairs(list) do
      c.taken:add{x0 = p.x - p.r, x1 = p.x + p.r, y0 = p.y - p.r, y1 = p.y + p.r}
    end
  end
  local plot = page.plot
  local bounds = {x0 = plot.x + 2, x1 = page.width - 4, y0 = plot.y - SIZE,
    y1 = plot.y + plot.h - 1}
  for _, point in ipairs(by_importance(points)) do
    if not place(c, point, bounds) then
      left_out = left_out + 1
    end
  end
  return left_out
end

return labels
