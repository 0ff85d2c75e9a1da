--- What a metric comes to on a table.

local core = require "almanac.core"
local native = require "almanac.native"

-- The values of an expression. What is wrong with it is said of the metric: whoever reads
-- the column wrote another line.
local function computed(t, metric)
  local ok, values = pcall(function()
    return t:with({[metric.name] = metric.value}):col(metric.name)
  end)
  if not ok then
    local wrong = native.problem_of(values, "", false)
    local told = wrong.message:find("^metrics? ") -- of one that this one needs
    native.fail((told and "" or "metric " .. metric.name .. ": ") .. wrong.message, wrong.help,
      wrong.data)
  end
  return values
end

--- The values of a metric for every row of a table that has what it needs.
---@param t table
---@param metric table a checked declaration
---@return table column
local function values_of(t, metric)
  if type(metric.value) == "string" then
    return computed(t, metric)
  elseif metric.value then
    return t:with({[metric.name] = metric.value}):col(metric.name)
  end
  local values = metric.column(t)
  if core.is_column(values) then
    return values
  elseif type(values) ~= "table" then
    native.fail(string.format("metric %s: its `column` returns %s, not a column",
      metric.name, values == nil and "nothing" or "a " .. type(values)),
      "return t.users / t.population, or a list with a value for each row")
  end
  return core.column(values)
end

return values_of
