--- Charts in the characters of a terminal.
--
-- The same numbers as everywhere, from chart.model. Bars of categories are lines of
-- blocks with their values; heat maps and maps of tiles are blocks of colour; all
-- else is drawn in dots. Without Unicode it is ASCII, without colours shapes,
-- letters and shades tell what belongs together.

local bars = require "chart.terminal.bars"
local grid = require "chart.terminal.grid"
local ink = require "chart.terminal.ink"
local layout = require "almanac.layout"
local legend = require "chart.terminal.legend"
local model = require "chart.model"
local tiles = require "chart.terminal.tiles"

local terminal = {}

local WIDTH = 80

local function add_wrapped(lines, text, width)
  for _, line in ipairs(layout.wrap(layout.plain(text), width)) do
    lines[#lines + 1] = line
  end
end

-- "y: Internet penetration (%)", where the axes are not named by the title.
local function axis_line(m, transposed)
  local parts = {}
  local function add(name, axis)
    if axis and not axis.hidden and axis.title and axis.title ~= "" then
      parts[#parts + 1] = name .. axis.title
    end
  end
  if transposed then
    add("", transposed)
  elseif not m.tile then
    add("up: ", m.y)
    add("across: ", m.x)
  end
  return parts[1] and table.concat(parts, "; ")
end

-- What is drawn, and whether its lines are named where they end.
local function body(pen, m, width, height)
  local barred, tiled = bars.layer_of(m), tiles.layer_of(m)
  if tiled then
    local lines, lost = tiles.draw(pen, m, tiled, width)
    return lines, lost, false, nil, true
  elseif barred then
    return bars.draw(pen, m, barred, width), 0, false, m[barred.along], false
  end
  local lines, lost, named = grid.draw(pen, m, width, height)
  return lines, lost, named, nil, false
end

-- The typography of numbers and labels; each is one cell wide. What the data says
-- stays as it is.
local plain = {["−"] = "-", ["–"] = "-", ["·"] = ".", ["\u{2009}"] = " ", ["…"] = "~"}

local function in_ascii(lines)
  for i, line in ipairs(lines) do
    for from, to in pairs(plain) do
      line = line:gsub(from, to)
    end
    lines[i] = line
  end
  return lines
end

--- The lines of a drawing.
---@param chart table the chart as it travels, decoded
---@param options table width, height (cells, rows of the plot; nil: usual), unicode, color
---@return string[]
function terminal.chart(chart, options)
  chart.clean = layout.plain
  local m, pen = model.new(chart), ink.new(options)
  local width, lines = options.width or WIDTH, {}
  local drawn, lost, named, measured, on_tiles = body(pen, m, width, options.height)
  if m.title then
    for _, line in ipairs(layout.wrap(layout.plain(m.title), width)) do
      lines[#lines + 1] = pen:bold(line)
    end
  end
  if m.subtitle then
    add_wrapped(lines, m.subtitle, width)
  end
  local about = axis_line(m, measured)
  if about then
    add_wrapped(lines, about, width)
  end
  if m.empty then
    lines[#lines + 1] = "(nothing to draw)"
  else
    local words = legend.lines(pen, m, {on_tiles = on_tiles, named = named, width = width})
    table.move(words, 1, #words, #lines + 1, lines)
    table.move(drawn, 1, #drawn, #lines + 1, lines)
  end
  if lost > 0 then
    add_wrapped(lines, string.format("(%d %s left out for want of room)", lost,
      on_tiles and "columns" or "labels"), width)
  end
  for _, note in ipairs(m.notes) do
    add_wrapped(lines, "(" .. note .. ")", width)
  end
  if m.source then
    add_wrapped(lines, "source: " .. m.source, width)
  end
  return options.unicode and lines or in_ascii(lines)
end

return terminal
