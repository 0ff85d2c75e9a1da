--- From a description to the lowered chart: plain data, with nothing left to compute
-- but where things stand on the page.

local gaps = require "almanac.plot.gaps"
local grammar = require "almanac.plot.grammar"
local layers = require "almanac.plot.layers"
local native = require "almanac.native"
local overlaps = require "almanac.plot.overlaps"
local scales = require "almanac.plot.scales"
local summary = require "almanac.plot.summary"

local MOST_MARKS = 50000

local stacks = {zero = "zero", normalize = "normalize"}

-- How bars and areas of one place are put together: one on the other unless they stand
-- side by side or are told not to.
local function stack_of(layer)
  local mark, channels = layer.mark.type, layer.channels
  local c = channels[layer.measure]
  local other = channels[layer.measure == "x" and "y" or "x"]
  local given = c and c.stack
  if given ~= nil and given ~= false and not stacks[given] then
    grammar.refuse_word("stack cannot be", tostring(given), {"zero", "normalize"})
  end
  local apart = channels.xOffset or channels.yOffset
  local parts = (channels.color and channels.color.field and
    channels.color.field ~= (other and other.field)) or channels.detail
  if (mark ~= "bar" and mark ~= "area") or not c or c.type ~= "quantitative" or
    channels[layer.measure .. "2"] or given == false or apart or not parts or
    c.scale.type == "log" then
    return nil
  end
  return given or "zero"
end

local kept = {"field", "datum", "value", "type", "scale", "axis", "legend", "sort", "format"}

-- A channel as it travels, with what is known of its column.
local function lowered_channel(layer, name, c)
  local out = {}
  for _, word in ipairs(kept) do
    out[word] = c[word]
  end
  if c.field then
    local field = layer.source:field(c.field)
    out.title = c.title or field.title or field.name
    out.unit, out.kind, out.rounding = field.unit, field.kind, field.rounding
    if not out.type then
      local number = field.type == "number" or field.type == "integer"
      out.type = number and "quantitative" or field.type == "period" and "temporal" or "nominal"
    end
  end
  if name == layer.measure then
    out.stack = stack_of(layer)
  end
  return out
end

