--- Classes of numbers, with labels that say what each holds and how many.
--
-- They hold equally many values (method "quantile", the default, by quantiles of type 7)
-- or are equally wide ("equal"). Equal values are never parted, so that there may be
-- fewer classes than were asked for.

local format = require "almanac.format"
local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"
local stats = require "almanac.stats"

local CLASSES, MOST = 5, 7

local classes = {}

-- The inner edges of k classes, in order.
local edges = {}

function edges.quantile(list, k)
  local shares = {}
  for i = 1, k - 1 do
    shares[i] = i / k
  end
  return k > 1 and stats.quantiles(list, shares) or {}
end

function edges.equal(list, k)
  local low, high = stats.min(list), stats.max(list)
  local found = {}
  for i = 1, k - 1 do
    found[i] = low + (high - low) * i / k
  end
  return found
end

-- Which class x is in: an edge belongs to the class above.
local function class_of(x, between)
  local k = 1
  for _, edge in ipairs(between) do
    k = k + (x >= edge and 1 or 0)
  end
  return k
end

-- What every class that holds something is called, and these labels in order.
local function labels_of(list, between, rounding)
  local members, labels, order = {}, {}, {}
  for _, x in ipairs(list) do
    local k = class_of(x, between)
    local m = members[k] or {n = 0, low = x, high = x}
    m.n, m.low, m.high = m.n + 1, math.min(m.low, x), math.max(m.high, x)
    members[k] = m
  end
  local decimals = format.decimals(list, rounding)
  for k = 1, #between + 1 do
    local m = members[k]
    if m then
      local low, high = format.number(m.low, decimals), format.number(m.high, decimals)
      labels[k] = string.format("%s (n = %d)", low == high and low or low .. " to " .. high, m.n)
      order[#order + 1] = labels[k]
    end
  end
  return labels, order
end

--- The label of the class of every value, nil where it is missing; `order` holds the
-- labels from the least class to the greatest.
---@param values table a list that may have holes and then an `n`
---@param options table n (5), method, rounding
---@return table labels with n and order
function classes.of(values, options)
  local n, method = options.n or CLASSES, options.method or "quantile"
  if not edges[method] then
    grammar.refuse_word("method of classes cannot be", tostring(method), {"equal", "quantile"})
  elseif math.type(n) ~= "integer" or n < 1 or n > MOST then
    native.fail("there are 1 to " .. MOST .. " classes", "so many colours can be told apart")
  end
  local list, places = {}, math.type(rawget(values, "n")) == "integer" and values.n or #values
  for i = 1, places do
    list[#list + 1] = values[i]
  end
  local found = {n = places, order = {}}
  if #list == 0 then
    return found
  end
  local between = edges[method](list, n)
  local labels, order = labels_of(list, between, options.rounding)
  for i = 1, places do
    found[i] = values[i] ~= nil and labels[class_of(values[i], between)] or nil
  end
  found.order = order
  return found
end

return classes
