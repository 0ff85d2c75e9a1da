--- The marks of a chart as Vega-Lite writes them.

local native = require "almanac.native"
local palette = require "chart.palette"

local vega_marks = {}

local BESIDE = 8 -- pixels from a point to its name

-- Properties of marks that Vega-Lite has under the same name.
local same = {"type", "opacity", "cornerRadius", "point", "interpolate", "strokeWidth", "size",
  "filled", "shape", "line", "align", "baseline", "dx", "dy", "fontSize", "fontWeight", "angle",
  "limit", "thickness"}

local function copy_same(given)
  local mark = {}
  for _, word in ipairs(same) do
    mark[word] = given[word]
  end
  if given.strokeDash then
    mark.strokeDash = {}
    for i = 1, #given.strokeDash do
      mark.strokeDash[i] = given.strokeDash[i]
    end
  end
  return mark
end

local function same_place(a, b)
  return a and b and a.field ~= nil and a.field == b.field
end

-- Whether a text stands where another layer has points, which it would cover.
local function covers_points(chart, layer)
  local x, y = layer.encoding.x, layer.encoding.y
  for i = 1, chart.layers.n do
    local other = chart.layers[i]
    local points = other.mark.type == "point" or other.mark.point
    if points and same_place(x, other.encoding.x) and same_place(y, other.encoding.y) then
      return true
    end
  end
  return false
end

-- A point between two gaps is no line: only its mark is seen.
local function has_lone_points(of_model)
  for _, own in ipairs(of_model.series or {}) do
    for _, run in ipairs(own.runs) do
      if #run == 1 then
        return true
      end
    end
  end
  return false
end

local function size_bars(mark, given, step)
  local width = type(given.width) == "table" and given.width.band or given.width
  if given.type == "bar" and width then
    mark[given.orient == "horizontal" and "height" or "width"] = given.width
  elseif given.type == "tick" and width then
    mark.size = type(given.width) == "table" and width * step or width
  end
end

--- The mark of layer `i`.
---@param context table chart, model
---@param step integer pixels for a category
function vega_marks.of(context, i, step)
  local layer = context.chart.layers[i]
  local given = layer.mark
  local mark, color = copy_same(given), palette.parse(given.color)
  mark.color = color and color.light or nil
  size_bars(mark, given, step)
  if given.type == "bar" or given.type == "area" then
    mark.orient = given.orient
  elseif given.type == "point" and given.filled == nil then
    mark.filled = true
  elseif given.type == "line" and has_lone_points(context.model.layers[i]) then
    mark.point = true
  elseif given.type == "text" and not given.dx and covers_points(context.chart, layer) then
    mark.align, mark.dx = given.align or "left", BESIDE
  end
  if layer.encoding.tooltip and layer.encoding.tooltip.n == 0 then
    mark.tooltip = native.null
  end
  return mark
end

return vega_marks