local function lowered_list(layer, name, list)
  local out = {n = #list}
  for i, c in ipairs(list) do
    out[i] = lowered_channel(layer, name, c)
  end
  return out
end

-- What a mark tells of itself unless the script says what: all its columns.
local function tips(layer)
  local list, seen = {}, {}
  local function add(c)
    if c and c.field and not seen[c.field] then
      seen[c.field] = true
      list[#list + 1] = {field = c.field, title = c.title}
    end
  end
  for _, c in ipairs(layer.channels.detail or {}) do
    add(c)
  end
  for _, name in ipairs({"x", "x2", "y", "y2", "color", "size", "shape", "opacity", "text"}) do
    add(layer.channels[name])
  end
  return list
end

local function lowered_encoding(layer)
  local encoding = {}
  layer.channels.tooltip = layer.channels.tooltip or tips(layer)
  for _, name in ipairs(grammar.channels) do
    local c = layer.channels[name]
    if name == "tooltip" or name == "detail" then
      encoding[name] = c and lowered_list(layer, name, c)
    elseif c then
      encoding[name] = lowered_channel(layer, name, c)
    end
  end
  return encoding
end

-- Values that a log axis cannot show are missing there; says and answers how many.
local function drop_below_log(layer, remarks)
  local total = 0
  for _, name in ipairs({"x", "y"}) do
    local c = layer.channels[name]
    if c and c.field and c.scale.type == "log" then
      local values, lost = layer.source:values(c.field), 0
      for i = 1, values.n do
        if values[i] ~= nil and values[i] <= 0 then
          values[i], lost = nil, lost + 1
        end
      end
      total = total + lost
      if lost > 0 then
        remarks[#remarks + 1] = string.format("%d of %d not above 0, which a log axis cannot " ..
          "show (%s)", lost, values.n, c.title or layer.source:field(c.field).title or c.field)
      end
    end
  end
  return total
end

-- The columns that some layer shows, of all data, once.
local function datasets(list)
  local data, at, sources = {n = 0}, {}, {}
  for _, layer in ipairs(list) do
    local source = layer.source
    if not at[source] then
      data.n = data.n + 1
      at[source] = data.n
      data[data.n], sources[data.n] = {n = source.n, columns = {}}, source
    end
    layer.data = at[source]
    local columns = data[layer.data].columns
    for _, c in pairs(layer.channels) do
      for _, each in ipairs(rawlen(c) > 0 and c or {c}) do
        if each.field then
          columns[each.field] = source:values(each.field)
        end
      end
    end
  end
  return data, sources
end

local function fields_of(list, data)
  local fields = {}
  for _, layer in ipairs(list) do
    for name in pairs(data[layer.data].columns) do
      local f = layer.source:field(name)
      fields[name] = fields[name] or {title = f.title or f.name, title_zh = f.title_zh,
        unit = f.unit, kind = f.kind, rounding = f.rounding, type = f.type}
    end
  end
  return fields
end

-- Where the periods of the chart lie in time.
local function times_of(list)
  local times = {}
  local function add(text)
    if type(text) == "string" and not times[text] then
      times[text] = time(text)
    end
  end
  for _, layer in ipairs(list) do
    for _, name in ipairs({"x", "y", "x2", "y2"}) do
      local c = layer.channels[name]
      if c and c.field and layer.source:field(c.field).type == "period" then
        local values = layer.source:values(c.field)
        for i = 1, values.n do
          add(values[i])
        end
      elseif c and c.type == "temporal" then
        add(c.datum)
      end
      for i = 1, c and c.type == "temporal" and c.scale.domain and 2 or 0 do
        add(c.scale.domain[i])
      end
    end
  end
  return next(times) and times or nil
end

local function check_size(data)
  for _, set in ipairs(data) do
    if set.n > MOST_MARKS then
      native.fail(string.format("the chart has %d marks; %d can be told apart at most", set.n,
        MOST_MARKS), "summarise the table before, take a sample(n), or count in a histogram")
    end
  end
end

-- A second position goes with the scale of the first.
local function settle_second(list)
  for _, layer in ipairs(list) do
    for _, name in ipairs({"x", "y"}) do
      local second, first = layer.channels[name .. "2"], layer.channels[name]
      if second and not first then
        native.fail(string.format("the layer has %s2 and no %s", name, name),
          string.format("%s is where the mark begins, %s2 where it ends", name, name))
      elseif second then
        second.type = first.type
      end
    end
  end
end

local needed = {bar = "xy", line = "xy", area = "xy", rect = "xy", text = "xy", tick = "xy",
  point = "xy", rule = "xy"}
local both = {bar = true, line = true, area = true}

local function check_places(layer)
  local x, y = layer.channels.x, layer.channels.y
  local mark = layer.mark.type
  if needed[mark] and not x and not y then
    native.fail("a " .. mark .. " wants a place: x, y or both",
      "encoding = {x = \"region\", y = \"penetration\"}")
  elseif both[mark] and not (x and y) then
    native.fail(string.format("a %s wants %s", mark, x and "y as well as x" or "x as well as y"),
      "encoding = {x = \"region\", y = \"penetration\"}")
  elseif mark == "text" and not layer.channels.text then
    native.fail("a text mark wants the channel text", "text = \"COLUMN\"")
  end
end

local SMALLEST, GREATEST = 20, 10000 -- pixels

local function check_extent(description)
  for _, name in ipairs({"width", "height"}) do
    local pixels = description[name]
    if pixels and not (pixels >= SMALLEST and pixels <= GREATEST) then
      native.fail(string.format("plot: %s is %s, not %d to %d pixels", name, tostring(pixels),
        SMALLEST, GREATEST))
    end
  end
end

--- The lowered chart of a description.
---@param description table
---@return table
---@return table[] sources that its data were read from
return function(description)
  local list = layers.read(description)
  check_extent(description)
  for _, layer in ipairs(list) do
    check_places(layer)
  end
  scales.settle(list)
  settle_second(list)
  local remarks, missing = summary.missing(list)
  for _, layer in ipairs(list) do
    missing = missing + drop_below_log(layer, remarks)
  end
  overlaps.tell(list, remarks)
  gaps.fill(list, remarks)
  remarks.n = #remarks
  local chart = {title = description.title, subtitle = description.subtitle,
    source = description.source, width = description.width, height = description.height,
    layers = {n = #list}, remarks = remarks, missing = missing}
  for i, layer in ipairs(list) do
    chart.layers[i] = {mark = layer.mark, encoding = lowered_encoding(layer)}
  end
  local sources
  chart.data, sources = datasets(list)
  check_size(chart.data)
  for i, layer in ipairs(list) do
    chart.layers[i].data = layer.data
  end
  chart.fields, chart.times = fields_of(list, chart.data), times_of(list)
  summary.describe(chart, list, remarks)
  chart.description = description.description or chart.description
  return chart, sources
end
