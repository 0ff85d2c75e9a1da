--- A description of a chart, checked and cut into layers.
--
-- A layer is {source, mark = {type = ..., ...}, channels = {x = {field = ...}, ...}}; a
-- channel has a field, a datum (a value on the scale) or a value (a look).

local compound = require "almanac.plot.compound"
local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"
local source = require "almanac.plot.source"

local layers = {}

local function copy(given)
  local own = {}
  for name, value in pairs(given) do
    own[name] = value
  end
  return own
end

local function read_mark(given)
  local mark = type(given) == "string" and {type = given} or given
  if mark == nil then
    native.fail("the chart has no mark", "mark = \"bar\", \"line\" or \"point\"")
  elseif type(mark) ~= "table" or type(mark.type) ~= "string" then
    native.fail("a mark is a name, or a table with a type", "mark = {type = \"line\"}")
  end
  local words = grammar.marks[mark.type]
  if not words then
    local names = {}
    for name in pairs(grammar.marks) do
      names[#names + 1] = name
    end
    grammar.refuse_word("there is no mark", mark.type, names)
  end
  grammar.check("the mark " .. mark.type, mark, words)
  if mark.color then
    grammar.check_color("the mark " .. mark.type, mark.color)
  end
  return copy(mark)
end

local function check_parts(what, c)
  for part, words in pairs({scale = grammar.scale_words, axis = grammar.axis_words,
    legend = grammar.legend_words}) do
    local given = c[part]
    if type(given) == "table" then
      grammar.check(part .. " of " .. what, given, words)
      grammar.check_format(part .. " of " .. what, given.format)
    elseif given ~= nil and given ~= false then
      native.fail(string.format("%s: %s is a table, or false for none", what, part))
    end
  end
  for _, color in ipairs(what == "color" and c.scale and c.scale.range or {}) do
    grammar.check_color("scale of color", color)
  end
end

local absent = {
  aggregate = "aggregate",
  timeUnit = "group",
  impute = "fill in",
  condition = "choose",
}

local function check_channel(name, c)
  for word, verb in pairs(absent) do
    if c[word] ~= nil then
      native.fail(string.format("the channel %s takes no %s: a chart shows the table as it is",
        name, word), verb .. " before: t:group_by{\"region\"}:summarise{\"m = mean(users)\"}")
    end
  end
  grammar.check("the channel " .. name, c, grammar.channel_words[name])
  grammar.check_format("the channel " .. name, c.format)
  check_parts(name, c)
  local said = (c.field ~= nil and 1 or 0) + (c.value ~= nil and 1 or 0) +
    (c.datum ~= nil and 1 or 0)
  if said ~= 1 then
    native.fail("the channel " .. name .. " wants one of field, value and datum",
      name .. " = \"COLUMN\", or " .. name .. " = {field = \"COLUMN\"}")
  end
  if name == "color" and c.value then
    grammar.check_color("color", c.value)
  elseif c.value and grammar.is_position(name) then
    native.fail("the channel " .. name .. " takes a field or a datum, not a value",
      name .. " = {datum = " .. tostring(c.value) .. "} is a place on the scale")
  end
end

local function read_channel(name, given)
  local c = type(given) == "string" and {field = given} or given
  if type(c) ~= "table" then
    native.fail(string.format("the channel %s is a %s", name, type(given)),
      name .. " = \"COLUMN\", or " .. name .. " = {field = \"COLUMN\"}")
  end
  c = copy(c)
  if type(c.scale) == "string" then
    c.scale = {type = c.scale}
  end
  return c
end

-- tooltip and detail name one column or a list of them.
local function read_list(name, given)
  local list = {}
  if type(given) == "table" and rawlen(given) > 0 then
    for i = 1, rawlen(given) do
      list[i] = read_channel(name, given[i])
    end
  else
    list[1] = read_channel(name, given)
  end
  for _, c in ipairs(list) do
    check_channel(name, c)
  end
  return list
end

local lists = {tooltip = true, detail = true}

local function read_encoding(shared, own)
  local channels, names = {}, {}
  for _, name in ipairs(grammar.channels) do
    names[name] = true
  end
  for _, given in ipairs({shared or {}, own or {}}) do
    for name, value in pairs(given) do
      if not names[name] then
        grammar.refuse_word("there is no channel", tostring(name), {table.unpack(grammar.channels)})
      elseif name == "tooltip" and value == false then
        channels[name] = {}
      elseif lists[name] then
        channels[name] = read_list(name, value)
      else
        channels[name] = read_channel(name, value)
        check_channel(name, channels[name])
      end
    end
  end
  return channels
end

-- What all fields are called in their data, and that they are there.
local function name_fields(layer)
  for name, c in pairs(layer.channels) do
    for _, each in ipairs(lists[name] and c or {c}) do
      if each.field then
        each.field = layer.source:field(each.field).name
      end
    end
  end
end

local function reads_fields(channels)
  for name, c in pairs(channels) do
    for _, each in ipairs(lists[name] and c or {c}) do
      if each.field then
        return true
      end
    end
  end
  return false
end

-- The data of a layer; equal data is read once. What reads no column is drawn once.
local function open(read, data, channels)
  if not reads_fields(channels) then
    return source.made(1, {}, {})
  elseif data == nil then
    native.fail("the chart has no data", "data = t, a table or a list of records")
  end
  read[data] = read[data] or source.open(data)
  return read[data]
end

local function list_of(description)
  local list = description.layer
  if list == nil then
    return {{mark = description.mark, encoding = description.encoding}}
  elseif description.mark then
    native.fail("a chart has a mark or layers, not both", "put the mark into a layer")
  elseif rawlen(list) == 0 then
    native.fail("the chart has no layer", "layer = {{mark = \"line\", encoding = {...}}}")
  end
  return list
end

--- The layers of a description, those of compound marks lowered to others.
---@param description table
---@return table[] layers
function layers.read(description)
  grammar.check("plot", description, grammar.chart_words)
  local read, list = {}, {}
  for _, given in ipairs(list_of(description)) do
    if type(given) ~= "table" then
      native.fail("a layer is a table", "layer = {{mark = \"line\", encoding = {...}}}")
    end
    grammar.check("a layer", given, grammar.layer_words)
    local shared = description.layer and description.encoding
    local data = given.data
    if data == nil then
      data = description.data
    end
    local channels = read_encoding(shared, given.encoding)
    local layer = {mark = read_mark(given.mark), source = open(read, data, channels),
      channels = channels}
    name_fields(layer)
    for _, primitive in ipairs(compound.lower(layer)) do
      list[#list + 1] = primitive
    end
  end
  return list
end

return layers
