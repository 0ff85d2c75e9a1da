--- How unequally a measure is spread over the regions, period by period.
--
-- Two questions: between places, each region counted once (gini, theil, variation),
-- and between people living in places, each region weighted by population (the same
-- with _weighted). Both are shown where the data has weights.
--
-- A measure with an upper bound (a rate in %) is judged differently from its mirror:
-- the Gini of those online is not that of those offline. So gini_mirror (of the upper
-- bound less the measure) stands beside gini, with Erreygers' index, which is the same
-- for both.
--
-- --by splits Theil's T into within and between groups. The interval of gini is a
-- bootstrap of the regions; --since tests the change of gini since that period on the
-- same regions. Zeros leave Theil's L undefined; T takes 0 ln 0 as 0. Nothing is
-- dropped to make an index defined.
--
-- Columns: period, n, missing; mean, weighted_mean; gini, low, high; gini_weighted;
-- gini_mirror, erreygers; theil_t, theil_l, theil_t_weighted; within and between (% of
-- theil_t); variation, variation_weighted (Williamson); max_min, p90_p10; remark (why a
-- cell is empty). Part `change`: the change of gini with its interval. Part `lorenz`: the
-- curve of the last period.

local charts = require "charts"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

local RESAMPLES = 999
local FEWEST = 5 -- regions for an interval
local MOST = 400 -- figures in all up to which every period gets an interval

-- The interval after Efron's BCa, or the percentiles where it has none.
local function gini_interval(values, options)
  local b = stats.bootstrap(values, stats.gini, {resamples = RESAMPLES,
    level = options.level, seed = options.seed})
  if b.bca_low and b.bca_high then
    return b.bca_low, b.bca_high
  end
  return b.low, b.high
end

