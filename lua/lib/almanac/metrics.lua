--- Metrics as columns: asked for a column that a table does not have, computes
-- it from what the table has.

local contract = require "almanac.contract"
local format = require "almanac.format"
local native = require "almanac.native"
local needs = require "almanac.needs"
local remarks = require "almanac.remarks"
local values_of = require "almanac.metric_values"

local metrics = {}

local known = {}   -- name to checked declaration, or false
local reasons = {} -- why there is none, of files that are there
local working = {} -- names being computed, a list
local cycle        -- the last cycle met, as a text

local function silent()
end

--- After a run that was ended half-way: nothing is being computed.
function metrics.restart()
  working = {}
end

--- Lets the files of metrics be read again.
function metrics.forget()
  known, reasons, working = {}, {}, {}
end

--- Whether a metric goes by the name of its file, or what was typed for it.
---@return boolean
function metrics.is_called(metric, name)
  return metric.name:lower() == name:lower():gsub("%-", "_")
end

--- What is said of one that does not.
---@return string
function metrics.misnamed(metric)
  return "it calls itself " .. metric.name .. ", unlike its file"
end

-- The declaration of the metric `name`, or nil. A broken one raises.
local function find(name)
  if known[name] == nil then
    local chunk = native.metric_chunk(name)
    known[name] = false
    if chunk then
      local metric, problems = contract.metric(chunk())
      if not metric then
        native.fail(string.format("metric %s: %s", name, problems[1].message),
          problems[1].help)
      elseif metrics.is_called(metric, name) then
        known[name] = metric
      else
        reasons[name] = metrics.misnamed(metric)
      end
    end
  end
  return known[name] or nil
end

--- Takes a checked declaration for what its name means, though another file, or none,
-- is on the search path.
---@param file string the name of its file, by which it has to go
function metrics.adopt(metric, file)
  if metrics.is_called(metric, file) then
    known[metric.name] = metric
  end
end

-- Where an error stands and what it says.
local function reason_of(wrong)
  local text = native.problem_of(wrong, "", false).message
  if type(wrong) == "table" and wrong.where and wrong.line then
    return wrong.where .. ":" .. wrong.line .. ": " .. text
  end
  return text
end

--- The checked declaration of the metric `name`; or nil, and why there is none.
---@return table?
---@return string? reason
function metrics.look(name)
  local ok, metric = pcall(find, name)
  if not ok then
    reasons[name] = reason_of(metric)
  elseif metric then
    return metric
  end
  return nil, reasons[name]
end

-- The same, without why.
local function sound(name)
  return (metrics.look(name))
end

--- The checked declaration of the metric `name`; nil when there is none, or it is
-- broken.
function metrics.declaration(name)
  return sound(name)
end

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

local function fail_cycle()
  native.fail("metrics need each other: " .. cycle,
    "one of them has to be a column of the data")
end

