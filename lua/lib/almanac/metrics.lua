--- Metrics as columns: asked for a column that a table does not have, computes
-- it from what the table has.

local contract = require "almanac.contract"
local core = require "almanac.core"
local native = require "almanac.native"
local needs = require "almanac.needs"

local metrics = {}

local known = {}   -- name to checked declaration, or false
local working = {} -- names being computed, a list
local cycle        -- the last cycle met, as a text
local note = function() end

--- Where remarks on the values of a metric go.
function metrics.on_note(f)
  note = f
end

-- The declaration of the metric `name`, or nil.
local function find(name)
  if known[name] == nil then
    local chunk = native.metric_chunk(name)
    known[name] = false
    if chunk then
      local metric, problems = contract.metric(chunk())
      if not metric then
        native.fail(string.format("metric %s: %s", name, problems[1].message),
          problems[1].help)
      elseif metric.name:lower() == name:lower() then
        known[name] = metric
      end
    end
  end
  return known[name] or nil
end

--- The checked declaration of the metric `name`, or nil.
metrics.declaration = find

-- Whether `name` is being computed already.
local function is_working(name)
  for i, other in ipairs(working) do
    if other == name then
      cycle = table.concat(working, " -> ", i) .. " -> " .. name
      return true
    end
  end
  return false
end

-- Calls f while `name` counts as being computed.
local function while_working(name, f, ...)
  working[#working + 1] = name
  local ok, result = pcall(f, ...)
  working[#working] = nil
  if not ok then
    error(result, 0)
  end
  return result
end

-- The table with the needs of the metric under their names; nil when it lacks
-- one.
local function prepare(t, metric, remark)
  local ready, aliases = needs.match(t, metric.needs, {}, remark, metrics.has)
  if ready and next(aliases) then
    ready = ready:rename{} -- a view of its own: the script's keeps its names
    native.set_aliases(ready, aliases)
  end
  return ready, aliases
end

local function values_of(t, metric)
  if metric.column then
    local values = metric.column(t)
    return core.is_column(values) and values or core.column(values)
  end
  return t:with({[metric.name] = metric.value}):col(metric.name)
end

local function field_of(metric, aliases)
  local field = {title = metric.title, title_zh = metric.title_zh,
    description = metric.description, unit = metric.unit or "",
    kind = metric.kind, direction = metric.direction,
    rounding = metric.rounding, role = "measure"}
  if metric.bounds then
    field.low, field.high = metric.bounds[1], metric.bounds[2]
  end
  if type(metric.aggregate) == "table" then
    field.aggregate = "weighted_mean"
    field.weight = aliases[metric.aggregate[2]] or metric.aggregate[2]
  else
    field.aggregate = metric.aggregate
  end
  return field
end

local function check_bounds(column, metric)
  if not metric.bounds then
    return
  end
  local outside = 0
  for _, x in ipairs(column) do
    if x ~= nil and (x < metric.bounds[1] or x > metric.bounds[2]) then
      outside = outside + 1
    end
  end
  if outside > 0 then
    note(string.format("metric %s: %d of %d values lie outside %s to %s",
      metric.name, outside, #column, metric.bounds[1], metric.bounds[2]))
  end
end

local function compute(t, metric)
  local ready, aliases = prepare(t, metric, note)
  if not ready then
    return nil
  end
  local column = native.column_with_field(values_of(ready, metric),
    metric.name, field_of(metric, aliases))
  check_bounds(column, metric)
  return column
end

--- The column of the metric `name` for table `t`, or nil: the resolver of the
-- tables.
function metrics.resolve(t, name)
  local metric = find(name)
  if not metric or is_working(name) then
    return nil
  end
  cycle = nil
  local column = while_working(name, compute, t, metric)
  if column == nil and cycle and #working == 0 then
    native.fail("metrics need each other: " .. cycle,
      "one of them has to be a column of the data")
  end
  return column
end

--- Whether `t` has the needs of the metric `name`; computes nothing.
function metrics.has(t, name)
  local metric = find(name)
  if not metric or is_working(name) then
    return false
  end
  return while_working(name, prepare, t, metric, function() end) ~= nil
end

return metrics
