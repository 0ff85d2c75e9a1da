--- What all layers of a chart share: types, scales, axes, legends and the order of
-- categories, channel by channel.

local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"
local order = require "almanac.plot.order"

local scales = {}

local shared = {"x", "y", "xOffset", "yOffset", "color", "size", "shape", "opacity"}

-- Marks that stand on a band of their axis rather than at a point in time.
local banded = {bar = true, rect = true}

local function natural_type(field)
  if field.type == "number" or field.type == "integer" then
    return "quantitative"
  end
  return field.type == "period" and "temporal" or "nominal"
end

-- Some of it reads as numbers only, some as categories only.
local fits = {
  quantitative = {number = true, integer = true},
  temporal = {period = true},
}

local function own_type(layer, name)
  local c = layer.channels[name]
  if c.field == nil then
    return c.type or (type(c.datum) == "number" and "quantitative") or nil
  end
  local field = layer.source:field(c.field)
  local taken = c.type == "temporal" and layer.source:take_as_periods(c.field)
  if c.type and not taken and fits[c.type] and not fits[c.type][field.type] then
    native.fail(string.format("the channel %s: column \"%s\" is %s, not %s", name, c.field,
      field.type, c.type), c.type == "temporal" and "--type " .. c.field .. "=period" or
      "type = \"nominal\" takes anything")
  end
  local kind = c.type or natural_type(field)
  local discrete = name == "shape" or name:find("Offset", 1, true)
  if discrete or (kind == "temporal" and not grammar.is_position(name)) then
    kind = field.type == "period" and "ordinal" or c.type or "nominal"
  end
  return kind
end

local function is_discrete(kind)
  return kind == "nominal" or kind == "ordinal"
end

-- Whether a bar stands on the channel: bars over periods take a band each.
local function stands_on(layer, name)
  local other = name == "x" and layer.channels.y or layer.channels.x
  return banded[layer.mark.type] and grammar.is_position(name) and
    layer.channels[name .. "2"] == nil and other ~= nil
end

-- One type for the channel in all layers.
local function common_type(layers, name)
  local found, band
  for _, layer in ipairs(layers) do
    local kind = own_type(layer, name)
    if found and kind and kind ~= found and
      (kind == "quantitative") ~= (found == "quantitative") then
      native.fail(string.format("the layers disagree on %s: it is %s and %s", name, found, kind),
        "a chart has one scale a channel")
    end
    if kind and not (found and is_discrete(found)) then
      found = kind
    end
    band = band or stands_on(layer, name)
  end
  if found == "temporal" and band then
    return "ordinal"
  end
  return found or "nominal"
end

-- What layers say of a part (scale, axis, legend), the first of each word; false when
-- one says that there is none.
local function merge(layers, name, part)
  local all = {}
  for _, layer in ipairs(layers) do
    local given = layer.channels[name][part]
    if given == false then
      return false
    end
    for word, value in pairs(given or {}) do
      if all[word] == nil then
        all[word] = value
      end
    end
  end
  return all
end

local function listed(scale)
  for _, word in ipairs({"domain", "range", "values"}) do
    if type(scale[word]) == "table" then
      local list = {n = rawlen(scale[word])}
      for i = 1, list.n do
        list[i] = scale[word][i]
      end
      scale[word] = list
    end
  end
  return scale
end

local stacked = {bar = true, area = true}

-- Whether the channel measures bars or areas from 0.
local function from_zero(layers, name)
  for _, layer in ipairs(layers) do
    if stacked[layer.mark.type] and layer.measure == name and
      layer.channels[name .. "2"] == nil then
      return layer.mark.type
    end
  end
  return nil
end

local function check_domain(name, scale)
  local domain = scale.domain
  if not domain then
    return
  end
  local low, high = domain[1], domain[domain.n]
  if domain.n ~= 2 or type(low) ~= "number" or type(high) ~= "number" or low >= high then
    native.fail("the domain of " .. name .. " is two numbers, the lesser first",
      "scale = {domain = {0, 100}}")
  elseif scale.type == "log" and low <= 0 then
    native.fail("the domain of " .. name .. " is not above 0, and its scale is log")
  end
end

-- Below and above zero: colours part there.
local function has_both_signs(layers, name)
  local below, above = false, false
  for _, layer in ipairs(layers) do
    local c = layer.channels[name]
    local values = c.field and layer.source:values(c.field) or {n = 0}
    for i = 1, values.n do
      local x = type(values[i]) == "number" and values[i] or 0
      below, above = below or x < 0, above or x > 0
    end
  end
  return below and above
end

local function settle_number(layers, name, scale)
  local mark = from_zero(layers, name)
  scale.type = scale.type or "linear"
  check_domain(name, scale)
  if not grammar.is_position(name) then
    scale.scheme = name == "color" and (scale.scheme or
      has_both_signs(layers, name) and "diverging" or "sequential") or nil
    return
  end
  if mark == "bar" and (scale.zero == false or scale.type == "log") then
    native.fail("bars start at 0" .. (scale.type == "log" and ", which a log axis has not" or
      ""), "mark = \"point\" or \"tick\" shows values from elsewhere")
  elseif scale.type == "log" then
    scale.zero = false
  elseif scale.zero == nil and not scale.domain then
    scale.zero = mark ~= nil
  end