-- Adds the interval of gini and why cells are empty.
local function add_interval(record, values, slice, options, why)
  local parts = {}
  if not record.gini then
    parts[1] = "gini: " .. why
  elseif not slice.interval then
    parts[1] = "interval only in the last period"
  elseif #values < FEWEST then
    parts[1] = string.format("fewer than %d regions: no interval", FEWEST)
  else
    record.low, record.high = gini_interval(values, options)
  end
  if record.gini and not record.theil_l then
    parts[#parts + 1] = "theil_l: " .. select(2, stats.theil_l(values))
  end
  if record.gini and stats.min(values) < 0 then
    parts[#parts + 1] = "with negative values gini can exceed 1"
  end
  record.remark = #parts > 0 and table.concat(parts, "; ") or nil
end

-- The share of Theil's T that lies within and between groups.
local function add_groups(record, values, labels)
  if labels then
    local parts = stats.decompose(values, labels)
    record.within = panel.percent(parts.within, parts.total)
    record.between = panel.percent(parts.between, parts.total)
  end
end

local function add_weighted(record, values, weights)
  if not weights then
    return
  end
  local options = {weights = weights}
  record.weighted_mean = stats.weighted_mean(values, weights)
  record.gini_weighted = stats.gini(values, options)
  record.theil_t_weighted = stats.theil_t(values, options)
  record.variation_weighted = stats.variation(values, options)
end

local function add_bounded(record, m, values)
  if not m.high or m.low ~= 0 then
    return
  end
  local mirror = {}
  for k, x in ipairs(values) do
    if x < 0 or x > m.high then
      return
    end
    mirror[k] = m.high - x
  end
  record.gini_mirror = stats.gini(mirror)
  record.erreygers = stats.erreygers(values, m.low, m.high)
end

local function ratio(a, b)
  return a and b and b > 0 and a / b or nil
end

local function record_of(p, m, weights, labels, slice, args)
  local rows = panel.complete(slice.rows, m)
  local values = panel.pick(m, rows)
  values.n = nil
  local record = {period = slice.period, n = #rows, missing = #slice.rows - #rows, rows = rows}
  if #rows == 0 then
    return record
  end
  local why
  record.mean = stats.mean(values)
  record.gini, why = stats.gini(values)
  record.theil_t, record.theil_l = stats.theil_t(values), stats.theil_l(values)
  record.variation = stats.variation(values)
  record.max_min = ratio(stats.max(values), stats.min(values))
  record.p90_p10 = ratio(stats.quantile(values, 0.9), stats.quantile(values, 0.1))
  add_interval(record, values, slice, {level = args.level, seed = p.ctx.seed}, why)
  if weights and #panel.complete(rows, weights) == #rows then
    add_weighted(record, values, panel.pick(weights, rows))
  end
  add_bounded(record, m, values)
  add_groups(record, values, labels and panel.pick({values = labels}, rows))
  return record
end

-- Regions with values in both periods, as two lists in one order.
local function common(p, m, since, period)
  local before, a, b = panel.by_region(p, since), {}, {}
  for _, i in ipairs(panel.rows(p, period)) do
    local j = before[panel.name(p, i)]
    if m.values[i] ~= nil and j and m.values[j] ~= nil then
      a[#a + 1], b[#b + 1] = m.values[j], m.values[i]
    end
  end
  return a, b
end

-- The change of gini, bootstrapped over regions, each with both its values.
local function change_part(p, m, since, period, level)
  local a, b = common(p, m, since, period)
  if #a < FEWEST then
    p.ctx.note("fewer than " .. FEWEST .. " regions have both " .. since .. " and " .. period ..
      ": no test of the change")
    return nil
  end
  local x, y = {}, {}
  local result = stats.bootstrap(#a, function(rows)
    for k, i in ipairs(rows) do
      x[k], y[k] = a[i], b[i]
    end
    for k = #rows + 1, #x do
      x[k], y[k] = nil, nil
    end
    local before, after = stats.gini(x), stats.gini(y)
    return before and after and after - before
  end, {resamples = RESAMPLES, level = level, seed = p.ctx.seed})
  local clear = result.low and (result.low > 0 or result.high < 0)
  return panel.table({{
    rows = panel.ends(p, m, since, period),
    since = since, period = period, n = #a, change = result.estimate, low = result.low,
    high = result.high, verdict = result.low and (clear and
      (result.estimate > 0 and "more unequal" or "less unequal") or "no clear change") or nil,
  }}, {
    {key = "since", unit = ""}, {key = "period", unit = ""}, {key = "n", unit = "regions"},
    {key = "change", unit = "", title = "Change of gini"}, {key = "low", unit = ""},
    {key = "high", unit = ""}, {key = "verdict", unit = ""},
  }, p, {m})
end

local function lorenz_part(p, m, weights, slice)
  local rows = panel.complete(slice.rows, m)
  local options = {}
  if weights and #panel.complete(rows, weights) == #rows then
    options.weights = panel.pick(weights, rows)
  end
  local ok, curve = pcall(stats.lorenz, panel.pick(m, rows), options)
  if not ok then
    return nil
  end
  local points = {}
  for k, share in ipairs(curve.share) do
    points[k] = {population = panel.tidy(100 * curve.p[k]), share = panel.tidy(100 * share),
      rows = rows}
  end
  return panel.table(points, {
    {key = "population", unit = "%", title = "Share of the population, the least first"},
    {key = "share", unit = "%", title = "Their share of the measure"},
  }, p, {m})
end

-- The trend of gini with its interval, or of one period the curve of Lorenz.
local function chart(m, records, curve, period, sources)
  if #records < 2 or not records[1].period then
    return curve and charts.lorenz{curve = curve, title = panel.title(m, period), m = m,
      gini = records[1].gini, sources = sources} or nil
  end
  local columns = {{key = "period", title = "Period"}, {key = "low", title = "Interval, low"},
    {key = "high", title = "Interval, high"}}
  local band = {mark = "errorband", data = charts.data(records, columns, {"low", "high"}),
    encoding = {x = "period", y = "low", y2 = "high"}}
  local list = {}
  for k, record in ipairs(records) do
    list[k] = {period = record.period, value = record.gini, of = record}
  end
  return charts.series{records = list, m = m, value = {key = "value", title = "Gini coefficient"},
    title = "Inequality between regions: " .. m.title, sources = sources,
    subtitle = #band.data > 0 and "band: bootstrap interval" or nil,
    more = #band.data > 0 and {band} or nil}
end

local function columns(m, labels)
  local list = {
    {key = "period", unit = ""}, {key = "n", unit = "regions"}, {key = "missing", unit = "regions"},
    {key = "mean", unit = m.unit}, {key = "weighted_mean", unit = m.unit},
    {key = "gini", unit = ""}, {key = "low", unit = "", title = "Interval of gini, low"},
    {key = "high", unit = "", title = "Interval of gini, high"},
    {key = "gini_weighted", unit = ""},
  }
  local function add(...)
    for _, key in ipairs({...}) do
      list[#list + 1] = {key = key, unit = ""}
    end
  end
  if m.high then
    add("gini_mirror", "erreygers")
  end
  add("theil_t", "theil_l", "theil_t_weighted")
  if labels then
    list[#list + 1] = {key = "within", unit = "%", title = "Of theil_t, within groups"}
    list[#list + 1] = {key = "between", unit = "%", title = "Of theil_t, between groups"}
  end
  add("variation", "variation_weighted", "max_min", "p90_p10", "remark")
  return list
end

local function slices(p, m, args)
  if not p.periods then
    return {{rows = panel.rows(p), interval = true}}
  end
  local list, only = {}, args.period and panel.find_period(p, args.period, "period")
  for _, date in ipairs(p.dates) do
    local rows = panel.rows(p, date.text)
    if (not only or date.text == only) and #panel.complete(rows, m) > 0 then
      list[#list + 1] = {period = date.text, rows = rows}
    end
  end
  return list
end

-- Which periods get an interval: all, or where that would take long the last.
local function choose_intervals(p, list)
  local figures = 0
  for _, slice in ipairs(list) do
    figures = figures + #slice.rows
  end
  for k, slice in ipairs(list) do
    slice.interval = k == #list or figures <= MOST
  end
  if figures > MOST and #list > 1 then
    p.ctx.note("the interval of gini is shown for the last period; --period shows that of another")
  end
end

return {
  api = 1,
  title = "Inequality",
  categories = {"inequality"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", help = "between what"},
    period = {role = "period", optional = true},
  },
  args = {
    {"measure", type = "column",
      help = "what is spread (default: penetration, or the first column of numbers)"},
    {"period", type = "period", help = "this period only (default: each)"},
    {"since", type = "period", help = "test the change since this period (default: the first)"},
    {"by", type = "column", help = "groups to split Theil's T by"},
    {"weights", type = "column", help = "people in a region (default: what the data says)"},
    {"level", type = "number", min = 0.5, max = 0.999, default = 0.95, help = "of the intervals"},
  },
  examples = {
    {
      title = "ten times as much",
      data = [[
region,income
A,10
B,10
C,10
D,100
]],
      args = {measure = "income"},
      expect = [[
period,n,missing,mean,weighted_mean,gini,low,high,gini_weighted,theil_t,theil_l,]] ..
        [[theil_t_weighted,variation,variation_weighted,max_min,p90_p10,remark
,4,0,32.5,,0.5192307692307693,,,,0.5925643059614659,0.6030087230931347,,]] ..
        [[1.1991120975476843,,10,7.300000000000002,fewer than 5 regions: no interval
]],
    },
  },
  references = {
    "Theil, Economics and Information Theory (1967)",
    "Erreygers, Journal of Health Economics 28 (2009)",
    "Williamson, Economic Development and Cultural Change 13 (1965)",
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
    local weights = panel.weights(p, m, args.weights)
    local labels = args.by and t:col(args.by):totable()
    local list, records, of, used = slices(p, m, args), {}, 0, 0
    choose_intervals(p, list)
    for k, slice in ipairs(list) do
      records[k] = record_of(p, m, weights, labels, slice, args)
      of, used = of + #slice.rows, used + records[k].n
    end
    panel.count("inequality", m, of, used)
    if used == 0 then
      panel.refuse("%s has no value%s", m.name, args.period and " in " .. args.period or "")
    end
    local last = list[#list]
    local since = args.since and panel.since(p, m, last.period, args.since) or
      (#list > 1 and list[1].period or nil)
    local sources, curve = panel.sources(p, {{m, last.rows}}), lorenz_part(p, m, weights, last)
    return report{
      title = "Inequality: " .. m.title, chart = chart(m, records, curve, last.period, sources),
      table = panel.table(records, columns(m, labels), p, {m}),
      change = since and since ~= last.period and
        change_part(p, m, since, last.period, args.level) or nil,
      lorenz = curve, sources = sources,
      method = string.format("gini divides by n (no small-sample factor); theil_l and the " ..
        "like are undefined with zeros; intervals of %d resamples of the regions%s", RESAMPLES,
        weights and "; weighted by " .. weights.name or ""),
    }
  end,
}
