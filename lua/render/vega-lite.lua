--- A chart as a specification of Vega-Lite 5, with its data inline: the same numbers,
-- titles, units, order of categories and colours as the other formats draw.

local measure = require "chart.measure"
local model = require "chart.model"
local native = require "almanac.native"
local palette = require "chart.palette"
local vega_data = require "chart.vega_data"
local vega_encoding = require "chart.vega_encoding"
local vega_marks = require "chart.vega_marks"
local vega_stack = require "chart.vega_stack"

local SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
local STEP, WIDEST, TILE = 22, 72, 46 -- pixels for a category, and for a tile of a map
local WIDTH, HEIGHT = 480, 300

-- Pixels for a category: across the page names have room beside each other where they
-- are few.
local function step_of(name, c)
  if c.scale and c.scale.kind == "tile" then
    return TILE
  end
  local n = c.sort and c.sort.n or 0
  return name == "x" and n > 0 and math.max(STEP, math.min(WIDEST, WIDTH // n)) or STEP
end

-- How long an axis is: so many pixels a category, or a length for numbers and times.
local function length_of(chart, name, given, otherwise)
  if given then
    return given
  end
  for i = 1, chart.layers.n do
    local encoding = chart.layers[i].encoding
    local c = encoding[name]
    if c and (c.type == "nominal" or c.type == "ordinal") and not c.value then
      return {step = encoding[name .. "Offset"] and STEP or step_of(name, c)}
    end
  end
  return otherwise
end

-- Vega breaks no lines by itself.
local function add_lines(lines, text, size)
  for _, line in ipairs(text and measure.wrap(text, size, WIDTH) or {}) do
    lines[#lines + 1] = line
  end
end

local function title_of(chart, m)
  local head, lines = {}, {}
  add_lines(head, chart.title, 13)
  add_lines(lines, chart.subtitle, 11)
  for i = 1, chart.remarks.n do
    add_lines(lines, chart.remarks[i], 11)
  end
  add_lines(lines, m.outside > 0 and m.words.outside:format(m.outside) or nil, 11)
  add_lines(lines, chart.source and "Source: " .. chart.source, 11)
  if #head == 0 and #lines == 0 then
    return nil
  end
  return {text = #head > 1 and head or head[1] or "", subtitle = #lines > 0 and lines or nil,
    anchor = "start"}
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
      titleColor = palette.ink.light, titleFontWeight = "normal", titleLimit = WIDTH},
    title = {subtitleColor = palette.muted.light}, legend = {titleLimit = 320, labelLimit = 320},
  }
end

-- The layers, and what they add to the rows.
local function layers_of(context, sets)
  local chart, layers = context.chart, {}
  for i = 1, chart.layers.n do
    local layer, own = chart.layers[i], context.model.layers[i]
    local out = {mark = vega_marks.of(context, i, STEP),
      encoding = vega_encoding.of(context, layer)}
    out.data = chart.data.n > 1 and {name = "data" .. math.tointeger(layer.data)} or nil
    layers[#layers + 1] = out
    local keys = vega_stack.keys(context.names, layer, own)
    if keys then
      vega_stack.add(sets[layer.data], keys, own, context.model.color)
      vega_stack.apply(out.encoding, keys, own.along, context.model)
    end
    vega_marks.outline(out.mark, out.encoding, own)
    if out.mark.type == "point" and out.encoding.text then
      layers[#layers + 1], out.encoding.text = vega_marks.names(out), nil
    end
  end
  return layers
end

-- The specification as plain data.
local function specification(chart)
  local names = vega_data.names(chart)
  local context = {chart = chart, names = names, model = model.new(chart)}
  local spec = {["$schema"] = SCHEMA, title = title_of(chart, context.model),
    description = chart.description, width = length_of(chart, "x", chart.width, WIDTH),
    height = length_of(chart, "y", chart.height, HEIGHT), config = config()}
  context.step = type(spec.width) == "table" and spec.width.step or nil
  local sets = {}
  for k = 1, chart.data.n do
    sets[k] = vega_data.rows(chart, k, names)
  end
  local layers = layers_of(context, sets)
  if chart.data.n == 1 then
    spec.data = {values = sets[1]}
  else
    spec.datasets = {}
    for k, rows in ipairs(sets) do
      spec.datasets["data" .. k] = rows
    end
  end
  if #layers == 1 then
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
