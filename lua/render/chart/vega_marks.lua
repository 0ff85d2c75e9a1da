--- The marks of a chart as Vega-Lite writes them.

local native = require "almanac.native"
local palette = require "chart.palette"

local vega_marks = {}

local BESIDE = 8 -- pixels from a point to its name
local FAINT, BAND = 0.35, 0.25 -- areas that lie on each other, and between two values

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

local function size_bars(mark, given, context, step)
  local width = type(given.width) == "table" and given.width.band or given.width
  if given.type == "bar" and width then
    mark[given.orient == "horizontal" and "height" or "width"] = given.width
  elseif given.type == "tick" and width then
    local own = given.orient ~= "horizontal" and context.step or step
    mark.size = type(given.width) == "table" and width * own or width
  end
end

-- Areas are seen through, as in the other pictures.
local function shade_area(mark, given, encoding, own)
  if own.stacked then
    return
  end
  local faint = encoding.y2 and BAND or FAINT
  mark.fillOpacity, mark.opacity = given.opacity or faint, nil
  mark.line = given.line or not encoding.y2 or nil
end

--- A place of an area between two that are missing has no area, but a line around it.
function vega_marks.outline(mark, encoding, own)
  if mark.type ~= "area" or not has_lone_points(own) then
    return
  end
  mark.strokeWidth, mark.strokeOpacity = 2, mark.fillOpacity
  mark.line = nil
  if encoding.color and encoding.color.field then
    encoding.fill, encoding.stroke, encoding.color = encoding.color, encoding.color, nil
  else
    mark.stroke = mark.color or palette.categories[1].light
  end
end

--- The names of points: a layer of their own, of what lies within the axes.
function vega_marks.names(layer)
  local encoding = {x = layer.encoding.x, y = layer.encoding.y, text = layer.encoding.text}
  local within = {}
  for _, name in ipairs({"x", "y"}) do
    local place = encoding[name]
    if layer.mark.clip and place and place.type == "quantitative" and place.scale.domain then
      within[#within + 1] = {filter = {field = place.field, range = place.scale.domain}}
    end
  end
  return {data = layer.data, mark = {type = "text", align = "left", dx = BESIDE},
    encoding = encoding, transform = #within > 0 and within or nil}
end

--- The mark of layer `i`.
---@param context table chart, model
---@param step integer pixels for a category
function vega_marks.of(context, i, step)
  local layer = context.chart.layers[i]
  local given = layer.mark
  local mark, color = copy_same(given), palette.parse(given.color)
  mark.color = color and color.light or nil
  size_bars(mark, given, context, step)
  if given.type == "bar" or given.type == "area" then
    mark.orient = given.orient
    if given.type == "area" then
      shade_area(mark, given, layer.encoding, context.model.layers[i])
    end
  elseif given.type == "point" and given.filled == nil then
    mark.filled = true
  elseif given.type == "line" and has_lone_points(context.model.layers[i]) then
    mark.point = true
  elseif given.type == "text" and not given.dx and covers_points(context.chart, layer) then
    mark.align, mark.dx = given.align or "left", BESIDE
  end
  mark.clip = context.model.outside > 0 and given.type ~= "text" or nil
  if layer.encoding.tooltip and layer.encoding.tooltip.n == 0 then
    mark.tooltip = native.null
  end
  return mark
end

return vega_marks
