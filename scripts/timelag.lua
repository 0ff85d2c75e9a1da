--- How many years a region is behind a benchmark.
--
-- The value of a region now, and when the benchmark stood there: the lag is the time
-- between (S-time-distance, after Sicherl). It ranks regions differently from the gap
-- in points, which stands beside it. The benchmark (--benchmark) is `leader` (the
-- highest of each period), `mean` (of the regions; weighted with --weights), the name of
-- a region, or a level such as 50: then the lag is from when the region itself passed it.
--
-- The benchmark is taken straight between its periods. Where it was above the value at
-- its first period the lag is only known to be more than that (`censored`); where it
-- never was as high, the region is ahead. A lag of figures that are published rounded
-- has an interval: the lag of the value half a unit up and down.
--
-- Columns: the region; the measure; `reached` (when the benchmark stood there, in
-- years: 2015.0 is the end of 2014); `lag` with `low` and `high` (years; negative is
-- ahead); `censored`; `lag_before` (a year ago); `gap` (pp or the unit); `flags`.

local charts = require "charts"
local format = require "format"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- A series over time: what `value_of` makes of the rows of each period.
local function series_of(p, m, value_of)
  local times, values = {}, {}
  for _, date in ipairs(p.dates) do
    local rows = panel.complete(panel.rows(p, date.text), m)
    local value = value_of(rows)
    if value ~= nil and times[#times] == date.time then
      panel.refuse("%s has values in two periods that both end as %s does; --where keeps " ..
        "those that are meant", m.name, date.text)
    elseif value ~= nil then
      times[#times + 1], values[#values + 1] = date.time, value
    end
  end
  return times, values
end

local makers = {}

function makers.leader(_, m)
  return function(rows)
    return stats.max(panel.pick(m, rows))
  end, "the leader of each period"
end

function makers.mean(_, m, weights)
  return function(rows)
    if weights and #panel.complete(rows, weights) == #rows then
      return (stats.weighted_mean(panel.pick(m, rows), panel.pick(weights, rows)))
    end
    return (stats.mean(panel.pick(m, rows)))
  end, weights and "the mean weighted by " .. weights.name or "the mean of the regions"
end

local function region_maker(p, m, name)
  local known = false
  for i = 1, p.n do
    known = known or p.regions[i] == name
  end
  if not known then
    panel.misuse("--benchmark %s: neither leader, mean, a level nor a region of the data", name)
  end
  return function(rows)
    for _, i in ipairs(rows) do
      if p.regions[i] == name then
        return m.values[i]
      end
    end
  end, name
end

-- The lag behind the benchmark of a value at a time.
local function lag_of(bench, value, now)
  local d = stats.time_distance(bench.times, bench.values, value, now)
  return d.lag and panel.tidy(d.lag), d.reached and panel.tidy(d.reached), d.censored,
    d.crossings
end

-- What rounding leaves open: the lags of the value half a unit up and down.
local function interval(bench, value, rounding, now)
  if not rounding then
    return nil, nil
  end
  local high = lag_of(bench, value - rounding / 2, now)
  local low = lag_of(bench, value + rounding / 2, now)
  return low, high
end

local function behind(p, m, bench, i, period)
  local flags, value, now = {}, m.values[i], time(period)
  local lag, reached, censored, crossings = lag_of(bench, value, now)
  local record = {region = panel.name(p, i), value = value, reached = reached, lag = lag,
    censored = censored or nil, rows = {i}}
  if censored then
    flags[1] = "the benchmark was above it from the start: the lag is more than this"
  elseif lag == nil then
    flags[1] = "ahead: the benchmark was never as high"
  else
    record.low, record.high = interval(bench, value, m.rounding[i], now)
    if crossings > 1 then
      flags[1] = "the benchmark passed it more than once; the first counts"
    end
  end
  record.gap = bench.now and panel.tidy(bench.now - value)
  record.flags = flags[1]
  return record
end

-- Since when a region has been at a level itself.
local function since_level(p, m, level, i, period, history)
  local d = stats.time_distance(history.times, history.values, level, time(period))
  local record = {
    region = panel.name(p, i), value = m.values[i], censored = d.censored or nil,
    reached = d.reached and panel.tidy(d.reached), lag = d.lag and panel.tidy(-d.lag),
    gap = panel.tidy(level - m.values[i]), rows = {i},
  }
  if d.censored then
    record.flags = "above the level from the start"
  elseif d.lag == nil then
    record.flags = "not yet at the level"
  elseif d.crossings > 1 then
    record.flags = "passed the level more than once; the first counts"
  end
  return record
end

local function add_year_before(p, m, records, rows, period, lag)
  local before = panel.before(p, m, period, 1)
  if not before then
    return
  end
  local at = panel.by_region(p, before)
  for k, i in ipairs(rows) do
    local j = at[panel.name(p, i)]
    if j and m.values[j] ~= nil then
      records[k].lag_before = lag(j, before)
    end
  end
end

local function by_lag(a, b)
  local x, y = a.lag or -math.huge, b.lag or -math.huge
  if x ~= y then
    return x > y
  end
  return a.place < b.place
end

local function columns(p, m)
  return {
    panel.who(p), panel.what(m),
    {key = "reached", unit = "year", rounding = 0.01, title = "When the benchmark stood there"},
    {key = "lag", unit = "years", title = "Years behind"},
    {key = "low", unit = "years", title = "What rounding leaves open, low"},
    {key = "high", unit = "years", title = "What rounding leaves open, high"},
    {key = "censored", unit = "", title = "The lag is at least this"},
    {key = "lag_before", unit = "years", title = "Years behind a year ago"},
    {key = "gap", unit = m.change_unit, title = "Benchmark less value"},
    {key = "flags", unit = "", title = "Be careful"},
  }
end

local function against_benchmark(p, m, args, rows, period)
  local weights = args.weights and panel.weights(p, m, args.weights)
  local make = makers[args.benchmark]
  local value, label
  if make then
    value, label = make(p, m, weights)
  else
    value, label = region_maker(p, m, args.benchmark)
  end
  local bench = {}
  bench.times, bench.values = series_of(p, m, value)
  if #bench.times < 2 then
    panel.refuse("the benchmark has fewer than two periods: no time can be told from it")
  end
  bench.now = value(panel.complete(panel.rows(p, period), m))
  local records = {}
  for k, i in ipairs(rows) do
    records[k] = behind(p, m, bench, i, period)
  end
  add_year_before(p, m, records, rows, period, function(j, before)
    return (lag_of(bench, m.values[j], time(before)))
  end)
  return records, label
end

-- Times and values of every region, by date.
local function histories(p, m)
  local of = {}
  for _, date in ipairs(p.dates) do
    for _, i in ipairs(panel.complete(panel.rows(p, date.text), m)) do
      local name = p.regions[i]
      of[name] = of[name] or {times = {}, values = {}}
      table.insert(of[name].times, date.time)
      table.insert(of[name].values, m.values[i])
    end
  end
  return of
end

local function against_level(p, m, level, rows, period)
  local records, of = {}, histories(p, m)
  for k, i in ipairs(rows) do
    records[k] = since_level(p, m, level, i, period, of[p.regions[i]])
  end
  return records, string.format("the level %g", level)
end

-- Bars of the lags; of a level, of the time since it was passed.
local function chart(p, records, level, title, sources)
  local list, at_least = {}, 0
  for k, record in ipairs(records) do
    local value = record.lag
    if level and value ~= nil then
      value = panel.tidy(-value)
    end
    list[k] = {region = record.region, value = value, of = record}
    at_least = at_least + (record.censored and value ~= nil and 1 or 0)
  end
  return charts.bars{
    records = list, who = panel.who(p), title = title, sources = sources, sort = "-x",
    value = {key = "value", unit = "years", title = level and
      "Years since the level was passed" or "Years behind"},
    lacking = level and "not there yet" or "ahead of it",
    subtitle = at_least > 0 and string.format("%d %s: at least so many", at_least, level and
      "above it from the start" or "below its first figure") or nil,
  }
end

return {
  api = 1,
  title = "Time lag",
  categories = {"timelag"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region"},
    period = {role = "period"},
  },
  args = {
    {"measure", type = "column",
      help = "what is compared (default: penetration, or the first column of numbers)"},
    {"benchmark", default = "mean", help = "leader, mean, a region, or a level"},
    {"period", type = "period", help = "when (default: the latest with values)"},
    {"weights", type = "column", help = "weights of the benchmark mean"},
    {"top", type = "integer", min = 1, help = "regions to show, those furthest behind first"},
  },
  examples = {
    {
      title = "B stands in 2003 where A stood 1.87 years before",
      data = [[
region,year,share
A,2000,10
A,2001,20
A,2002,35
A,2003,50
B,2000,5
B,2001,8
B,2002,15
B,2003,22
]],
      args = {measure = "share", benchmark = "A"},
      expect = [[
region,share,reached,lag,low,high,censored,lag_before,gap,flags
B,22,2002.13333333,1.86666666667,,,,1.5,28,
A,50,2004,0,,,,0,0,
]],
    },
  },
  references = {
    "Sicherl, OECD Statistics Working Papers 2011/09: S-time-distance",
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
    local period = panel.period(p, m, args.period)
    local all = panel.rows(p, period)
    local rows = panel.complete(all, m)
    panel.count("timelag", m, #all, #rows)
    if #rows == 0 then
      panel.refuse("%s has no value in %s", m.name, period)
    end
    local level = tonumber(args.benchmark)
    local records, label
    if level then
      records, label = against_level(p, m, level, rows, period)
    else
      records, label = against_benchmark(p, m, args, rows, period)
    end
    for k, record in ipairs(records) do
      record.place = k
    end
    table.sort(records, by_lag)
    if args.top and args.top < #records then
      ctx.note(string.format("first %d of %d", args.top, #records))
      records = {table.unpack(records, 1, args.top)}
    end
    local title = string.format("%s, %s: years behind %s", m.title, period, label)
    local sources = panel.sources(p, {{m, rows}})
    return report{
      title = title, table = panel.table(records, columns(p, m), p, {m}), sources = sources,
      chart = chart(p, records, level, level and string.format("%s, %s: years since it passed " ..
        "%s", m.title, period, format.with_unit(level, m.unit)) or title, sources),
      method = "the benchmark is taken straight between its periods, each at its end" ..
        (level and "; a negative lag is the time since the region passed the level" or ""),
    }
  end,
}
