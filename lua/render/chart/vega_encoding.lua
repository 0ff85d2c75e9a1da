--- The channels of a chart as Vega-Lite writes them.

local format = require "almanac.format"
local native = require "almanac.native"
local palette = require "chart.palette"
local vega_data = require "chart.vega_data"

local vega_encoding = {}

local LETTER = 6.5 -- pixels that a letter of a label takes
local TICKS = 8
local MOST_STEPS = 20 -- on an axis, whatever its length
local STOPS = 7  -- colours along a continuous scale
local STEPS = 40 -- in which it is searched for where the ink changes

local function is_discrete(c)
  return c.type == "nominal" or c.type == "ordinal"
end

local function copy_list(list)
  local own = {n = list.n}
  for i = 1, list.n do
    own[i] = list[i]
  end
  return own
end

--- "Internet penetration (%)".
local function titled(part)
  if not part.title then
    return native.null
  end
  return part.unit and string.format("%s (%s)", part.title, part.unit) or part.title
end

local function decimals(n)
  return n and string.format(".%df", math.tointeger(n)) or nil
end

-- The digits that a column is published with.
local function published(c)
  if c.type ~= "quantitative" or not c.rounding then
    return nil
  end
  return decimals((format.decimals({c.rounding}, c.rounding)))
end

local function path_of(names, c)
  return vega_data.path(names.keys[c.field])
end

