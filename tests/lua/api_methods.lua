--- Every method of data and every function of expressions is documented, and the
-- other way round. Given a function that answers with the methods of a value, and the
-- functions of expressions.

local api = require "almanac.api"
local core = require "almanac.core"

local methods, functions = ...
local t = core.table({{region = "North", sales = 1.5}})
local registry, wrong = api.installed(), {}

local function documented(topic, prefix)
  local names = {}
  for _, entry in ipairs(registry.topics[topic].entries) do
    if entry.kind == "function" and entry.name:sub(1, #prefix) == prefix then
      names[entry.name:sub(#prefix + 1)] = true
    end
  end
  return names
end

local function compare(topic, prefix, found)
  local names = documented(topic, prefix)
  for name in next, found do
    if not names[name] and name ~= "agg" then -- all aggregates once more
      wrong[#wrong + 1] = prefix .. name .. " is not documented"
    end
  end
  for name in next, names do
    if rawget(found, name) == nil then
      wrong[#wrong + 1] = prefix .. name .. " does not exist"
    end
  end
end

compare("table", "t:", methods(t))
compare("column", "c:", methods(t:col"sales"))
compare("group", "g:", methods(t:group_by"region"))
compare("expression", "", functions)
assert(#wrong == 0, table.concat(wrong, "\n"))
