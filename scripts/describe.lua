--- Describe every column: how many values, where they lie, who has the extremes.
--
-- Numbers: mean, sd, quartiles, least and greatest with the regions (and periods)
-- that have them. Texts: how many different ones, and the most frequent. Periods:
-- the first and the last. With --period only the rows of that period count.
--
-- Columns: column; type; unit (that of mean to max in the same row); n and
-- missing (rows); distinct; mean, sd, min, q1, median, q3, max; lowest and
-- highest (who; of periods, the first and the last); most_frequent and times.
-- Quartiles are of type 7, sd divides by n - 1.

local charts = require "charts"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- "Beijing, 2016" for a row.
local function place(p, i)
  local parts = {}
  if p.regions then
    parts[#parts + 1] = p.regions[i]
  end
  if p.periods and not p.period then
    parts[#parts + 1] = p.periods[i]
  end
  return #parts > 0 and table.concat(parts, ", ") or "row " .. i
end

-- Where the value is, and how often besides.
local function holder(p, rows, values, wanted)
  local first, others = nil, 0
  for _, i in ipairs(rows) do
    if values[i] == wanted then
      if first then
        others = others + 1
      else
        first = place(p, i)
      end
    end
  end
  return others > 0 and string.format("%s and %d more", first, others) or first
end

local function describe_numbers(p, rows, values, record)
  local list = {}
  for _, i in ipairs(rows) do
    if values[i] ~= values[i] then
      record.nans = (record.nans or 0) + 1
    elseif values[i] ~= nil then
      list[#list + 1] = values[i]
    end
  end
  if #list == 0 then
    return
  end
  record.mean, record.sd = stats.mean(list), stats.sd(list)
  record.min, record.max = stats.min(list), stats.max(list)
  local quartiles = stats.quantiles(list, {0.25, 0.5, 0.75})
  if quartiles then
    record.q1, record.median, record.q3 = table.unpack(quartiles)
  end
  record.lowest = holder(p, rows, values, record.min)
  record.highest = holder(p, rows, values, record.max)
end

-- The most frequent value, the first of those equally frequent.
local function describe_labels(rows, values, record)
  local count, order = {}, {}
  for _, i in ipairs(rows) do
    local label = values[i]
    if label ~= nil then
      if not count[label] then
        order[#order + 1] = label
      end
      count[label] = (count[label] or 0) + 1
    end
  end
  local best
  for _, label in ipairs(order) do
    if best == nil or count[label] > count[best] then
      best = label
    end
  end
  record.distinct = #order
  if best ~= nil and count[best] > 1 then
    record.most_frequent, record.times = tostring(best), count[best]
  end
end

local function describe_periods(rows, values, record)
  local first, last
  for _, i in ipairs(rows) do
    local text = values[i]
    if text ~= nil then
      if first == nil or time(text) < time(first) then
        first = text
      end
      if last == nil or time(text) > time(last) then
        last = text
      end
    end
  end
  record.lowest, record.highest = first, last
end

local function describe(p, rows, name)
  local info, values = p.t:info(name), p.t:col(name):totable()
  local record = {column = info.name, type = info.type, n = 0}
  for _, i in ipairs(rows) do
    record.n = record.n + (values[i] ~= nil and 1 or 0)
  end
  record.missing = #rows - record.n
  if info.type == "number" or info.type == "integer" then
    record.unit, record.rows = info.unit, rows
    record.m = {name = info.name, title = info.title or info.name, values = values,
      unit = info.unit}
    describe_numbers(p, rows, values, record)
  else
    describe_labels(rows, values, record)
    if info.type == "period" then
      describe_periods(rows, values, record)
    end
  end
  return record
end

local function columns()
  local list = {
    {key = "column", unit = ""}, {key = "type", unit = ""},
    {key = "unit", unit = "", title = "Unit of mean to max"},
    {key = "n", unit = "rows"}, {key = "missing", unit = "rows"},
    {key = "distinct", unit = "values"},
  }
  for _, key in ipairs({"mean", "sd", "min", "q1", "median", "q3", "max"}) do
    list[#list + 1] = {key = key, unit = "see unit"}
  end
  for _, key in ipairs({"lowest", "highest", "most_frequent"}) do
    list[#list + 1] = {key = key, unit = ""}
  end
  list[#list + 1] = {key = "times", unit = "rows"}
  return list
end

-- The rows that count, and the panel that knows what they are called.
local function read(t, args, ctx)
  local p = {t = t, ctx = ctx, n = #t}
  if t:has("region") or t:has("period") then
    p = panel.open(t, ctx)
  end
  local rows = {}
  if args.period then
    p.period = panel.find_period(p, args.period, "period")
  end
  for i = 1, p.n do
    if not p.period or p.periods[i] == p.period then
      rows[#rows + 1] = i
    end
  end
  return p, rows
end

-- How the values of the first column of numbers are spread that is no weight or label.
local function chart(p, rows, names)
  local wanted
  for _, name in ipairs(names) do
    local info = p.t:info(name)
    local numeric = info.type == "number" or info.type == "integer"
    local good = numeric and info.kind ~= "category" and (info.role or "") ~= "period"
    wanted = wanted or (good and info) or nil
  end
  if not wanted then
    return nil
  end
  local values, records = p.t:col(wanted.name):totable(), {}
  for k, i in ipairs(rows) do
    records[k] = {value = values[i]}
  end
  local title = wanted.title ~= "" and wanted.title or wanted.name
  return charts.histogram{records = records, title = title .. (p.period and ", " .. p.period or ""),
    value = {key = "value", title = title, unit = wanted.unit, rounding = wanted.rounding}}
end

return {
  api = 1,
  title = "Description",
  categories = {"describe"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", optional = true},
    period = {role = "period", optional = true},
  },
  args = {
    {"columns", type = "columns", help = "which columns (default: all)"},
    {"period", type = "period", help = "the rows of this period only (default: all rows)"},
  },
  examples = {
    {
      title = "numbers, texts and gaps",
      data = [[
region,kind,score
North,cold,1
South,warm,
East,warm,4
]],
      expect = [[
column,type,unit,n,missing,distinct,mean,sd,min,q1,median,q3,max,lowest,highest,most_frequent,times
region,text,,3,0,3,,,,,,,,,,,
kind,text,,3,0,2,,,,,,,,,,warm,2
score,integer,,2,1,,2.5,2.1213203435596424,1,1.75,2.5,3.25,4,North,East,,
]],
    },
  },
  run = function(t, args, ctx)
    local p, rows = read(t, args, ctx)
    local records, names = {}, args.columns or t:columns()
    for k, name in ipairs(names) do
      records[k] = describe(p, rows, name)
      if records[k].nans then
        ctx.note(string.format("%s: %d values are not a number and count in no figure",
          name, records[k].nans))
      end
    end
    return report{
      title = string.format("%s: %d rows", t:info().name or "data", #rows),
      table = panel.table(records, columns(), p), chart = chart(p, rows, names),
      method = "quartiles of type 7; sd divides by n - 1",
    }
  end,
}
