--- A chart as a specification of Vega-Lite 5, with its data inline: the same numbers,
-- titles, units, order of categories and colours as the other formats draw.

local model = require "chart.model"
local native = require "almanac.native"
local palette = require "chart.palette"
local vega_data = require "chart.vega_data"
local vega_encoding = require "chart.vega_encoding"

local SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
local STEP, TILE = 22, 46 -- pixels for a category, and for a tile of a map
local WIDTH, HEIGHT = 480, 300

-- Properties of marks that Vega-Lite has under the same name.
local same = {"type", "opacity", "cornerRadius", "point", "interpolate", "strokeWidth", "size",
  "filled", "shape", "line", "align", "baseline", "dx", "dy", "fontSize", "fontWeight", "angle",
  "limit", "thickness"}

local function mark_of(layer)
  local given, mark = layer.mark, {}
  for _, word in ipairs(same) do
    mark[word] = given[word]
  end
  local color = palette.parse(given.color)
  mark.color = color and color.light or nil
  if given.strokeDash then
    mark.strokeDash = {}
    for i = 1, #given.strokeDash do
      mark.strokeDash[i] = given.strokeDash[i]
    end
  end
  local width = type(given.width) == "table" and given.width.band or given.width
  if given.type == "bar" and width then
    mark[given.orient == "horizontal" and "height" or "width"] = given.width
  elseif given.type == "tick" and width then
    mark.size = type(given.width) == "table" and width * STEP or width
  end
  if given.type == "bar" or given.type == "area" then
    mark.orient = given.orient
  elseif given.type == "point" and given.filled == nil then
    mark.filled = true
  end
  if layer.encoding.tooltip and layer.encoding.tooltip.n == 0 then
    mark.tooltip = native.null
  end
  return mark
end

-- How long an axis is: so many pixels a category, or a length for numbers and times.
local function length_of(chart, name, given, otherwise)
  if given then
    return given
  end
  for i = 1, chart.layers.n do
    local c = chart.layers[i].encoding[name]
    local is_tile = c and c.scale and c.scale.kind == "tile"
    if c and (c.type == "nominal" or c.type == "ordinal") and not c.value then
      return {step = is_tile and TILE or STEP}
    end
  end
  return otherwise
end

local function title_of(chart)
  local lines = {}
  lines[1] = chart.subtitle
  for i = 1, chart.remarks.n do
    lines[#lines + 1] = chart.remarks[i]
  end
  if chart.source then
    lines[#lines + 1] = "Source: " .. chart.source
  end
  if not chart.title and #lines == 0 then
    return nil
  end
  return {text = chart.title or "", subtitle = #lines > 0 and lines or nil, anchor = "start"}
end

local function config()
  local colors = {}
  for i, pair in ipairs(palette.categories) do
    colors[i] = pair.light
  end
  return {
    font = "Noto Sans, Noto Sans CJK SC, Helvetica, Arial, sans-serif",
    view = {stroke = native.null}, mark = {color = colors[1]}, range = {category = colors},
    axis = {gridColor = palette.grid.light, domainColor = palette.line.light,
      tickColor = palette.line.light, labelColor = palette.ink.light,
      titleColor = palette.ink.light, titleFontWeight = "normal"},
    title = {subtitleColor = palette.muted.light}, legend = {titleLimit = 320, labelLimit = 320},
  }
end

-- The specification as plain data.
local function specification(chart)
  local names = vega_data.names(chart)
  local context = {chart = chart, names = names, model = model.new(chart)}
  local spec = {["$schema"] = SCHEMA, title = title_of(chart), description = chart.description,
    width = length_of(chart, "x", chart.width, WIDTH),
    height = length_of(chart, "y", chart.height, HEIGHT), config = config()}
  local sets = {}
  for k = 1, chart.data.n do
    sets[k] = vega_data.rows(chart, k, names)
  end
  local layers = {n = chart.layers.n}
  for i = 1, chart.layers.n do
    local layer = chart.layers[i]
    layers[i] = {mark = mark_of(layer), encoding = vega_encoding.of(context, layer)}
    layers[i].data = chart.data.n > 1 and
      {name = "data" .. math.tointeger(layer.data)} or nil
  end
  if chart.data.n == 1 then
    spec.data = {values = sets[1]}
  else
    spec.datasets = {}
    for k, rows in ipairs(sets) do
      spec.datasets["data" .. k] = rows
    end
  end
  if layers.n == 1 then
    spec.mark, spec.encoding = layers[1].mark, layers[1].encoding
  else
    spec.layer = layers
  end
  return spec
end

--- Writes the chart of `doc`.
local function render(doc, _, out)
  local part = doc.parts[1]
  local chart = native.from_json(part.text)
  chart.title = chart.title or part.title
  out(native.to_json(specification(chart), true))
  out("\n")
end

return {render = render}
