--- The categories of a channel in the order in which they are drawn.

local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"

local order = {}

-- The distinct values of a column in order of first appearance.
local function distinct(values)
  local list, seen = {}, {}
  for i = 1, values.n do
    local value = values[i]
    if value ~= nil and not seen[value] then
      seen[value] = true
      list[#list + 1] = value
    end
  end
  return list
end

local function by_time(list)
  table.sort(list, function(a, b)
    return time(a) < time(b)
  end)
end

local function by_value(list, field, descending)
  if field.type == "period" then
    by_time(list)
  else
    table.sort(list)
  end
  if descending then
    local n = #list
    for i = 1, n // 2 do
      list[i], list[n + 1 - i] = list[n + 1 - i], list[i]
    end
  end
end

-- By the sum of another channel; what has none goes last.
local function by_channel(list, values, layer, name, descending)
  local c = layer.channels[name]
  if not (c and c.field and layer.source:is_number(c.field)) then
    native.fail("sort = \"" .. (descending and "-" or "") .. name .. "\": the channel " ..
      name .. " has no column of numbers")
  end
  local measure, total = layer.source:values(c.field), {}
  for i = 1, values.n do
    local value, x = values[i], measure[i]
    if value ~= nil and x ~= nil then
      total[value] = (total[value] or 0) + x
    end
  end
  table.sort(list, function(a, b)
    local x, y = total[a], total[b]
    if x == nil or y == nil then
      return x ~= nil
    end
    if x == y then
      return false
    end
    return (x > y) == descending
  end)
end

local function by_list(list, given)
  local wanted, there, sorted = {}, {}, {}
  for _, value in ipairs(list) do
    there[value] = true
  end
  for i = 1, rawlen(given) do
    local value = given[i]
    if there[value] and not wanted[value] then
      sorted[#sorted + 1] = value
    end
    wanted[value] = true
  end
  for _, value in ipairs(list) do
    if not wanted[value] then
      sorted[#sorted + 1] = value
    end
  end
  return sorted
end

local words = {"ascending", "descending", "x", "-x", "y", "-y"}

-- The categories of one layer, and whether the script said their order.
local function of_layer(layer, name)
  local c = layer.channels[name]
  if c.datum ~= nil then
    return {c.datum}, false
  end
  local field, values = layer.source:field(c.field), layer.source:values(c.field)
  local list, sort = distinct(values), c.sort
  if sort == nil or sort == false then
    if field.type == "period" then
      by_time(list)
    end
    return list, sort == false
  elseif type(sort) == "table" then
    return by_list(list, sort), true
  end
  local descending, channel = tostring(sort):match("^(-?)([xy])$")
  if sort == "ascending" or sort == "descending" then
    by_value(list, field, sort == "descending")
  elseif channel then
    by_channel(list, values, layer, channel, descending == "-")
  else
    grammar.refuse_word("sort of " .. name .. " cannot be", tostring(sort), {table.unpack(words)})
  end
  return list, true
end

--- The categories of a channel in all layers: in the order of the first layer that says
-- one, periods else by time, and what only others have behind.
---@param layers table[] those that have the channel, as one of categories
---@return table list with n
function order.of(layers, name)
  local said, rest, periods = nil, {}, true
  for _, layer in ipairs(layers) do
    local list, explicit = of_layer(layer, name)
    if explicit and not said then
      said = list
    else
      rest[#rest + 1] = list
    end
    local c = layer.channels[name]
    periods = periods and c.field ~= nil and layer.source:field(c.field).type == "period"
  end
  local all, seen = {}, {}
  local function add(list)
    for _, value in ipairs(list) do
      if not seen[value] then
        seen[value] = true
        all[#all + 1] = value
      end
    end
  end
  add(said or {})
  for _, list in ipairs(rest) do
    add(list)
  end
  if periods and not said then
    by_time(all)
  end
  all.n = #all
  return all
end

return order
