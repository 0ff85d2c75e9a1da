--- How far something has spread: saturation, midpoint, when a level is reached.
--
-- Fits S-curves to a series over time: logistic and Gompertz, and Bass where the series
-- adds up and begins near nothing. One series (the nation, or --region) gives a row for
-- each curve; many regions give one row each, with the curve of the least AICc. R2 is not
-- shown: it is near 1 for every curve.
--
-- The verdict is what matters: a curve that has not bent yet says nothing of its ceiling.
-- "not identified" means that the data cannot tell K; then part `scenarios` shows the same
-- curve with K held at three values. A rate is held to its bound unless --k-max says more.
--
-- Columns: model; n; k with k_low and k_high (saturation, profile likelihood); midpoint
-- with midpoint_low and midpoint_high (year of fastest growth; 2010.5 is the end of June
-- 2010); spread (years from 10 % to 90 % of k); rmse; aicc; reached, reached_low and
-- reached_high (when --level is passed); identified; verdict; remark. Intervals take
-- residuals for independent; a note says where they are not. Part `forecast`: the curve
-- and an observation, each with its interval, for the years ahead.

local charts = require "charts"
local lineage = require "lineage"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

local CURVE_STEPS = 80 -- pieces that a curve is drawn in
local CURVES = {"logistic", "gompertz"}

