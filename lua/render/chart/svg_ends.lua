--- Names at the ends of lines, beside the plot: direct labels in place of a legend.

local measure = require "chart.measure"
local palette = require "chart.palette"

local ends = {}

local SIZE, LINE = 12, 14 -- px of the font, and from one line to the next
local GAP = 5 -- between a line and its name
local LEAD = 18 -- of the lines that lead to names that had to move
local WIDEST = 160 -- of a name

local function has_text(m)
  for _, layer in ipairs(m.layers) do
    if layer.mark.type == "text" then
      return true
    end
  end
  return false
end

local function last_point(series)
  local run = series.runs[#series.runs]
  return run and run[#run]
end

local function place_key(p)
  return string.format("%.6f %.6f", p.x, p.y)
end

-- The ends of lines, by their places.
local function ends_of_lines(m)
  local found = {}
  for _, layer in ipairs(m.layers) do
    for _, series in ipairs(layer.mark.type == "line" and layer.series or {}) do
      local p = last_point(series)
      if p then
        found[place_key(p)] = true
      end
    end
  end
  return found
end

-- A text layer that names ends of lines and nothing else.
local function naming_layer(m)
  local places, found = ends_of_lines(m), nil
  for _, layer in ipairs(m.layers) do
    if layer.mark.type == "text" then
      if found or layer.mark.angle or #layer.items == 0 then
        return nil
      end
      found = layer
    end
  end
  for _, item in ipairs(found and found.items or {}) do
    if not places[place_key(item)] then
      return nil
    end
  end
  return found
end

local function ends_by_texts(layer)
  local list = {by_color = false}
  for _, item in ipairs(layer.items) do
    if item.text and item.text ~= "" then
      list[#list + 1] = {full = item.text, text = measure.cut(item.text, SIZE, WIDEST), x = item.x,
        y = item.y, color = palette.readable(item.color)}
    end
  end
  return list
end

--- The ends of lines that are to be named: {text, full, y (share), x, color}, by_color
--- when their names are those of the colours; nil where they have no names, or a text
--- layer says something else. Also the text layer that names them, which is not drawn.
function ends.of(m)
  local list, named, vertical = {}, false, false
  local texts = naming_layer(m)
  if texts then
    return ends_by_texts(texts), texts
  elseif has_text(m) then
    return nil
  end
  for _, layer in ipairs(m.layers) do
    for _, series in ipairs(layer.mark.type == "line" and layer.series or {}) do
      local p = last_point(series)
      vertical = vertical or layer.along == "x"
      if p and series.label then
        named = true
        list[#list + 1] = {full = series.label, text = measure.cut(series.label, SIZE, WIDEST),
          x = p.x, y = p.y, color = palette.readable(series.color)}
        list.by_color = list.by_color ~= false and layer.named_by == layer.encoding.color
      end
    end
  end
  if named and #list > 1 and not vertical then
    return list
  end
end

--- The room that they take beside the plot.
function ends.width(list)
  local most = 0
  for _, entry in ipairs(list) do
    most = math.max(most, measure.width(entry.text, SIZE))
  end
  return most + LEAD + 6
end

-- Moves places (px, in order) apart to at least LINE, as little as can be, and into
-- lo .. hi: blocks of labels that touch are centred on where they want to be.
local function spread(list, lo, hi)
  local blocks = {}
  for _, entry in ipairs(list) do
    blocks[#blocks + 1] = {sum = entry.want, n = 1, at = entry.want}
    while true do
      local last, before = blocks[#blocks], blocks[#blocks - 1]
      local half = LINE * (last.n - 1) / 2
      last.at = math.max(lo + half, math.min(hi - half, last.sum / last.n))
      if not before or before.at + LINE * (before.n - 1) / 2 + LINE <= last.at - half + 1e-9 then
        break
      end
      before.sum, before.n = before.sum + last.sum, before.n + last.n
      table.remove(blocks)
    end
  end
  local k = 0
  for _, block in ipairs(blocks) do
    for i = 1, block.n do
      k = k + 1
      list[k].place = block.at + LINE * (i - 1 - (block.n - 1) / 2)
    end
  end
end

local function needs_lead(page, entry)
  return math.abs(entry.place - entry.want) > 4 or
    page.plot.x + page.plot.w - page.px(entry.x) > 6
end

--- Names lines at their ends, beside the plot; a thin line leads to names that had
--- to move.
function ends.draw(c, page, list)
  for i, entry in ipairs(list) do
    entry.want, entry.order = page.py(entry.y), i
  end
  table.sort(list, function(a, b)
    if a.want ~= b.want then
      return a.want < b.want
    end
    return a.order < b.order
  end)
  spread(list, page.plot.y, page.plot.y + page.plot.h)
  local edge, moved = page.plot.x + page.plot.w, false
  for _, entry in ipairs(list) do
    moved = moved or needs_lead(page, entry)
  end
  for _, entry in ipairs(list) do
    local x = page.px(entry.x)
    if needs_lead(page, entry) then
      local dots = edge - x > 6 and {{"stroke-dasharray", "1 3"}} or nil -- no line of data
      c:line(x + 4, entry.want, edge + LEAD - 2, entry.place, palette.line, dots and 1 or 0.5,
        dots)
    end
    c:text{x = edge + (moved and LEAD or GAP + 2), y = entry.place + 0.36 * SIZE, text = entry.text,
      full = entry.full, color = entry.color}
  end
end

return ends