-- Calls f while `name` counts as being computed.
local function while_working(name, f, ...)
  working[#working + 1] = name
  local ok, result, reason = pcall(f, ...)
  working[#working] = nil
  if not ok then
    error(result, 0)
  end
  return result, reason
end

-- Other names of the columns that are still there, as {name, header} pairs.
local function names_of(t)
  local names, maps = native.aliases(t), {}
  for name, header in pairs(names) do
    if needs.header(t, header) then
      maps[#maps + 1] = {name, header}
    else
      names[name] = nil
    end
  end
  return names, maps
end

-- The table with the needs of the metric under their names, and which header is
-- called what; nil and the problems when it lacks one.
local function prepare(t, metric, say)
  local names, maps = names_of(t)
  local ready, aliases, problems = needs.match(t, metric.needs, maps, say, metrics.unit)
  if not ready then
    return nil, problems
  end
  for name, header in pairs(aliases) do
    names[name] = header
  end
  ready = ready:rename{} -- a view of its own: the script's keeps its names
  native.set_aliases(ready, names)
  return ready, names
end

-- The column that weights the mean of the metric, where the table has it.
local function weight_of(t, metric, names)
  local weight = metric.aggregate[2]
  return names[weight] or needs.header(t, weight)
end

local function field_of(t, metric, names)
  local field = {title = metric.title, title_zh = metric.title_zh,
    description = metric.description, unit = metric.unit or "",
    kind = metric.kind, direction = metric.direction,
    rounding = metric.rounding, role = "measure"}
  if metric.bounds then
    field.low, field.high = metric.bounds[1], metric.bounds[2]
  end
  if type(metric.aggregate) == "table" then
    field.weight = weight_of(t, metric, names)
    field.aggregate = field.weight and "weighted_mean" or "none"
  else
    field.aggregate = metric.aggregate
  end
  return field
end

local dimensions = {"persons", "yuan", "years", "%"}

-- One of the dimensions whose units convert, or nil.
local function dimension(unit)
  for _, base in ipairs(dimensions) do
    if native.unit_factor(unit, base) then
      return base
    end
  end
end

-- What arithmetic knows of the unit must not speak against what the metric says.
-- Only plain units are compared: constants turn "a/b" into anything.
local function check_unit(column, metric)
  local found, wanted = column:unit(), metric.unit
  if not found or found == "" or not wanted or wanted == "" then
    return
  end
  local a, b = dimension(found), dimension(wanted)
  if a and b and a ~= b then
    native.fail(string.format("metric %s: its value is in %s, its declaration says %s",
      metric.name, found, wanted), "correct `unit`, or the formula")
  end
end

local function check_bounds(column, t, metric)
  if not metric.bounds then
    return
  end
  local low, high = metric.bounds[1], metric.bounds[2]
  local n, outside, first = native.column_outside(column, low, high)
  if outside > 0 then
    local x = column[first]
    remarks.say(string.format("metric %s: %d of %d values lie outside %s to %s, the first%s in %s",
      metric.name, outside, n, format.number(low), format.number(high),
      math.abs(x) < math.huge and ", " .. format.number(x) .. "," or "", native.place(t, first)))
  end
end

-- Raises when a need is met by what is no good; lacking one is no error here.
local function complain(metric, problems)
  for _, wrong in ipairs(problems) do
    if wrong.lacks then
      return nil
    end
  end
  local wrong = problems[1]
  native.fail("metric " .. metric.name .. ": " .. wrong.message, wrong.help, wrong.data)
end

local function compute(t, metric)
  local ready, names = prepare(t, metric, remarks.say)
  if not ready then
    return complain(metric, names)
  end
  local values = values_of(ready, metric)
  check_unit(values, metric)
  local column = native.column_with_field(values, metric.name,
    field_of(ready, metric, names))
  if #column == #t then -- else the table refuses it
    check_bounds(column, t, metric)
  end
  return column
end

--- The column of the metric `name` for table `t`; nil when there is no such
-- metric, or the table lacks what it needs. A function of expressions stays one,
-- whatever a file is called.
function metrics.resolve(t, name)
  if native.is_function(name) then
    return nil
  end
  local metric = find(name)
  if not metric then
    return nil
  elseif is_working(name) then
    fail_cycle()
  elseif #working == 0 then
    cycle = nil
  end
  local column = while_working(name, compute, t, metric)
  if column == nil and cycle and #working == 0 then
    fail_cycle()
  end
  return column
end

--- The unit of the metric `name`, "" when it has none; nil when there is no such
-- metric or `t` lacks what it needs. Computes nothing but units.
function metrics.unit(t, name)
  local metric = sound(name)
  if not metric or is_working(name) then
    return nil
  end
  local ready = while_working(name, prepare, t, metric, silent)
  return ready and (metric.unit or "") or nil
end

--- Whether `t` has what the metric `name` needs.
function metrics.has(t, name)
  local ok, unit = pcall(metrics.unit, t, name)
  return ok and unit ~= nil
end

--- The needs of a metric that `t` meets neither with a column nor with a metric,
-- and what else is wrong, as a problem.
---@return table[] needs
---@return table? problem
function metrics.missing(t, metric)
  local lacking, other = {}, nil
  local _, maps = names_of(t)
  local _, _, problems = needs.match(t, metric.needs, maps, silent, metrics.unit)
  for _, problem in ipairs(problems) do
    if problem.lacks then
      lacking[#lacking + 1] = problem.lacks
    else
      other = other or problem
    end
  end
  return lacking, other
end

local lack_text

-- "population (in 10k persons)", or what a metric that is needed lacks itself.
local function need_text(t, need)
  local inner = sound(need.name)
  if not inner or is_working(need.name) then
    return needs.text(need)
  end
  local text, problem = while_working(need.name, lack_text, t, inner)
  if text ~= "" then
    return need.name .. ", which needs " .. text
  end
  return problem and need.name .. ", for which " .. problem.message or needs.text(need)
end

function lack_text(t, metric)
  local lacking, problem = metrics.missing(t, metric)
  local parts = {}
  for i, need in ipairs(lacking) do
    parts[i] = need_text(t, need)
  end
  return table.concat(parts, " and "), problem
end

--- What the metric `name` lacks to be a column of `t`, as a text for the user; nil
-- when that is not why there is none.
function metrics.lacks(t, name)
  local ok, metric = pcall(find, name)
  if not ok then
    return "the metric of that name is broken: almanac metrics " .. name
  elseif reasons[name] then
    return "the metric of that name is broken: " .. reasons[name]
  elseif not metric or is_working(name) then
    return nil
  end
  local text = while_working(name, lack_text, t, metric)
  return text ~= "" and "the metric " .. name .. " needs " .. text ..
    "; --map NEED=COLUMN says where it is" or nil
end

--- The metric that may be meant by `name`, as a text for the user, or nil.
function metrics.near(t, name)
  local best = native.suggest(name, native.metric_names())
  if best and metrics.has(t, best) then
    return "did you mean the metric \"" .. best .. "\"?"
  end
end

--- Which column the metric reads for each need, {need = header}, in a table that has
-- what it needs.
function metrics.aliases(t, metric)
  local _, maps = names_of(t)
  local _, aliases = needs.match(t, metric.needs, maps, silent, metrics.unit)
  return aliases
end

--- The names of all that metrics need.
---@return string[]
function metrics.need_names()
  local names, seen = {}, {}
  for _, other in ipairs(native.metric_names()) do
    local metric = sound(other)
    for _, need in ipairs(metric and metric.needs or {}) do
      if not seen[need.name] then
        seen[need.name] = true
        names[#names + 1] = need.name
      end
    end
  end
  return names
end

return metrics
