--- What keeps a metric whose declaration is sound from being a column of tables.

local graph = require "almanac.graph"
local metrics = require "almanac.metrics"

local check = {}

--- The names of the needs that a metric cannot do without.
---@return string[]
function check.required(metric)
  local names = {}
  for _, need in ipairs(metric.needs) do
    if not need.optional then
      names[#names + 1] = need.name
    end
  end
  return names
end

-- The metric, and all that it needs that are metrics, as nodes of a graph.
local function reached(metric)
  local nodes, seen = {}, {[metric.name] = true}
  local function visit(one)
    local needs = check.required(one)
    nodes[#nodes + 1] = {name = one.name, needs = needs}
    for _, name in ipairs(needs) do
      local other = not seen[name] and metrics.declaration(name)
      seen[name] = true
      if other then
        visit(other)
      end
    end
  end
  visit(metric)
  return nodes
end

--- The problems of a metric's declaration with the name of its file (without .lua)
-- and with the metrics of the search path.
---@param metric table the checked declaration
---@param file string
---@return {message: string, help: string}[]
function check.problems(metric, file)
  local problems = {}
  if not metrics.is_called(metric, file) then
    problems[1] = {message = metrics.misnamed(metric), help =
      "tables find a metric by the name of its file: rename one of the two"}
  end
  local cycle = graph.of(reached(metric)).cycle[metric.name]
  if cycle then
    problems[#problems + 1] = {message = "metrics need each other: " .. cycle,
      help = "one of them has to be a column of the data"}
  end
  return problems
end

return check
