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
-- speed, speed_se (% a year); half_life; sigma_since, sigma, sigma_t, sigma_p; verdict;
-- remark (why a cell is empty). Part `sigma` has the dispersion of every period, with
-- gamma since the first.

local charts = require "charts"
local lineage = require "lineage"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- The values of the regions that have one at both ends, in one order, and their
-- rows; the run says who is left out.
local function both(p, m, since, period)
  local list, lacking = panel.matched(p, m, since, period)
  local a, b, used = {}, {}, {}
  for k, pair in ipairs(list) do
    a[k], b[k], used[k] = m.values[pair[2]], m.values[pair[1]], pair[1]
  end
  panel.count("convergence", m, #list + #lacking, #list)
  if #lacking > 0 then
    p.ctx.note(string.format("%s: no value in %s or in %s: %s", m.name, since, period,
      panel.some(lacking)))
  end
  return a, b, used
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

local EXACT = 1e-12 -- a slope below this is what arithmetic leaves of 0

local function verdict(beta, sigma)
  if not beta.b then
    return beta.reason
  end
  local parts = {}
  if beta.n < 3 then
    parts[1] = "two regions lie on a line whatever happens"
  elseif beta.p and beta.p >= 0.05 or math.abs(beta.b) < EXACT then
    parts[1] = "no clear difference in growth"
  else -- without p the fit is exact
    parts[1] = beta.b < 0 and "those behind grow faster" or "those ahead grow faster"
  end
  if sigma and sigma.p then
    parts[2] = sigma.p < 0.05 and (sigma.t > 0 and "the dispersion falls" or
      "the dispersion rises") or "no clear change of the dispersion"
  end
  return table.concat(parts, "; ")
end

-- Why cells of a record are empty, or nil.
local function remark_of(beta, sigma)
  local parts = {}
  if beta.b and beta.reason then
    parts[1] = beta.reason
  end
  if sigma.t and not panel.finite(sigma.t) then
    parts[#parts + 1] = "logs of start and end lie on a line: sigma_t has no bound"
  elseif beta.b and not sigma.p and sigma.reason then
    parts[#parts + 1] = "sigma: " .. sigma.reason
  end
  return #parts > 0 and table.concat(parts, "; ") or nil
end

local function record_of(of, a, b, years)
  local beta, sigma = stats.beta_convergence(a, b, years), stats.sigma_convergence(a, b)
  return {
    of = of, n = beta.n, b = beta.b, se = beta.se, t = beta.t, p = beta.p, r2 = beta.r2,
    speed = beta.lambda and 100 * beta.lambda, half_life = beta.half_life,
    speed_se = beta.lambda and beta.lambda_se and 100 * beta.lambda_se,
    sigma_since = sigma.first, sigma = sigma.last, sigma_p = sigma.p,
    verdict = verdict(beta, sigma),
    sigma_t = sigma.t and panel.finite(sigma.t) and sigma.t or nil,
    remark = remark_of(beta, sigma),
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
  local beta = {n = #x, b = slope.estimate, p = slope.p}
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

-- Logs need values above 0: says which regions have none.
local function note_not_positive(p, m, a, b, used)
  local names = {}
  for k, i in ipairs(used) do
    if a[k] <= 0 or b[k] <= 0 then
      names[#names + 1] = panel.name(p, i)
    end
  end
  if #names > 0 then
    p.ctx.note(string.format("%s is not above 0 at the start or the end in %s: no logs; " ..
      "--since, --period and --where choose others", m.name, panel.some(names)))
  end
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
      period = text, n = n, rows = panel.complete(panel.rows(p, text), m),
      sigma = logs and stats.sd(logs, {population = true}) or nil,
      variation = stats.variation(lists[k]),
      gamma = k > 1 and stats.gamma_convergence{table.unpack(lists, 1, k)} or nil,
    }
  end
  return panel.table(records, {
    {key = "period", unit = ""}, {key = "n", unit = "regions"},
    {key = "sigma", unit = "", title = "sd of logs"},
    {key = "variation", unit = "", title = "Coefficient of variation"},
    {key = "gamma", unit = "", title = "Steadiness of ranks since the first period"},
  }, p, {m})
end

-- Growth a year against where each region started.
local function chart(p, m, a, b, used, years, title, sources)
  local list = {}
  for k, i in ipairs(used) do
    local grows = a[k] > 0 and b[k] > 0
    list[k] = {region = panel.name(p, i), x = a[k],
      row = i, y = grows and panel.tidy(100 * math.log(b[k] / a[k]) / years) or nil}
  end
  return charts.scatter{records = list, title = title, x = charts.column("x", m, m.title ..
    " at the start"), y = {key = "y", title = "Growth a year, by logarithms", unit = "%"},
    log = {x = true}, sources = sources, from = function(point)
      return lineage.of(p, {m}, {point.row})
    end}
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
      expect = [[
of,since,period,years,n,b,se,t,p,r2,speed,speed_se,half_life,sigma_since,sigma,]] ..
        [[sigma_t,sigma_p,verdict,remark
income,2000,2010,10,4,-0.04830074998557688,0.002403102416259863,-20.099330623099757,]] ..
        [[0.0024661978350789537,0.9950736864616039,6.597269110697768,0.4648234579011189,]] ..
        [[10.506577326608916,0.7749621070721792,0.40151431101872537,15.221235882418105,]] ..
        [[0.004288441476438254,"those behind grow faster; the dispersion falls",
]],
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
    local a, b, used = both(p, m, since, period)
    note_not_positive(p, m, a, b, used)
    local years = panel.years(since, period)
    local records = records_of(m, a, b, years)
    local rows = panel.ends(p, m, since, period)
    for _, record in ipairs(records) do
      record.rows = rows
      record.since, record.period, record.years = since, period, years
    end
    local point = panel.break_between(m, since, period)
    if point then
      ctx.note("across the break of " .. point.period .. ": " .. (point.note or "declared"))
    end
    ctx.note("b below 0 does not imply that the dispersion falls (Galton's fallacy)" ..
      (#records > 1 and "; a bounded rate shows it near its bound whatever happens" or ""))
    local title = string.format("Convergence: %s, %s to %s", m.title, since, period)
    local sources = panel.sources(p, {{m, used}})
    return report{
      title = title, chart = chart(p, m, a, b, used, years, title, sources), sources = sources,
      table = panel.table(records, columns(), p, {m}),
      sigma = sigma_part(p, m, since, period),
      method = "beta by least squares, logs of a full set of regions (sd divides by n); the " ..
        "test of sigma pairs the regions; the alternative, gamma, looks at ranks only",
    }
  end,
}
