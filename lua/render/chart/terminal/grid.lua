--- A chart with two axes in a terminal: lines and points as dots, bars as blocks,
-- ticks and labels around them.

local canvas = require "chart.terminal.canvas"
local native = require "almanac.native"
local ruler = require "chart.terminal.ruler"

local grid = {}

local HEIGHT = 18       -- rows of the plot unless told otherwise
local NARROWEST = 16    -- columns of it
local MOST_LABEL = 22   -- cells for the name of a line at its end
local LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
local ROOM = 4          -- columns that a point of a line needs to be told from it
local FAINT, THIN = 0.5, 4 -- areas of less opacity, and what they are woven of
local APART = 8         -- columns between the letters of a line without colours

-- ---- marks ----

local draw = {}

-- Every column of dots from a to b, once.
local function fill(c, a, b, pair, char, dots)
  local n, span = c:dots_across(), math.max(b.x - a.x, 1e-9)
  for k = math.min(n - 1, math.floor(a.x * n)), math.min(n - 1, math.floor(b.x * n)) do
    local t = math.max(0, math.min(1, ((k + 0.5) / n - a.x) / span))
    c:shade((k + 0.5) / n, a.base + (b.base - a.base) * t, a.y + (b.y - a.y) * t, pair, char,
      dots)
  end
end

