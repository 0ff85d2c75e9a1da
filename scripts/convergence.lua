--- Whether regions that are behind catch up.
--
-- beta: do those that started lower grow faster? (1/T) ln(x_T / x_0) = a + b ln x_0;
-- b below 0 says so, `speed` is the yearly rate lambda = -ln(1 + b T) / T at which the
-- gap closes, `half_life` the years to halve it. sigma: does the dispersion (sd of
-- logs) fall? Tested as the dependent samples they are (Pitman and Morgan). gamma: do
-- ranks change? (1: not at all.)
--
-- Two warnings that no figure here can take away: beta below 0 does not imply that
-- the dispersion falls (Galton's fallacy), and a rate with an upper bound must show
-- beta below 0 as it nears the bound. So for such a rate beta is also shown of its
-- logit and of what is missing to the bound.
--
-- Columns: of (what was transformed how); since, period, years, n; b, se, t, p, r2;
-- speed, speed_se (% a year); half_life; sigma_since, sigma, sigma_t, sigma_p; verdict.
-- Part `sigma` has the dispersion of every period, with gamma since the first.

local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- Regions with a value at both ends, in one order.
local function both(p, m, since, period)
  local before, a, b, used = panel.by_region(p, since), {}, {}, {}
  local rows = panel.rows(p, period)
  for _, i in ipairs(rows) do
    local j = before[panel.name(p, i)]
    if m.values[i] ~= nil and j and m.values[j] ~= nil then
      a[#a + 1], b[#b + 1], used[#used + 1] = m.values[j], m.values[i], i
    end
  end
  return a, b, used, #rows
end

local function map(list, f)
  local result = {}
  for k, x in ipairs(list) do
    result[k] = f(x)
    if result[k] == nil then
      return nil
    end
  end
  return result
end

local function verdict(beta, sigma)
  if not beta.b then
    return beta.reason
  end
  local parts = {}
  if beta.p and beta.p < 0.05 then
    parts[1] = beta.b < 0 and "those behind grow faster" or "those ahead grow faster"
  else
    parts[1] = "no clear difference in growth"
  end
  if sigma and sigma.p then
    parts[2] = sigma.p < 0.05 and (sigma.t > 0 and "the dispersion falls" or
      "the dispersion rises") or "no clear change of the dispersion"
  end
  return table.concat(parts, "; ")
end

local function record_of(of, a, b, years)
  local beta, sigma = stats.beta_convergence(a, b, years), stats.sigma_convergence(a, b)
  return {
    of = of, n = beta.n, b = beta.b, se = beta.se, t = beta.t, p = beta.p, r2 = beta.r2,
    speed = beta.lambda and 100 * beta.lambda, half_life = beta.half_life,
    speed_se = beta.lambda and beta.lambda_se and 100 * beta.lambda_se,
    sigma_since = sigma.first, sigma = sigma.last, sigma_t = sigma.t, sigma_p = sigma.p,
    verdict = verdict(beta, sigma),
    remark = beta.b and not beta.half_life and beta.reason or nil,
  }
end

-- beta of the logit: change a year on where it started.
local function logit_record(a, b, years, high)
  local function logit(x)
    return x > 0 and x < high and math.log(x / (high - x)) or nil
  end
  local x, y = map(a, logit), map(b, logit)
  if not x or not y or #x < 3 then
    return nil
  end
  local rise = {}
  for k = 1, #x do
    rise[k] = (y[k] - x[k]) / years
  end
  local ok, fit = pcall(stats.regress, rise, {x})
  local slope = ok and fit.coefficients[2]
  if not slope then
    return nil
  end
  local beta = {b = slope.estimate, p = slope.p}
  return {of = "logit", n = #x, b = slope.estimate, se = slope.se, t = slope.t, p = slope.p,
    r2 = fit.r2, sigma_since = stats.sd(x, {population = true}),
    sigma = stats.sd(y, {population = true}), verdict = verdict(beta)}
end

local function records_of(m, a, b, years)
  local records = {record_of(m.name, a, b, years)}
  if m.rate and m.high and m.low == 0 then
    records[#records + 1] = logit_record(a, b, years, m.high)
    local function rest(x)
      return x < m.high and m.high - x or nil
    end
    local x, y = map(a, rest), map(b, rest)
    if x and y then
      records[#records + 1] = record_of(string.format("%g less it", m.high), x, y, years)
    end
  end
  return records
end

-- The regions that have a value in every period listed, as lists in one order.
local function balanced(p, m, dates)
  local at, names, lists = {}, {}, {}
  for k, text in ipairs(dates) do
    at[k] = panel.by_region(p, text)
  end
  for _, i in ipairs(panel.rows(p, dates[1])) do
    local name, whole = panel.name(p, i), true
    for k = 1, #dates do
      local row = at[k][name]
      whole = whole and row ~= nil and m.values[row] ~= nil
    end
    if whole then
      names[#names + 1] = name
    end
  end
  for k = 1, #dates do
    lists[k] = map(names, function(name)
      return m.values[at[k][name]]
    end)
  end
  return lists, #names
end

-- The dispersion of every period among the regions that have all of them.
local function sigma_part(p, m, since, period)
  local dates = {}
  for _, date in ipairs(p.dates) do
    if date.time >= time(since) and date.time <= time(period) then
      dates[#dates + 1] = date.text
    end
  end
  local lists, n = balanced(p, m, dates)
  if n < 2 then
    return nil
  end
  local records = {}
  for k, text in ipairs(dates) do
    local logs = map(lists[k], function(x)
      return x > 0 and math.log(x) or nil
    end)
    records[k] = {
      period = text, n = n, sigma = logs and stats.sd(logs, {population = true}) or nil,
      variation = stats.variation(lists[k]),
      gamma = k > 1 and stats.gamma_convergence{table.unpack(lists, 1, k)} or nil,
    }
  end
  return panel.table(records, {
    {key = "period", unit = ""}, {key = "n", unit = "regions"},
    {key = "sigma", unit = "", title = "sd of logs"},
    {key = "variation", unit = "", title = "Coefficient of variation"},
    {key = "gamma", unit = "", title = "Steadiness of ranks since the first period"},
  })
end

local function columns()
  local list = {{key = "of", unit = "", title = "Of what"}, {key = "since", unit = ""},
    {key = "period", unit = ""}, {key = "years", unit = "years"}, {key = "n", unit = "regions"}}
  for _, key in ipairs({"b", "se", "t", "p", "r2"}) do
    list[#list + 1] = {key = key, unit = (key == "b" or key == "se") and "per year" or ""}
  end
  list[#list + 1] = {key = "speed", unit = "% a year"}
  list[#list + 1] = {key = "speed_se", unit = "% a year"}
  list[#list + 1] = {key = "half_life", unit = "years"}
  for _, key in ipairs({"sigma_since", "sigma", "sigma_t", "sigma_p", "verdict", "remark"}) do
    list[#list + 1] = {key = key, unit = ""}
  end
  return list
end

-- The first period with values, unless one is named.
local function start(p, m, args, period)
  if args.since then
    return panel.since(p, m, period, args.since)
  end
  for _, date in ipairs(p.dates) do
    if date.text ~= period and date.time < time(period) and
      #panel.complete(panel.rows(p, date.text), m) > 0 then
      return date.text
    end
  end
  panel.refuse("%s has values in one period only (%s): there is nothing to converge", m.name,
    period)
end

return {
  api = 1,
  title = "Convergence",
  categories = {"convergence"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region"},
    period = {role = "period"},
  },
  args = {
    {"measure", type = "column",
      help = "what converges (default: penetration, or the first column of numbers)"},
    {"period", type = "period", help = "the last period (default: the latest with values)"},
    {"since", type = "period", help = "the first period (default: the first with values)"},
  },
  examples = {
    {
      title = "the poor grow faster",
      data = [[
region,year,income
A,2000,1
B,2000,2
C,2000,4
D,2000,8
A,2010,4
B,2010,6
C,2010,8
D,2010,12
]],
      args = {measure = "income"},
    },
  },
  references = {
    "Barro and Sala-i-Martin, Journal of Political Economy 100 (1992)",
    "Carree and Klomp, Journal of Applied Econometrics 12 (1997); Boyle and McCarthy (1997)",
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
    local period = panel.period(p, m, args.period)
    local since = start(p, m, args, period)
    local a, b, used, of = both(p, m, since, period)
    panel.count("convergence", m, of, #used)
    local years = panel.years(since, period)
    local records = records_of(m, a, b, years)
    for _, record in ipairs(records) do
      record.since, record.period, record.years = since, period, years
    end
    local point = panel.break_between(m, since, period)
    if point then
      ctx.note("across the break of " .. point.period .. ": " .. (point.note or "declared"))
    end
    ctx.note("b below 0 does not imply that the dispersion falls (Galton's fallacy)" ..
      (#records > 1 and "; a bounded rate shows it near its bound whatever happens" or ""))
    return report{
      title = string.format("Convergence: %s, %s to %s", m.title, since, period),
      table = panel.table(records, columns()),
      sigma = sigma_part(p, m, since, period),
      sources = panel.sources(p, {{m, used}}),
      method = "beta by least squares, logs of a full set of regions (sd divides by n); the " ..
        "test of sigma pairs the regions; the alternative, gamma, looks at ranks only",
    }
  end,
}
