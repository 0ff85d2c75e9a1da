--- Bars of categories in a terminal: a line for each, from left to right whichever
-- way the chart has them, with the number at its end.

local figures = require "chart.figures"
local native = require "almanac.native"
local rows = require "chart.rows"
local ruler = require "chart.terminal.ruler"

local bars = {}

local MOST_LABEL = 0.35 -- of the width
local NARROWEST = 10    -- cells for the bars

local function is_category_bar(m, layer)
  local axis = m[layer.across]
  return layer.mark.type == "bar" and axis and axis.scale.discrete and
    not layer.encoding[layer.across .. "2"]
end

--- The layer of bars to draw so, or nil.
function bars.layer_of(m)
  for _, layer in ipairs(m.layers) do
    if is_category_bar(m, layer) then
      return layer
    end
  end
end

local function along_of(layer, item)
  if layer.along == "x" then
    return item.x0 or item.x, item.x1 or item.x
  end
  return item.y0 or item.y, item.y1 or item.y
end

-- Items of a layer by category, in the order of the data.
local function by_category(layer)
  local of, channel = {}, layer.encoding[layer.across]
  for _, item in ipairs(layer.items or {}) do
    local key = channel and rows.value(layer, channel, item.row)
    if key ~= nil then
      of[key] = of[key] or {}
      table.insert(of[key], item)
    end
  end
  return of
end

-- Bars that share a line: all of a category where they are stacked, else one.
local function lines_of(layer, items)
  if layer.stacked or #items == 0 then
    return {items}
  end
  local lines = {}
  for k, item in ipairs(items) do
    lines[k] = {item}
  end
  return lines
end

-- Paints a bar over cells from..to (shares) of a line of blanks. It begins at the
-- edge of a cell, so that all bars do; its end is as fine as the characters are.
local function paint_bar(pen, cells, item, from, to, full)
  local width, glyphs = #cells, pen.glyphs
  if math.abs(to - from) < 1e-9 then
    return
  end
  if item.negative then
    from, to = to, from
  end
  local first = math.floor(from * width + 0.5)
  local eighths = math.floor(math.abs(to * width - first) * 8 + 0.5)
  local whole, rest = eighths // 8, eighths % 8
  for k = 1, whole do
    local at = item.negative and first - k + 1 or first + k
    if at >= 1 and at <= width then
      cells[at] = {char = full or glyphs.full, pair = item.color}
    end
  end
  local edge = item.negative and first - whole or first + whole + 1
  local part = rest > 0 and (item.negative and (rest >= 4 and glyphs.full or "") or
    glyphs.eighths[rest]) or ""
  if whole == 0 and rest > 0 and part == "" then
    part = glyphs.vertical
  end
  if part ~= "" and edge >= 1 and edge <= width then
    cells[edge] = {char = part, pair = item.color, whole = full or glyphs.full}
  end
end

-- In a pile only the last part ends within a cell: there is no gap before the others.
local function close_gaps(cells)
  for k = 1, #cells - 1 do
    if cells[k].whole and cells[k + 1].char ~= " " then
      cells[k].char = cells[k].whole
    end
  end
end

local function blank(width)
  local cells = {}
  for k = 1, width do
    cells[k] = {char = " "}
  end
  return cells
end

local function text_of(pen, cells)
  local parts = {}
  for k, cell in ipairs(cells) do
    parts[k] = pen:paint(cell.char, cell.pair)
  end
  return table.concat(parts)
end

local over = {rule = true, tick = true, point = true}

local function put_across(pen, cells, item, from, to)
  for k = math.floor(from * #cells) + 1, math.min(#cells, math.floor(to * #cells) + 1) do
    if cells[k].char == " " then
      cells[k] = {char = pen.glyphs.horizontal, pair = item.color}
    end
  end
end

-- Rules and points of the other layers on the line of a category: whiskers only
-- where nothing else is.
local function overlay(pen, m, main, key, cells)
  for _, layer in ipairs(m.layers) do
    local kind = layer.mark.type
    for _, item in ipairs(layer ~= main and over[kind] and layer.items or {}) do
      local channel = layer.encoding[main.across]
      local own = channel and rows.value(layer, channel, item.row)
      local from, to = along_of(main, item)
      if layer.encoding[main.along .. "2"] and from == to then
        from = nil -- a whisker without a length
      end
      if (own == nil or own == key) and from and math.abs(from - to) > 1e-9 then
        put_across(pen, cells, item, math.min(from, to), math.max(from, to))
      elseif (own == nil or own == key) and from then
        local k = math.max(1, math.min(#cells, math.floor(from * #cells) + 1))
        cells[k] = {char = kind == "point" and pen.glyphs.points[1] or pen.glyphs.guide,
          pair = item.color}
      end
    end
  end
end

-- Whether the length of a bar is its value, so that this can stand at its end.
local function is_told(layer)
  return not layer.stacked and not layer.encoding[layer.along .. "2"]
end

local function value_text(m, layer, items)
  local channel = layer.encoding[layer.along]
  if #items == 0 then
    return "missing"
  elseif not is_told(layer) then
    return ""
  end
  return figures.text(m, layer, rows.value(layer, channel, items[1].row))
end

-- What stands before the bars: the category, and the group where there are some.
local function label_of(m, layer, label, k, item)
  local groups = layer.groups
  if not groups or not item then
    return k == 1 and label or ""
  end
  local own = rows.text(m.chart, groups.channel, rows.value(layer, groups.channel, item.row))
  return k == 1 and label .. " · " .. own or "· " .. own
end

local function collect(m, layer)
  local scale, of, list = m[layer.across].scale, by_category(layer), {}
  for i, key in ipairs(scale.categories) do
    for k, items in ipairs(lines_of(layer, of[key] or {})) do
      list[#list + 1] = {key = key, items = items, value = value_text(m, layer, items),
        label = label_of(m, layer, scale.labels[i], k, items[1])}
    end
  end
  return list
end

local function widest(list, field)
  local most = 0
  for _, entry in ipairs(list) do
    most = math.max(most, native.width(entry[field]))
  end
  return most
end

-- Without values at their ends the bars need an axis.
local function axis_below(pen, m, layer, indent, room)
  local axis = m[layer.along]
  if is_told(layer) or axis.hidden then
    return {}
  end
  local marks, words = ruler.below(pen, axis, room)
  return {(" "):rep(indent) .. marks, ((" "):rep(indent) .. words)}
end

--- Draws the bars of `layer` into `width` cells.
---@return string[] lines
function bars.draw(pen, m, layer, width)
  local list, lines = collect(m, layer), {}
  local label = math.min(widest(list, "label"), math.floor(width * MOST_LABEL))
  local value = widest(list, "value")
  local room, labels = math.max(NARROWEST, width - label - value - 2), {}
  for i, entry in ipairs(list) do
    labels[i] = entry.label
  end
  labels = pen:cut_all(labels, label)
  for i, entry in ipairs(list) do
    local cells = blank(room)
    for _, item in ipairs(entry.items) do
      local from, to = along_of(layer, item)
      local k = layer.stacked and not pen.color and m.color.entry(layer, item.row) or nil
      paint_bar(pen, cells, item, from, to, k and pen:texture(k))
    end
    close_gaps(cells)
    overlay(pen, m, layer, entry.key, cells)
    lines[i] = (pen:fit(labels[i], label, true) .. " " .. text_of(pen, cells) .. " " ..
      pen:fit(entry.value, value, true)):gsub(" +$", "")
  end
  local below = axis_below(pen, m, layer, label + 1, room)
  table.move(below, 1, #below, #lines + 1, lines)
  return lines
end

return bars
