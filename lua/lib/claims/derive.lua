--- What the data say where a claim says something.
--
-- A derived figure is {value, low, high, unit}: the published figures that go
-- into it each stand for themselves give or take half their precision, and
-- low to high is what the result may then be. Where nothing can be derived there
-- is {missing = why}. `used` lists the cells that were read.

local native = require "almanac.native"
local panel = require "panel"
local stats = require "stats"

local derive = {}

--- The tables that claims are held against: the data itself, and those beside it.
function derive.open(t, ctx)
  return {own = t, name = t:info().name, ctx = ctx, tables = {}}
end

local function table_of(data, name)
  if name == nil or name == data.name then
    return data.own
  end
  if data.tables[name] == nil then
    local ok, found = pcall(data.ctx.table, name)
    data.tables[name] = ok and found or false
  end
  return data.tables[name] or nil
end

local function with_role(t, role)
  for _, name in ipairs(t:columns()) do
    if t:info(name).role == role then
      return name
    end
  end
end

-- The rows of a part in a period; or nil and what is missing.
local function rows_of(t, part, period)
  if part.where then
    t = t:where(part.where)
  end
  if period then
    local header = with_role(t, "period")
    if not header then
      return nil, "a column of periods"
    end
    t = t:where(t:col(header):eq(period))
  end
  if #t == 0 then
    return nil, "a row" .. (part.where and " where " .. part.where or "") ..
      (period and " in " .. period or "")
  end
  return t
end