-- The corners of a line of steps, or the points themselves.
local function corners(layer, run)
  local how, list = tostring(layer.mark.interpolate), {run[1]}
  if layer.along ~= "y" or not how:find("^step") then
    return run
  end
  for k = 2, #run do
    local a, b = run[k - 1], run[k]
    local x = how == "step-before" and a.x or how == "step-after" and b.x or (a.x + b.x) / 2
    list[#list + 1] = {x = x, y = a.y, base = a.base}
    list[#list + 1] = {x = x, y = b.y, base = b.base}
    list[#list + 1] = b
  end
  return list
end

function draw.area(c, _, layer)
  for _, own in ipairs(layer.series) do
    local faint = (own.opacity or 1) < FAINT
    local char, dots = c.ink:weave(faint and THIN or c.ink.color and 0 or own.entry)
    for _, run in ipairs(own.runs) do
      local list = corners(layer, run)
      for k = #list == 1 and 1 or 2, #list do
        fill(c, list[math.max(1, k - 1)], list[k], own.color, char, dots)
      end
    end
  end
end

-- Letters along a line, where there are no colours to tell it by.
local function letter(c, own, run)
  local last = -APART
  for _, p in ipairs(run) do
    local column, row = c:cell(p.x, p.y)
    if column - last >= APART then
      c:put(column, row, own.letter, own.color)
      last = column
    end
  end
end

local function vertices(c, own, run)
  for _, p in ipairs(run) do
    local column, row = c:cell(p.x, p.y)
    c:put(column, row, own.letter or c.ink.glyphs.points[1], own.color)
  end
end

function draw.line(c, _, layer)
  for _, own in ipairs(layer.series) do
    for _, run in ipairs(own.runs) do
      local list = corners(layer, run)
      for k = 2, #list do
        c:line(list[k - 1].x, list[k - 1].y, list[k].x, list[k].y, own.color)
      end
      if #run == 1 then -- nothing to join it to
        local column, row = c:cell(run[1].x, run[1].y)
        c:put(column, row, c.ink.glyphs.points[1], own.color)
      end
      if layer.mark.point and #run * ROOM <= c.width then
        vertices(c, own, run)
      elseif own.letter then
        letter(c, own, run)
      end
    end
  end
end

local function straight(c, _, layer)
  for _, item in ipairs(layer.items) do
    c:line(item.x0, item.y0, item.x1, item.y1, item.color, c.ink.glyphs.guide,
      layer.mark.type == "rule" and 2 or 1)
  end
end

draw.rule, draw.tick = straight, straight

local function column_char(glyphs, top, row_from)
  local eighths = math.floor((top - row_from) * 8 + 0.5)
  if eighths >= 8 then
    return glyphs.full
  end
  return eighths > 0 and glyphs.rising[eighths] or nil
end

-- Puts a part of a block into a row of which `below` is another's: who has more of it
-- gives it the colour.
local function put_part(c, column, row, char, item, below, own)
  local there = below > own and c.cells[row][column]
  if there then
    c:put(column, row, c.ink.color and char or there.char, there.pair)
  else
    c:put(column, row, char, item.color)
  end
end

-- A block, its upper end in eighths of a row.
local function block(c, item, texture)
  if item.y1 - item.y0 < 1e-9 then
    return
  end
  local first = math.floor(item.x0 * c.width + 0.5) + 1
  local last = math.max(first, math.floor(item.x1 * c.width + 0.5))
  local glyphs = c.ink.glyphs
  if last - first >= 2 then
    last = last - 1 -- a gap to the next
  end
  for row = 1, c.height do
    local from = c.height - row
    local top, base = item.y1 * c.height, item.y0 * c.height
    local char = column_char(glyphs, top, from)
    char = char == glyphs.full and texture or char
    if char and from + 1 > base + 1e-9 then
      for column = first, last do
        put_part(c, column, row, char, item, base - from, math.min(top, from + 1) - base)
      end
    end
  end
end

function draw.bar(c, m, layer)
  for _, item in ipairs(layer.items) do
    local k = layer.stacked and not c.ink.color and m.color.entry(layer, item.row) or nil
    block(c, item, k and c.ink:texture(k))
  end
end

draw.rect = draw.bar

-- Shapes tell categories apart where colours do not, as long as there are enough.
function draw.point(c, m, layer)
  local shapes = m.color.kind ~= "none" and not c.ink.color and not m.shape and
    not m.color.plain
  for _, item in ipairs(layer.items) do
    local column, row = c:cell(item.x, item.y)
    local k = item.shape or (shapes and m.color.entry(layer, item.row)) or 1
    c:put(column, row, c.ink:shape(math.max(1, k)), item.color)
  end
end

-- Beside the point, on whichever side is free; a label that finds no place is left
-- out, and counted.
local function label(c, column, row, text, pair)
  local cells = native.width(text)
  for _, at in ipairs{{column + 2, row}, {column - 1 - cells, row}, {column + 1, row - 1},
    {column + 1, row + 1}, {column - cells, row - 1}, {column - cells, row + 1}} do
    if c:write(at[1], at[2], text, pair) then
      return true
    end
  end
  return false
end

local function write_labels(c, layer)
  local lost = 0
  for _, item in ipairs(layer.items) do
    if item.text then
      local column, row = c:cell(item.x, item.y)
      local pair = layer.mark.type == "text" and item.color or nil
      if not label(c, column, row, item.text, pair) then
        lost = lost + 1
      end
    end
  end
  return lost
end

-- ---- the ends of lines ----

-- The last point of each named series, by its row of the plot.
local function ends_of(c, m)
  local ends = {}
  for _, layer in ipairs(m.layers) do
    for _, own in ipairs(layer.mark.type == "line" and layer.series or {}) do
      local run = own.runs[#own.runs]
      if own.label and run then
        local _, row = c:cell(run[#run].x, run[#run].y)
        ends[#ends + 1] = {row = row, series = own}
      end
    end
  end
  table.sort(ends, function(a, b)
    if a.row ~= b.row then
      return a.row < b.row
    end
    return a.series.place < b.series.place
  end)
  return ends
end

-- Moves names that would share a row apart; nil when they do not fit.
local function spread(ends, height)
  for k = 2, #ends do
    ends[k].row = math.max(ends[k].row, ends[k - 1].row + 1)
  end
  local limit = height
  for k = #ends, 1, -1 do
    ends[k].row = math.min(ends[k].row, limit)
    limit = ends[k].row - 1
  end
  return limit >= 0 and ends or nil
end

local function series_labels(m)
  local widest, n = 0, 0
  for _, layer in ipairs(m.layers) do
    for _, own in ipairs(layer.mark.type == "line" and layer.series or {}) do
      if own.label then
        widest, n = math.max(widest, native.width(own.label)), n + 1
      end
    end
  end
  return math.min(widest, MOST_LABEL), n
end

local function give_letters(m, ink)
  local labelled, k = select(2, series_labels(m)), 0
  if ink.color or labelled < 2 then
    return
  end
  for _, layer in ipairs(m.layers) do
    for _, own in ipairs(layer.mark.type == "line" and layer.series or {}) do
      k = k + 1
      own.letter = k <= #LETTERS and LETTERS:sub(k, k) or "?"
    end
  end
end

-- ---- axes ----

local function y_ticks(m, height)
  local axis, at = m.y, {}
  local widest = 0
  if axis and not axis.hidden then
    local options = {values = axis.values, decimals = axis.decimals}
    for _, tick in ipairs(axis.scale:ticks(math.max(2, height // 4), nil, options)) do
      local row = math.min(height, height - math.floor(tick.at * height + 1e-9))
      row = math.max(1, row)
      if not at[row] then
        at[row] = tick.label
        widest = math.max(widest, native.width(tick.label))
      end
    end
  end
  return at, widest
end

-- ---- all ----

local ORDER = {area = 1, bar = 2, rect = 2, rule = 3, tick = 3, line = 4, point = 5, text = 6}

local function in_order(layers)
  local list = {}
  for k, layer in ipairs(layers) do
    list[k] = {layer = layer, rank = ORDER[layer.mark.type] or 4, place = k}
  end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then
      return a.rank < b.rank
    end
    return a.place < b.place
  end)
  return list
end

-- Whether a layer only writes the names that lines have at their ends.
local function repeats_names(m, layer)
  local names = {}
  for _, other in ipairs(m.layers) do
    for _, own in ipairs(other.mark.type == "line" and other.series or {}) do
      names[own.label or ""] = true
    end
  end
  for _, item in ipairs(layer.items) do
    if item.text and not names[item.text] then
      return false
    end
  end
  return true
end

local function paint(c, m, named)
  local lost = 0
  for _, entry in ipairs(in_order(m.layers)) do
    local kind = entry.layer.mark.type
    if draw[kind] then
      draw[kind](c, m, entry.layer)
    end
  end
  for _, layer in ipairs(m.layers) do
    local kind = layer.mark.type
    if kind == "point" or (kind == "text" and not (named and repeats_names(m, layer))) then
      lost = lost + write_labels(c, layer)
    end
  end
  return lost
end

local function name_at(ink, entry)
  local own = entry.series
  local text = own.letter and own.letter .. " " .. own.label or own.label
  return " " .. ink:paint(ink:cut(text, MOST_LABEL), own.color)
end

--- Draws into `width` cells.
---@return string[] lines
---@return integer lost labels that found no place
---@return boolean named whether the lines are named at their ends
function grid.draw(ink, m, width, height)
  height = height or HEIGHT
  give_letters(m, ink)
  local at, left = y_ticks(m, height)
  local right, n = series_labels(m)
  local plot = width - left - 2 - (right > 0 and right + 3 or 0)
  local named = right > 0 and plot >= 2 * NARROWEST and n <= height
  plot = math.max(NARROWEST, named and plot or width - left - 2)
  local c = canvas.new(ink, plot, height)
  local lost = paint(c, m, named)
  local ends = named and spread(ends_of(c, m), height) or {}
  local names, lines = {}, {}
  for _, entry in ipairs(ends) do
    names[entry.row] = name_at(ink, entry)
  end
  for row, text in ipairs(c:lines()) do
    local mark = at[row] and ink.glyphs.left or ink.glyphs.vertical
    lines[row] = (ink:fit(at[row] or "", left, true) .. " " .. mark .. text ..
      (names[row] or "")):gsub(" +$", "")
  end
  local marks, words = ruler.below(ink, m.x, plot)
  lines[#lines + 1] = (" "):rep(left + 1) .. ink.glyphs.corner .. marks
  if words ~= "" then
    lines[#lines + 1] = (" "):rep(left + 2) .. words
  end
  return lines, lost, named
end

return grid