-- Times and values of the rows given and these rows, by date; one a period.
local function series_of(p, m, rows)
  local points, seen = {}, {}
  for _, i in ipairs(rows) do
    local text = p.periods[i]
    if text ~= nil and m.values[i] ~= nil then
      if seen[text] then
        panel.refuse("%s has more than one row; --region or --where picks one series", text)
      end
      seen[text] = true
      points[#points + 1] = {t = time(text), y = m.values[i], row = i}
    end
  end
  table.sort(points, function(a, b)
    return a.t < b.t
  end)
  local t, y, at = {}, {}, {}
  for k, point in ipairs(points) do
    t[k], y[k], at[k] = point.t, point.y, point.row
  end
  return t, y, at
end

local function k_max_of(m, args)
  return args.k_max or (m.rate and m.high) or nil
end

local function interval_of(parameter, df, level)
  if not parameter.se or df <= 0 then
    return nil, nil
  end
  local width = parameter.se * stats.critical((1 + level) / 2, {name = "t", df = df})
  return parameter.estimate - width, parameter.estimate + width
end

local function verdict_of(fit)
  return fit.identified and "k is identified" or fit.verdict
end

-- A row for a curve; the fit beside it, for forecasts.
local function curve_record(t, y, curve, m, args, held)
  local fit = stats.diffusion(t, y, {curve = curve, k_max = not held and k_max_of(m, args) or nil,
    k_fixed = held, level = args.confidence, at = args.at, reach = {args.level}})
  local record = {model = curve, n = fit.n}
  if not fit.k then
    record.verdict = fit.reason
    return record, nil
  end
  local low, high = interval_of(fit.m, fit.df, args.confidence)
  local reached = fit.reached and fit.reached[1] or {}
  record.k, record.k_low, record.k_high = fit.k.estimate, fit.k.low, fit.k.high
  record.midpoint, record.midpoint_low, record.midpoint_high = fit.inflection, low, high
  record.spread, record.rmse, record.aicc = fit.ten_to_ninety, fit.rmse, fit.aicc
  record.reached, record.reached_low, record.reached_high = reached.t, reached.low, reached.high
  if held == nil then
    record.identified = fit.identified
    record.verdict = verdict_of(fit)
    record.remark = not reached.t and string.format("the curve never is at %g", args.level) or nil
  end
  return record, fit
end

-- Bass' curve of the increments; only where next to nothing had spread at first.
local function bass_record(t, y, args)
  if #t < 6 or y[1] > 0.1 * y[#y] then
    return nil
  end
  local increments, ends = {}, {}
  for k = 2, #t do
    increments[k - 1], ends[k - 1] = y[k] - y[k - 1], t[k] - t[1]
  end
  local ok, fit = pcall(stats.bass, increments, {ends = ends, level = args.confidence})
  if not ok then
    return nil
  elseif not fit.m then
    return {model = "bass", n = #increments, verdict = fit.reason}
  end
  return {
    model = "bass", n = fit.n, k = y[1] + fit.m.estimate, k_low = fit.m.low and y[1] + fit.m.low,
    k_high = fit.m.high and y[1] + fit.m.high, rmse = math.sqrt(fit.rss / fit.n),
    midpoint = fit.peak_time and t[1] + fit.peak_time, identified = fit.identified,
    verdict = verdict_of(fit),
    remark = "fitted to increments: its rmse and aicc are not comparable",
  }
end

local function has_negative(y)
  for _, value in ipairs(y) do
    if value < 0 then
      return true
    end
  end
  return false
end

local function best_of(t, y, m, args)
  if has_negative(y) then
    return {n = #t, verdict = "negative values: no S-curve"}
  end
  local best, fit
  for _, curve in ipairs(CURVES) do
    local record, found = curve_record(t, y, curve, m, args)
    if not best or (record.aicc and (not best.aicc or record.aicc < best.aicc)) then
      best, fit = record, found
    end
  end
  return best, fit
end

local function columns(m, first)
  local list = {first, {key = "n", unit = "periods"}}
  if first.key ~= "model" then
    table.insert(list, 2, {key = "model", unit = ""})
  end
  for _, key in ipairs({"k", "k_low", "k_high"}) do
    list[#list + 1] = {key = key, unit = m.unit}
  end
  for _, key in ipairs({"midpoint", "midpoint_low", "midpoint_high"}) do
    list[#list + 1] = {key = key, unit = "year", rounding = 0.01}
  end
  list[#list + 1] = {key = "spread", unit = "years", title = "From 10 % to 90 % of k"}
  list[#list + 1] = {key = "rmse", unit = m.change_unit}
  list[#list + 1] = {key = "aicc", unit = ""}
  for _, key in ipairs({"reached", "reached_low", "reached_high"}) do
    list[#list + 1] = {key = key, unit = "year", rounding = 0.01}
  end
  for _, key in ipairs({"identified", "verdict", "remark"}) do
    list[#list + 1] = {key = key, unit = ""}
  end
  return list
end

local function forecast_part(p, rows, m, fit)
  if not fit or not fit.forecasts then
    return nil
  end
  local records = {}
  for k, f in ipairs(fit.forecasts) do
    local function held(x)
      if x and m.rate and m.high then
        return math.max(m.low or x, math.min(m.high, x))
      end
      return x
    end
    records[k] = {year = panel.tidy(f.t), fit = f.fit, low = held(f.low), high = held(f.high),
      predicted_low = held(f.predicted_low), predicted_high = held(f.predicted_high),
      rows = rows}
  end
  local list = {{key = "year", unit = "year"}}
  for _, key in ipairs({"fit", "low", "high", "predicted_low", "predicted_high"}) do
    list[#list + 1] = {key = key, unit = m.unit}
  end
  return panel.table(records, list, p, {m})
end

-- The same curve with the ceiling held.
local function scenarios_part(p, rows, t, y, m, best, args)
  if best.identified or not best.k then
    return nil
  end
  local last, ceilings, records = y[#y], {}, {}
  if m.rate and m.high then
    for _, share in ipairs({0.8, 0.9, 1}) do
      ceilings[#ceilings + 1] = last < share * m.high and share * m.high or nil
    end
  else
    ceilings = {1.2 * last, 1.5 * last, 2 * last}
  end
  for _, k in ipairs(ceilings) do
    local record = curve_record(t, y, best.model, m, args, k)
    records[#records + 1] = {k = panel.tidy(k), midpoint = record.midpoint, spread = record.spread,
      rmse = record.rmse, reached = record.reached,
      rows = rows}
  end
  return #records > 0 and panel.table(records, {
    {key = "k", unit = m.unit}, {key = "midpoint", unit = "year", rounding = 0.01},
    {key = "spread", unit = "years"}, {key = "rmse", unit = m.change_unit},
    {key = "reached", unit = "year", rounding = 0.01},
  }, p, {m}) or nil
end

-- Least squares take residuals for independent; those of a curve that is a little
-- wrong run in waves. Says so where their autocorrelation is beyond chance.
local function note_waves(p, m, t, y, best, args)
  local fit = stats.diffusion(t, y, {curve = best.model, k_max = k_max_of(m, args), at = t})
  local residuals = {}
  for k, f in ipairs(fit.forecasts or {}) do
    residuals[k] = y[k] - f.fit
  end
  local wave = #residuals > 0 and stats.autocorrelation(residuals)
  if wave and wave > 2 / math.sqrt(#residuals) then
    p.ctx.note(string.format("residuals of the %s curve run in waves (autocorrelation %.2f): " ..
      "the intervals are too narrow", best.model, wave))
  end
end

-- The ends of the years ahead.
local function years_ahead(last, ahead)
  local list = {}
  for k = 1, ahead do
    list[k] = last + k
  end
  return list
end

-- Where the curve runs and what it makes of the years to come, at even steps.
local function curve_at(t, y, m, best, args)
  local at, last = {}, t[#t] + args.ahead
  for k = 0, CURVE_STEPS do
    at[k + 1] = panel.tidy(t[1] + (last - t[1]) * k / CURVE_STEPS)
  end
  local fit = stats.diffusion(t, y, {curve = best.model, k_max = k_max_of(m, args), at = at,
    level = args.confidence})
  local records = {}
  for k, f in ipairs(fit.forecasts or {}) do
    records[k] = {year = f.t, fit = f.fit}
  end
  return records
end

-- The figures, from the rows `at`, the curve that fits best and its ceiling.
local function series_chart(p, m, t, y, at, best, args)
  local points = {}
  for k = 1, #t do
    points[k] = {year = t[k], value = y[k], row = at[k]}
  end
  local function from(point)
    return lineage.of(p, {m}, {point.row})
  end
  return {points = points, from = from, curve = best and curve_at(t, y, m, best, args) or {},
    value = charts.column("value", m), model = best and best.model, ceiling = best and best.k}
end

local function one_series(p, m, rows, args)
  local t, y, at = series_of(p, m, rows)
  local used = panel.complete(rows, m)
  panel.count("diffusion", m, #rows, #t)
  if #t < 5 then
    panel.refuse("%s has %d values%s; a curve wants at least 5", m.name, #t,
      args.region and " for " .. args.region or "")
  end
  if has_negative(y) then
    panel.refuse("%s has negative values: no S-curve fits them", m.name)
  end
  args.at = years_ahead(t[#t], args.ahead)
  local records, best, best_fit = {}, nil, nil
  for k, curve in ipairs(CURVES) do
    local record, fit = curve_record(t, y, curve, m, args)
    records[k] = record
    if record.aicc and (not best or record.aicc < best.aicc) then
      best, best_fit = record, fit
    end
  end
  if best then
    note_waves(p, m, t, y, best, args)
  end
  if m.additive ~= false and not m.rate then
    records[#records + 1] = bass_record(t, y, args)
  end
  for _, record in ipairs(records) do
    record.rows = used
  end
  return {
    table = panel.table(records, columns(m, {key = "model", unit = ""}), p, {m}),
    forecast = forecast_part(p, used, m, best_fit),
    scenarios = best and scenarios_part(p, used, t, y, m, best, args) or nil,
    best = best and best.model, chart = series_chart(p, m, t, y, at, best, args),
    draw = charts.curve,
  }
end

local function many_regions(p, m, args)
  local by_region, order, used = {}, {}, 0
  for i = 1, p.n do
    local name = p.regions[i]
    if name ~= nil then
      if not by_region[name] then
        by_region[name] = {}
        order[#order + 1] = name
      end
      table.insert(by_region[name], i)
      used = used + (m.values[i] ~= nil and 1 or 0)
    end
  end
  panel.count("diffusion", m, p.n, used)
  if args.top and args.top < #order then
    p.ctx.note(string.format("first %d of %d regions", args.top, #order))
  end
  local records = {}
  for k, name in ipairs(order) do
    if not args.top or k <= args.top then
      local t, y = series_of(p, m, by_region[name])
      records[k] = #t > 0 and best_of(t, y, m, args) or {n = 0, verdict = "no values"}
      records[k].region, records[k].rows = name, panel.complete(by_region[name], m)
    end
  end
  return {
    table = panel.table(records, columns(m, panel.who(p)), p, {m}),
    draw = charts.dots, chart = {records = records, who = panel.who(p), sort = "x",
      value = {key = "midpoint", title = "Midpoint of the curve", unit = "year"},
      format = 0, lacking = "without a curve"},
  }
end

local function rows_of(p, region)
  local rows = {}
  for i = 1, p.n do
    if region == nil or p.regions[i] == region then
      rows[#rows + 1] = i
    end
  end
  return rows
end

local function run(t, args, ctx)
  local p = panel.open(t, ctx)
  local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
  local given = {region = args.region, top = args.top, ahead = args.ahead, k_max = args.k_max,
    level = args.level, confidence = args.confidence}
  local found
  if p.regions and not args.region then
    found = many_regions(p, m, given)
  else
    found = one_series(p, m, rows_of(p, args.region), given)
  end
  for _, point in ipairs(m.breaks) do
    ctx.note(string.format("break of %s: %s", point.period, point.note or "declared"))
  end
  local title = "Diffusion: " .. m.title .. (args.region and ", " .. args.region or "")
  local sources = panel.sources(p, {{m, rows_of(p, args.region)}})
  found.chart.title, found.chart.sources = title, sources
  return report{
    title = title, chart = found.draw(found.chart),
    table = found.table, forecast = found.forecast, scenarios = found.scenarios,
    sources = sources,
    method = "Levenberg-Marquardt from several starts; compared by AICc; k by profile " ..
      "likelihood, dates by the delta method; time runs with the dates, gaps stay gaps" ..
      (found.best and "; forecast and scenarios: " .. found.best or ""),
  }
end

return {
  api = 1,
  title = "Diffusion",
  categories = {"diffusion"},
  data = "cnnic:national",
  needs = {
    region = {role = "region", optional = true},
    period = {role = "period"},
  },
  args = {
    {"measure", type = "column",
      help = "what spreads (default: penetration, or the first column of numbers)"},
    {"region", type = "region", help = "one region (default: each, with its best curve)"},
    {"level", type = "number", default = 90, help = "the level whose date is asked for"},
    {"k_max", type = "number", min = 0, help = "the most that k may be (default: a rate's bound)"},
    {"ahead", type = "integer", min = 0, max = 50, default = 5, help = "years to forecast"},
    {"confidence", type = "number", min = 0.5, max = 0.999, default = 0.95,
      help = "of the intervals"},
    {"top", type = "integer", min = 1, help = "regions to show (default: all)"},
  },
  examples = {
    {
      title = "pasture yield (NIST Rat42), taken for years",
      data = [[
year,yield
2009,8.93
2014,10.80
2021,18.59
2028,22.33
2042,39.35
2057,56.11
2063,61.73
2070,64.62
2079,67.08
]],
      args = {measure = "yield", level = 50},
    },
  },
  references = {
    "Griliches, Econometrica 25 (1957); Bass, Management Science 15 (1969)",
    "Debecker and Modis, Technological Forecasting and Social Change 46 (1994)",
  },
  run = run,
}