-- Every period that some layer has on the axis.
local function periods_on(chart, name)
  local texts, seen = {}, {}
  for i = 1, chart.layers.n do
    local layer = chart.layers[i]
    local c = layer.encoding[name]
    local values = c and c.field and chart.data[layer.data].columns[c.field]
    for k = 1, values and values.n or 0 do
      local text = values[k]
      if text ~= nil and not seen[text] then
        seen[text] = true
        texts[#texts + 1] = text
      end
    end
  end
  return texts
end

-- Names that fit below their places stand upright.
local function angle_of(context, name, c)
  if name ~= "x" or not is_discrete(c) or not c.sort or not context.step then
    return nil
  end
  for i = 1, c.sort.n do
    if native.width(tostring(c.sort[i])) * LETTER > context.step then
      return nil
    end
  end
  return 0
end

-- Whole numbers, or those of so many digits: Vega's own ticks may lie between them.
local function rounded_ticks(axis, digits)
  local values, unit = {n = 0}, 10.0 ^ -digits
  for _, tick in ipairs(axis.scale:ticks(TICKS)) do
    if math.abs(tick.value / unit - math.floor(tick.value / unit + 0.5)) < 1e-6 then
      values.n = values.n + 1
      values[values.n] = tick.value
    end
  end
  return values.n > 1 and values or nil
end

-- The title of an axis that does not run evenly says so.
local function axis_title(context, name, given)
  local own = context.model[name]
  local even = own.scale.discrete or own.scale.kind == "linear" or own.scale.kind == "time"
  return even and titled(given) or own.title
end

-- Where Vega's own steps could be finer than whole numbers.
local function counts_few(scale)
  return scale.least == 1 and scale.hi - scale.lo < MOST_STEPS
end

local function time_ticks(axis, given, texts)
  local dates, label = vega_data.time_axis(texts)
  axis.values = axis.values or dates
  for i = 1, axis.values and axis.values.n or 0 do
    axis.values[i] = given.values and vega_data.date(tostring(given.values[i])) or
      axis.values[i]
  end
  axis.labelExpr, axis.labelOverlap = label, "greedy"
end

local function axis_of(context, name, c)
  local given = c.axis
  if given == false then
    return native.null
  end
  given = given or {}
  local axis = {title = axis_title(context, name, given),
    format = decimals(given.format), grid = given.grid,
    labels = given.labels, labelAngle = angle_of(context, name, c)}
  if given.values then
    axis.values = copy_list(given.values)
  elseif context.model[name].values then -- the edges of ranges
    axis.values = {n = #context.model[name].values, table.unpack(context.model[name].values)}
  elseif given.format and c.type == "quantitative" then
    axis.values = rounded_ticks(context.model[name], given.format)
  elseif counts_few(context.model[name].scale) then
    axis.values = rounded_ticks(context.model[name], 0)
  end
  if c.type == "temporal" then
    time_ticks(axis, given, periods_on(context.chart, name))
  end
  return axis
end

local function place_scale(c)
  local given = c.scale or {}
  local scale = {reverse = given.reverse}
  if is_discrete(c) then
    scale.domain = c.sort and copy_list(c.sort) or nil
    scale.paddingInner = given.kind == "tile" and 0.06 or nil
  elseif c.type == "temporal" then
    scale.type = "utc"
    if given.domain then
      scale.domain = {vega_data.datum(given.domain[1]), vega_data.datum(given.domain[2])}
    end
  else
    scale.type, scale.nice = given.type, given.nice
    if given.type ~= "log" then
      scale.zero = given.zero
    end
    scale.domain = given.domain and copy_list(given.domain) or nil
  end
  return scale
end

local stacking = {bar = true, area = true}

local function place(context, layer, name)
  local c = layer.encoding[name]
  local out = {type = c.type, axis = axis_of(context, name, c), scale = place_scale(c)}
  if c.datum ~= nil then
    out.datum = c.type == "temporal" and vega_data.datum(c.datum) or c.datum
  elseif c.type == "temporal" then
    out.field = vega_data.path(context.names.dates[c.field])
  else
    out.field = path_of(context.names, c)
  end
  if is_discrete(c) and c.field then
    out.sort = native.null
  elseif layer.encoding[name .. "2"] then
    out.bin = layer.mark.binned and "binned" or nil
  elseif stacking[layer.mark.type] and c.type == "quantitative" and c.field then
    out.stack = c.stack or native.null
  end
  return out
end

local function second(context, layer, name)
  local c = layer.encoding[name]
  if c.datum ~= nil then
    return {datum = c.type == "temporal" and vega_data.datum(c.datum) or c.datum}
  elseif c.type == "temporal" then
    return {field = vega_data.path(context.names.dates[c.field])}
  end
  return {field = path_of(context.names, c)}
end

local function offset(context, layer, name)
  local c = layer.encoding[name]
  if c.datum ~= nil then
    return {datum = c.datum}
  end
  return {field = path_of(context.names, c), type = c.type, sort = native.null,
    scale = {domain = copy_list(c.sort)}}
end

-- Colours at equal steps from one end of the scale to the other.
local function color_stops(m)
  local domain, range = {n = STOPS}, {n = STOPS}
  for i = 1, STOPS do
    local share = (i - 1) / (STOPS - 1)
    domain[i] = m.color.lo + share * (m.color.hi - m.color.lo)
    range[i] = palette.ramp(share, m.color.scheme).light
  end
  return {domain = domain, range = range, interpolate = "rgb"}
end

local function color_categories(m, c)
  local domain, range = {n = c.sort.n}, {n = c.sort.n}
  for i = 1, c.sort.n do
    domain[i] = c.sort[i]
    range[i] = ((m.color.by_value or {})[c.sort[i]] or palette.categories[1]).light
  end
  return {domain = domain, range = range}
end

local function styled(context, layer, name)
  local c = layer.encoding[name]
  if c.value ~= nil then
    local color = name == "color" and palette.parse(c.value)
    return {value = color and color.light or c.value}
  end
  local out = {type = c.type, field = c.field and path_of(context.names, c), datum = c.datum}
  if name == "color" then
    out.scale = c.type == "quantitative" and color_stops(context.model) or
      c.sort and color_categories(context.model, c) or nil
  elseif is_discrete(c) and c.sort then
    out.scale = {domain = copy_list(c.sort)}
  end
  if is_discrete(c) then
    out.sort = c.field and native.null or nil
  end
  if name == "color" and c.field and layer.mark.type == "rect" then
    out.condition = {test = string.format("!isValid(datum[%s])",
      native.to_json(context.names.keys[c.field])), value = palette.empty.light}
  end
  local legend = c.legend or {}
  out.legend = {title = titled(legend), format = decimals(legend.format)}
  if c.legend == false or (name == "color" and not context.model.color.legend) then
    out.legend = native.null
  end
  return out
end

local function text(context, c)
  if c.value ~= nil then
    return {value = c.value}
  elseif c.datum ~= nil then
    return {datum = c.datum}
  end
  return {field = path_of(context.names, c), type = c.type == "temporal" and "nominal" or c.type,
    format = decimals(c.format) or published(c)}
end

local function tip(context, c)
  local out = text(context, c)
  out.title = titled(c)
  return out
end

-- Where on a continuous scale the ink is light, as a test of `datum`.
local function dark_values(color, ink, datum)
  local tests, from = {}, nil
  for i = 0, STEPS + 1 do
    local light = i <= STEPS and
      palette.ink_on(palette.ramp(i / STEPS, color.scheme)).light ~= ink
    if light and not from then
      from = color.lo + (i / STEPS) * (color.hi - color.lo)
    elseif from and not light then
      local to = color.lo + ((i - 1) / STEPS) * (color.hi - color.lo)
      tests[#tests + 1] = string.format("(%s >= %.6g && %s <= %.6g)", datum, from, datum, to)
      from = nil
    end
  end
  return tests[1] and string.format("isValid(%s) && (%s)", datum, table.concat(tests, " || "))
end

local function dark_classes(color, ink, datum)
  local light = {}
  for value, own in pairs(color.by_value or {}) do
    if palette.ink_on(own).light ~= ink then
      light[#light + 1] = native.to_json(value)
    end
  end
  table.sort(light)
  return string.format("indexof([%s], %s) >= 0", table.concat(light, ", "), datum)
end

local function has_tiles(m)
  for _, layer in ipairs(m.layers) do
    if layer.mark.type == "rect" then
      return true
    end
  end
  return false
end

-- The ink of texts on tiles: light on the dark ones.
local function ink_on_tiles(context, layer)
  local m = context.model
  local field = m.color.field
  local columns = context.chart.data[layer.data].columns
  if not has_tiles(m) or layer.encoding.color or not field or not columns[field] then
    return nil
  end
  local ink = palette.ink_on(palette.empty).light
  local datum = "datum[" .. native.to_json(context.names.keys[field]) .. "]"
  local of = m.color.kind == "continuous" and dark_values or dark_classes
  local test = of(m.color, ink, datum)
  return {value = ink, condition = test and {value = palette.background.light, test = test}}
end

local writers = {
  x = place, y = place, x2 = second, y2 = second, xOffset = offset, yOffset = offset,
  color = styled, size = styled, shape = styled, opacity = styled,
  text = function(context, layer)
    return text(context, layer.encoding.text)
  end,
}

--- The encoding of a layer.
---@param context table chart, names, model
function vega_encoding.of(context, layer)
  local out = {}
  for name, c in pairs(layer.encoding) do
    if writers[name] then
      out[name] = writers[name](context, layer, name)
    elseif c.n > 0 then
      out[name] = {n = c.n}
      for i = 1, c.n do
        out[name][i] = name == "tooltip" and tip(context, c[i]) or
          {field = path_of(context.names, c[i]), type = "nominal"}
      end
    end
  end
  if layer.mark.type == "text" then
    out.color = out.color or ink_on_tiles(context, layer)
  end
  return out
end

return vega_encoding
