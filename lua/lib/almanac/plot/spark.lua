--- Values as a line of bars in text.

local native = require "almanac.native"

local BARS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
local MISSING = "·"

-- The values as a list with holes and its length.
local function list_of(values)
  if native.kind(values) == "column" then
    local list = values:totable()
    return list, #values
  elseif type(values) ~= "table" or native.kind(values) then
    native.fail("plot.spark takes a column or a list of numbers")
  end
  return values, math.type(rawget(values, "n")) == "integer" and values.n or rawlen(values)
end

local function is_shown(x)
  return type(x) == "number" and x == x and x ~= math.huge and x ~= -math.huge
end

--- From the least value to the greatest; values that are all the same stand in the middle.
---@param values table
---@return string
return function(values)
  local list, n = list_of(values)
  local low, high
  for i = 1, n do
    local x = list[i]
    if is_shown(x) then
      low, high = math.min(low or x, x), math.max(high or x, x)
    end
  end
  local bars = {}
  for i = 1, n do
    local x, place = list[i], 4
    if is_shown(x) and high > low then
      place = math.min(#BARS, 1 + math.floor((x - low) / (high - low) * #BARS))
    end
    bars[i] = is_shown(x) and BARS[place] or MISSING
  end
  return table.concat(bars)
end