-- The columns of numbers whose names occur in an expression.
local function columns_in(t, expression)
  local names, seen = {}, {}
  for name in expression:gmatch("[%a_][%w_]*") do
    if not seen[name] and t:has(name) then
      local kind = t:info(name).type
      seen[name] = true
      if kind == "number" or kind == "integer" then
        names[#names + 1] = name
      end
    end
  end
  return names
end

-- Why the cells that an expression reads give no figure.
local function absent(t, names)
  for _, name in ipairs(names) do
    local values = t:col(name):totable()
    local status = t:has(name .. "_status") and t:col(name .. "_status"):totable() or {}
    for i = 1, values.n do
      if values[i] == nil then
        return (status[i] == "U" and "a figure of " .. name .. " that a publication confirms"
          or "a figure of " .. name)
      end
    end
  end
  return "what " .. (#names > 0 and table.concat(names, " and ") or "the expression") ..
    " leaves undefined"
end

-- The value of the expression over these rows: one figure, or nil.
local function evaluate(t, expression)
  local values = t:with{"claimed__ = " .. expression}:col("claimed__"):totable()
  for i = 2, values.n do
    if values[i] ~= values[1] then
      panel.refuse("`%s` has %d values, not one; narrow `where`, or aggregate", expression,
        values.n)
    end
  end
  return values[1]
end

-- Half the published precision of every cell of a column, or nil when unknown.
local function half_widths(t, name)
  local view = {t = t, n = #t}
  local m, known = panel.measure(view, name), false
  local list = {n = #t}
  for i = 1, #t do
    list[i] = (m.rounding[i] or 0) / 2
    known = known or list[i] > 0
  end
  return known and t:with{half__ = list}:col("half__"):as{unit = m.unit or ""} or nil
end

local MOST_SHIFTED = 6 -- columns, two ways each

-- Least and greatest value when every column may be off by its rounding.
local function range_of(t, expression, names, value)
  local low, high = value, value
  local shifted = {}
  for _, name in ipairs(names) do
    local half = half_widths(t, name)
    if half and #shifted < MOST_SHIFTED then
      local column = t:col(name)
      shifted[#shifted + 1] = {name = name, up = column + half, down = column - half}
    end
  end
  for corner = 0, #shifted > 0 and 2 ^ #shifted - 1 or -1 do
    local moved = {}
    for k, column in ipairs(shifted) do
      moved[column.name] = (math.tointeger(corner) >> (k - 1)) & 1 == 1 and column.up or column.down
    end
    local x = evaluate(t:with(moved), expression)
    if type(x) == "number" then
      low, high = math.min(low, x), math.max(high, x)
    end
  end
  return low, high
end

-- Adds the cells that were read to `used`.
local function record(used, t, name, period, names)
  local region, when = with_role(t, "region"), with_role(t, "period")
  local regions = region and t:col(region):totable() or {}
  local periods = when and t:col(when):totable() or {}
  for _, column in ipairs(names) do
    local values = t:col(column):totable()
    local view, info = {t = t, n = #t, ctx = used.ctx}, t:info(column)
    local status = panel.status(view, panel.measure(view, column))
    local source = t:has(column .. "_source") and t:col(column .. "_source"):totable() or {}
    for i = 1, #t do
      local file, line = native.origin(t, i)
      used[#used + 1] = {
        file = file, line = line, title = info.title or info.name, table = name,
        region = regions[i], period = periods[i] or period, column = info.name,
        value = values[i] ~= nil and values[i] + 0.0 or nil, unit = info.unit,
        status = status[i], source = source[i] or info.sources,
      }
    end
  end
end

-- A figure of one period.
local function figure(t, part, expression, period, used)
  local rows, missing = rows_of(t, part, period)
  if missing then
    return {missing = missing}
  end
  local names = columns_in(rows, expression)
  record(used, rows, t:info().name, period, names)
  local value = evaluate(rows, expression)
  if value == nil or value ~= value then
    return {missing = absent(rows, names)}
  elseif type(value) ~= "number" then
    panel.refuse("`%s` is %s, not a number", expression, tostring(value))
  end
  local low, high = range_of(rows, expression, names, value)
  local unit = rows:with{"claimed__ = " .. expression}:info("claimed__").unit
  return {value = value, low = low, high = high, unit = unit, column = names[1]}
end

local function change(now, before)
  return {
    value = panel.minus(now.value, before.value), low = now.low - before.high,
    high = now.high - before.low, unit = now.unit == "%" and "pp" or now.unit,
  }
end

local function growth(now, before)
  if before.low <= 0 or now.low < 0 then
    return {missing = "a positive figure to grow from"}
  end
  return {
    value = 100 * (now.value - before.value) / before.value,
    low = 100 * (now.low / before.high - 1), high = 100 * (now.high / before.low - 1), unit = "%",
  }
end

-- What parts the two periods, as a remark.
local function break_note(t, column, since, period)
  if not column then
    return nil
  end
  local view = {t = t, n = #t}
  local point = panel.break_between(panel.measure(view, column), since, period, 1)
  return point and "across the break of " .. point.period or nil
end

local function moved(t, part, used)
  local now = figure(t, part, part.of, part.period, used)
  local before = figure(t, part, part.of, part.since, used)
  if now.missing or before.missing then
    return {missing = now.missing or before.missing}
  end
  local by_change, by_growth = change(now, before), growth(now, before)
  local first, other = by_change, by_growth
  if part.as == "growth" then
    first, other = by_growth, by_change
  end
  if now.unit == "%" and not other.missing then
    first.other = other
  end
  first.note = break_note(t, now.column, part.since, part.period)
  return first
end

-- The values of an expression by region.
local function by_region(t, part, expression, period, used)
  local rows, missing = rows_of(t, part, period)
  local region = not missing and with_role(rows, "region")
  if missing or not region then
    return nil, missing or "a column of regions"
  end
  record(used, rows, t:info().name, period, columns_in(rows, expression))
  local values = rows:with{"claimed__ = " .. expression}:col("claimed__"):totable()
  local list, order = {}, rows:col(region):totable()
  for i = 1, #rows do
    if order[i] ~= nil then
      list[order[i]] = values[i]
    end
  end
  return list, order
end

-- The same, or its change or growth since.
local function series(t, part, expression, as, used)
  local now, order = by_region(t, part, expression, part.period, used)
  if not now or as == "value" then
    return now, order
  end
  local before, missing = by_region(t, part, expression, part.since, used)
  if not before then
    return nil, missing
  end
  local list = {}
  for _, name in ipairs(order) do
    local a, b = now[name], before[name]
    if a ~= nil and b ~= nil and (as == "change" or b > 0) then
      list[name] = as == "change" and a - b or 100 * (a / b - 1)
    end
  end
  return list, order
end

local function correlation(t, part, used)
  local x, order = series(t, part, part.of, part.as, used)
  if not x then
    return {missing = order}
  end
  local y, missing = series(t, part, part.with, part.with_as or "value", used)
  if not y then
    return {missing = missing}
  end
  local a, b = {n = #order}, {n = #order}
  for i, name in ipairs(order) do
    a[i], b[i] = x[name], y[name]
  end
  local r = stats.pearson(a, b)
  if r.r == nil then
    return {missing = "a correlation: " .. (r.reason or "too few values")}
  end
  return {value = r.r, low = r.r, high = r.r, unit = "", note = "n = " .. r.n}
end

-- Mean of the figures in `group`, weighted or not, as {name, value, low, high}.
local function mean_of(name, group)
  local sum, low, high, weight = 0.0, 0.0, 0.0, 0.0
  for _, cell in ipairs(group) do
    sum, low = sum + cell.weight * cell.value, low + cell.weight * cell.low
    high, weight = high + cell.weight * cell.high, weight + cell.weight
  end
  return {name = name, value = sum / weight, low = low / weight, high = high / weight}
end

local function groups_of(rows, part)
  local m = panel.measure({t = rows, n = #rows}, part.of)
  local weights = part.weights and rows:col(part.weights):totable()
  local names, order, groups = rows:col(part.by):totable(), {}, {}
  for i = 1, #rows do
    local x, name = m.values[i], names[i]
    local weight = not weights and 1.0 or weights[i]
    if x ~= nil and name ~= nil and weight ~= nil then
      if not groups[name] then
        groups[name] = {}
        order[#order + 1] = name
      end
      local half = (m.rounding[i] or 0) / 2
      table.insert(groups[name], {value = x, low = x - half, high = x + half, weight = weight})
    end
  end
  local means = {}
  for k, name in ipairs(order) do
    means[k] = mean_of(name, groups[name])
  end
  return means, m
end

-- Who stands first, and who cannot be told from it.
local function pick(t, part, used)
  local rows, missing = rows_of(t, part, part.period)
  if missing then
    return {missing = missing}
  end
  record(used, rows, t:info().name, part.period, {part.of, part.weights})
  local means, m = groups_of(rows, part)
  if #means == 0 then
    return {missing = "a figure of " .. part.of}
  end
  local sign, best, level, known = part.pick == "highest" and 1 or -1, means[1], {}, false
  for _, mean in ipairs(means) do
    if sign * mean.value > sign * best.value then
      best = mean
    end
    known = known or mean.name == part.value
  end
  for _, mean in ipairs(means) do
    if mean.low <= best.high and best.low <= mean.high then
      level[mean.name] = true
    end
  end
  if not known then
    return {missing = string.format("%s among the values of %s", part.value, part.by),
      name = best.name, at = best.value, unit = m.unit}
  end
  return {name = best.name, at = best.value, level = level, unit = m.unit}
end

local function by_kind(t, part, used)
  if part.pick then
    return pick(t, part, used)
  elseif part.with then
    return correlation(t, part, used)
  elseif part.as ~= "value" then
    return moved(t, part, used)
  end
  return figure(t, part, part.of, part.period, used)
end

--- Derives a part. `used` gets a record of every cell that was read.
---@return table figure {value, low, high, unit, note?, other?}, {name, at, level, unit}, or
--   {missing}
function derive.part(data, part, used)
  if not part.of then
    return {missing = "a way to derive it"}
  end
  used.ctx = data.ctx
  local t = table_of(data, part.table)
  if not t then
    return {missing = "a table " .. part.table .. " beside the data"}
  end
  local ok, found = pcall(by_kind, t, part, used)
  if ok then
    return found
  elseif type(found) == "table" and found.code == "ENOTFOUND" then
    return {missing = found.message}
  end
  error(found, 0)
end

--- `figure` in the unit of the claim: the factor, or nil where they are of
-- different dimensions. What is not known matches anything.
function derive.factor(from, to)
  if from == to or (from or "") == "" or (to or "") == "" then
    return 1.0
  elseif (from == "%" or from == "pp") and (to == "%" or to == "pp") then
    return nil
  end
  return native.unit_factor(from, to)
end

return derive