end

local function settle_period(name, scale)
  scale.type = "time"
  local domain = scale.domain
  if domain and not (domain.n == 2 and native.is_period(tostring(domain[1])) and
    native.is_period(tostring(domain[2]))) then
    native.fail("the domain of " .. name .. " is two periods", "scale = {domain = {\"2006\", " ..
      "\"2016\"}}")
  end
  for i = 1, domain and domain.n or 0 do
    domain[i] = tostring(domain[i])
  end
end

-- Whether a title has the unit in it as a word: "Years behind" says years.
local function says(title, unit)
  local text, word = title:lower(), unit:lower()
  local from, to = text:find(word, 1, true)
  while from do
    local before, after = text:sub(from - 1, from - 1), text:sub(to + 1, to + 1)
    if not (word:find("^%w") and before:find("%w")) and not (word:find("%w$") and
      after:find("%w")) then
      return true
    end
    from, to = text:find(word, to + 1, true)
  end
  return false
end

-- What the axis or the legend is called (what a layer says, else its first column) and
-- the unit of that column, unless the title has it.
local function title_of(layers, name, part)
  local title, first = part.title, nil
  for _, layer in ipairs(layers) do
    local c = layer.channels[name]
    first = first or (c.field and layer.source:field(c.field))
    if title == nil then
      title = c.title
    end
  end
  if title == nil and first then
    title = first.title or first.name
  end
  local unit = first and first.unit
  if not title or (unit and says(title, unit)) then
    unit = nil
  end
  return title or nil, unit
end

local function guide(layers, name, kind)
  local part = grammar.is_position(name) and "axis" or "legend"
  local merged = merge(layers, name, part)
  if merged then
    local title, unit = title_of(layers, name, merged)
    merged.title = title
    merged.unit = kind == "quantitative" and unit or nil
    listed(merged)
  end
  return part, merged
end

-- Turns the data of a temporal channel to texts: 2012 is "2012".
local function period_data(layers, name)
  for _, layer in ipairs(layers) do
    local c = layer.channels[name]
    if c.datum ~= nil then
      c.datum = tostring(c.datum)
      if not native.is_period(c.datum) then
        native.fail(string.format("%s = {datum = \"%s\"} is no period", name, c.datum),
          "2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30")
      end
    end
  end
end

local function number_data(layers, name)
  for _, layer in ipairs(layers) do
    local datum = layer.channels[name].datum
    if datum ~= nil and type(datum) ~= "number" then
      native.fail(string.format("%s = {datum = \"%s\"} is no number", name, tostring(datum)),
        "the scale of " .. name .. " is one of numbers")
    end
  end
end

-- linear, log and the like are said of numbers.
local function check_no_number_scale(name, scale)
  if scale.type then
    native.fail(string.format("the scale of %s cannot be %s: %s has no numbers", name, scale.type,
      name), "a column of numbers, type = \"quantitative\", can be " .. scale.type)
  end
end

local function settle(layers, name)
  local kind = common_type(layers, name)
  local scale = merge(layers, name, "scale") or {}
  listed(scale)
  local part, merged = guide(layers, name, kind)
  local sort
  if is_discrete(kind) then
    check_no_number_scale(name, scale)
    sort = order.of(layers, name)
    if name == "color" then
      scale.scheme = scale.scheme or (kind == "ordinal" and "sequential" or "categorical")
    end
    scale.type = grammar.is_position(name) and "band" or "ordinal"
  elseif kind == "temporal" then
    check_no_number_scale(name, scale)
    period_data(layers, name)
    settle_period(name, scale)
  else
    number_data(layers, name)
    settle_number(layers, name, scale)
  end
  for _, layer in ipairs(layers) do
    local c = layer.channels[name]
    c.type, c.scale, c[part], c.sort = kind, scale, merged, sort
  end
end

-- Which channel of a bar, area or line holds the measure, and which way it runs.
local function orient(layer)
  local x, y = layer.channels.x, layer.channels.y
  local function is_number(c)
    return c ~= nil and c.field ~= nil and layer.source:is_number(c.field) and
      (c.type == nil or c.type == "quantitative")
  end
  local across = is_number(x) and not is_number(y)
  if is_number(x) and is_number(y) and layer.channels.y2 and layer.mark.binned then
    across = true
  end
  layer.measure = across and "x" or "y"
  return across and "horizontal" or "vertical"
end

local oriented = {bar = true, area = true, line = true, tick = true}

--- Settles what the layers share; every channel then has a type, and the shared ones the
-- same scale, axis or legend, and order of categories.
---@param layers table[]
function scales.settle(layers)
  for _, layer in ipairs(layers) do
    local way = orient(layer)
    if oriented[layer.mark.type] then
      layer.mark.orient = way
    end
  end
  for _, name in ipairs(shared) do
    local having = {}
    for _, layer in ipairs(layers) do
      local c = layer.channels[name]
      if c and c.value == nil then
        having[#having + 1] = layer
      end
    end
    if #having > 0 then
      settle(having, name)
    end
  end
end

return scales
