--- What a table holds, as a document.

local core = require "almanac.core"
local format = require "almanac.format"
local metrics = require "almanac.metrics"
local native = require "almanac.native"
local runner = require "almanac.runner"

local description = {}

local SHOWN = 4 -- values listed of a column of texts

local function range(t, name)
  local low, high
  for _, value in ipairs(native.distinct(t, name)) do
    if low == nil or value < low then
      low = value
    end
    if high == nil or value > high then
      high = value
    end
  end
  if low == nil then
    return nil
  end
  return low == high and format.number(low) or
    format.number(low) .. " to " .. format.number(high)
end

-- Periods in order of their end, not of their text.
local function periods(t, name)
  local values = native.distinct(t, name)
  if #values < 2 then
    return values[1]
  end
  table.sort(values, function(a, b)
    return core.time(a) < core.time(b)
  end)
  return values[1] .. " to " .. values[#values] .. " (" ..
    format.count(#values, "period") .. ")"
end

local function listed(t, name)
  local values = native.distinct(t, name)
  local shown = {}
  for i = 1, math.min(#values, SHOWN) do
    shown[i] = tostring(values[i])
  end
  local text = table.concat(shown, ", ")
  if #values > SHOWN then
    text = text .. ", ... (" .. #values .. ")"
  end
  return text ~= "" and text or nil
end

--- What the values of a column are, in a few words: a range, or the first of them.
-- Nil when there are none.
function description.values(t, field)
  if field.type == "number" or field.type == "integer" then
    return range(t, field.name)
  elseif field.type == "period" then
    return periods(t, field.name)
  end
  return listed(t, field.name)
end

local function columns(t)
  local rows = {}
  for _, field in ipairs(native.fields(t, true)) do
    if not field.hidden then
      rows[#rows + 1] = {column = field.name, type = field.type,
        unit = field.unit ~= "" and field.unit or nil, kind = field.kind,
        role = field.role, missing = native.missing(t, field.name),
        values = description.values(t, field), title = field.title}
    end
  end
  return core.table(rows, {"column", "type", "unit", "kind", "role", "missing",
    "values", "title"})
end

-- The metrics among `names` that the table has what it needs for, and that are
-- no real columns of it.
local function available(t, names)
  local real, rows = {}, {}
  for _, field in ipairs(native.fields(t)) do
    real[field.name] = true
  end
  for _, name in ipairs(names) do
    if not real[name] and metrics.has(t, name) then
      local metric = metrics.declaration(name)
      rows[#rows + 1] = {metric = name, unit = metric.unit, title = metric.title}
    end
  end
  return rows
end

--- The description of `t`.
---@param t table
---@param title string
---@param map_texts string[] as --map gives them
---@param where_texts string[] as --where gives them
---@param names string[] of metrics that are not broken
---@return table? document
---@return table? problem
function description.of(t, title, map_texts, where_texts, names)
  local wrong
  t, wrong = runner.open(t, map_texts, where_texts)
  if not t then
    return nil, wrong
  end
  local parts = {{kind = "table", name = "columns", table = columns(t), inventory = true,
    title = format.count(#t, "row")}}
  local rows = available(t, names)
  if #rows > 0 then
    parts[2] = {kind = "table", name = "metrics", title = "Metrics", inventory = true,
      table = core.table(rows, {"metric", "unit", "title"})}
  end
  local sources, seen = {}, {}
  for _, field in ipairs(native.fields(t)) do
    for source in (field.sources or ""):gmatch("[^;%s][^;]*") do
      if not seen[source] and not field.hidden then
        seen[source] = true
        sources[#sources + 1] = source
      end
    end
  end
  return {title = title, parts = parts, notes = {}, sources = sources}
end

return description
