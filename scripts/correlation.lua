--- How two measures go together over the regions, period by period.
--
-- Two columns of numbers: Pearson's r with its interval and p, Spearman's rho and
-- Kendall's tau, which ask for an order only and are the alternative where the
-- relation is no straight line. --log takes the logarithm of x, y or both first:
-- money per head usually needs it.
--
-- A category (region4, say) is nominal: it has no Pearson correlation. Then the
-- correlation ratio eta is shown (eta2: the share of the variance that lies between
-- the groups), with one-way ANOVA and its alternatives: Welch's for unequal spreads,
-- Kruskal-Wallis' H for values far from normal, permutation for small groups.
-- `counts` names the one to go by: Welch where the spreads differ, Kruskal-Wallis
-- where a group has fewer than 5 regions, else ANOVA.
-- Two categories: chi-square and Cramer's V.
--
-- Columns for numbers: period, n; r, low, high, p; rho, rho_p; tau, tau_p; `moved_by`
-- is the region without which r changes most, r_least to r_most the range of r
-- without one region. For categories: period, n, groups; eta, eta2, omega2; f, p;
-- welch_f, welch_p; h, kruskal_p; permutation_p; levene_p; counts.
--
-- Regions are not people: what holds between regions need not hold between persons.
-- Part `panel` (numbers, several periods): all rows pooled, which counts each region
-- once a period and so has no p; `between` the means of the regions; `within` regions,
-- over time. Part `pairs` (categories): differences of the groups in the last period,
-- after Tukey and Kramer, with Dunn's p as the alternative.

local charts = require "charts"
local lineage = require "lineage"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- A column as x or y: numbers, or labels.
local function read(p, name, log)
  local info = p.t:info(name)
  if info.type == "text" or info.type == "boolean" or info.kind == "category" then
    local values = p.t:col(name):totable()
    return {name = info.name, title = info.title or info.name, values = values, nominal = true}
  end
  local m = panel.measure(p, name)
  if log then
    m.told = {title = m.title, values = table.move(m.values, 1, p.n, 1, {})}
    local lost = 0
    for i = 1, p.n do
      local x = m.values[i]
      if x ~= nil then
        m.values[i] = x > 0 and math.log(x) or nil
        lost = lost + (x > 0 and 0 or 1)
      end
    end
    m.title = "log " .. m.title
    if lost > 0 then
      p.ctx.note(string.format("%d values of %s are not positive and have no logarithm", lost,
        m.name))
    end
  end
  return m
end

-- The periods to look at, each with its rows; without periods, all rows.
local function slices(p, args)
  if not p.periods then
    return {{rows = panel.rows(p)}}
  elseif not p.regions then
    local rows = {}
    for i = 1, p.n do
      rows[i] = i
    end
    p.ctx.note("one series over time: what grows goes together, whatever the reason")
    return {{rows = rows, period = p.dates[1] and p.dates[1].text .. " to " ..
      p.dates[#p.dates].text}}
  end
  local list = {}
  local only = args.period and panel.find_period(p, args.period, "period")
  local since = args.since and panel.find_period(p, args.since, "since")
  for _, date in ipairs(p.dates) do
    if (not only or date.text == only) and (not since or date.time >= time(since)) then
      list[#list + 1] = {period = date.text, rows = panel.rows(p, date.text)}
    end
  end
  return list
end

-- The sources of both, over all rows looked at.
local function sources_of(p, list, x, y)
  local rows = {}
  for _, slice in ipairs(list) do
    table.move(slice.rows, 1, #slice.rows, #rows + 1, rows)
  end
  return panel.sources(p, {{x, rows}, {y, rows}})
end

local EXACT = 1e-12 -- what arithmetic leaves of 1 - |r| when the values lie on a line

-- Why cells are empty, or what their figures are not worth.
local function remark_of(r)
  if r.r and 1 - math.abs(r.r) < EXACT then
    return "the values lie on a line: neither p nor interval means anything"
  end
  if r.p and r.low == nil then
    return "no interval: " .. r.reason
  end
  return r.p == nil and r.reason or nil
end

local function number_record(p, x, y, slice, level)
  local rows = panel.complete(slice.rows, x, y)
  local a, b = panel.pick(x, rows), panel.pick(y, rows)
  local options = {level = level}
  local r = stats.pearson(a, b, options)
  local rho, tau = stats.spearman(a, b, options), stats.kendall(a, b, options)
  local record = {
    period = slice.period, n = r.n, r = r.r, low = r.low, high = r.high, p = r.p,
    rho = rho.r, rho_p = rho.p, tau = tau.r, tau_p = tau.p,
    remark = remark_of(r), rows = rows,
  }
  local left = #rows > 3 and stats.leave_one_out(a, b)
  if left and left.most_at then
    record.r_least, record.r_most = left.low, left.high
    record.moved_by = panel.name(p, rows[left.most_at])
  end
  return record
end

local function number_columns(level)
  local percent = string.format("%g %% interval", 100 * level)
  return {
    {key = "period", unit = ""}, {key = "n", unit = "regions"},
    {key = "r", unit = "", title = "Pearson's r"},
    {key = "low", unit = "", title = percent .. " of r, low"},
    {key = "high", unit = "", title = percent .. " of r, high"},
    {key = "p", unit = "", title = "p of r, two-sided"},
    {key = "rho", unit = "", title = "Spearman's rho"},
    {key = "rho_p", unit = "", title = "p of rho"},
    {key = "tau", unit = "", title = "Kendall's tau b"},
    {key = "tau_p", unit = "", title = "p of tau"},
    {key = "moved_by", unit = "", title = "Without which r changes most"},
    {key = "r_least", unit = "", title = "Least r without one region"},
    {key = "r_most", unit = "", title = "Greatest r without one region"},
    {key = "remark", unit = ""},
  }
end

-- Means of every region over its complete rows, and what differs from them.
local function split_variation(p, x, y, rows)
  local sums, order = {}, {}
  for _, i in ipairs(rows) do
    local name = p.regions[i]
    if not sums[name] then
      sums[name] = {x = 0, y = 0, n = 0}
      order[#order + 1] = name
    end
    local s = sums[name]
    s.x, s.y, s.n = s.x + x.values[i], s.y + y.values[i], s.n + 1
  end
  local means_x, means_y, within_x, within_y = {}, {}, {}, {}
  for k, name in ipairs(order) do
    means_x[k], means_y[k] = sums[name].x / sums[name].n, sums[name].y / sums[name].n
  end
  for k, i in ipairs(rows) do
    local s = sums[p.regions[i]]
    within_x[k], within_y[k] = x.values[i] - s.x / s.n, y.values[i] - s.y / s.n
  end
  return {means_x, means_y}, {within_x, within_y}
end

local function panel_part(p, x, y, list)
  local rows = {}
  for _, slice in ipairs(list) do
    local whole = panel.complete(slice.rows, x, y)
    table.move(whole, 1, #whole, #rows + 1, rows)
  end
  if #rows < 3 then
    return nil
  end
  local between, within = split_variation(p, x, y, rows)
  local function record(scope, a, b)
    local r = stats.pearson(a, b)
    return {scope = scope, n = r.n, r = r.r, rows = rows}
  end
  return panel.table({
    record("pooled", panel.pick(x, rows), panel.pick(y, rows)),
    record("between regions", between[1], between[2]),
    record("within regions", within[1], within[2]),
  }, {{key = "scope", unit = ""}, {key = "n", unit = "pairs"}, {key = "r", unit = ""}}, p, {x, y})
end

-- What a row is called beside its point.
local function place(p, i)
  return p.regions and p.regions[i] or p.periods and p.periods[i] or nil
end

-- A value as it was before its logarithm was taken.
local function plain(x, log)
  return log and x ~= nil and panel.tidy(math.exp(x)) or x
end

local function axis(key, m, log)
  return charts.column(key, m, log and m.title:gsub("^log ", "") or m.title)
end

-- The points of the last period that has any, with a straight line.
local function numbers_chart(p, x, y, list, records, sources, args)
  local last, record = nil, records[#records]
  for _, slice in ipairs(list) do
    last = slice.period == record.period and slice or last
  end
  local log, points = {x = args.log == "x" or args.log == "both",
    y = args.log == "y" or args.log == "both"}, {}
  for k, i in ipairs(last.rows) do
    points[k] = {region = place(p, i), x = plain(x.values[i], log.x),
      y = plain(y.values[i], log.y), row = i}
  end
  local a, b = axis("x", x, log.x), axis("y", y, log.y)
  return charts.scatter{records = points, x = a, y = b, log = log, sources = sources,
    from = function(point)
      return lineage.of(p, {x, y}, {point.row})
    end,
    title = b.title .. " and " .. a.title .. (last.period and ", " .. last.period or ""),
    subtitle = record.r and string.format("r = %.3f", record.r) or nil}
end

local function of_numbers(p, x, y, args)
  local list, records = slices(p, args), {}
  local of, used = 0, 0
  for _, slice in ipairs(list) do
    local record = number_record(p, x, y, slice, args.level)
    of, used = of + #slice.rows, used + record.n
    if record.n > 0 then
      records[#records + 1] = record
    end
  end
  panel.count("correlation", {name = x.name .. ", " .. y.name}, of, used)
  if #records == 0 then
    panel.refuse("%s and %s have no value in common", x.name, y.name)
  end
  local sources = sources_of(p, list, x, y)
  return {
    title = y.title .. " and " .. x.title,
    table = panel.table(records, number_columns(args.level), p, {x, y}),
    sources = sources,
    chart = numbers_chart(p, x, y, list, records, sources, args),
    panel = p.regions and #records > 1 and panel_part(p, x, y, list) or nil,
    method = "two-sided p; intervals of r by Fisher's z. r assumes a straight line that no " ..
      "single region decides: check r_least to r_most. The alternatives, rho and tau, assume " ..
      "an order only",
  }
end

-- Values and labels of the complete rows, side by side.
local function grouped(y, groups, slice)
  local rows = panel.complete(slice.rows, y, groups)
  return panel.pick(y, rows), panel.pick(groups, rows), rows
end

-- Group sizes and spreads: which test is to be gone by.
local function headline(values, labels, levene_p)
  local least, low, high = math.huge, math.huge, 0
  for _, group in ipairs(stats.describe_groups(values, labels)) do
    least = math.min(least, group.n)
    if group.sd then
      low, high = math.min(low, group.sd), math.max(high, group.sd)
    end
  end
  if least < 5 then
    return "Kruskal-Wallis", true
  elseif (levene_p and levene_p < 0.05) or (low > 0 and high / low > 2) then
    return "Welch", false
  end
  return "ANOVA", false
end

local function group_record(y, groups, slice, ctx)
  local values, labels, rows = grouped(y, groups, slice)
  local a = stats.anova(values, labels)
  local welch, kw = stats.welch_anova(values, labels), stats.kruskal_wallis(values, labels)
  local levene = stats.levene(values, labels)
  local counts, small = headline(values, labels, levene.p)
  return {
    period = slice.period, rows = rows, n = a.n, groups = a.groups, eta = a.eta, eta2 = a.eta2,
    omega2 = a.omega2, f = a.f, p = a.p, welch_f = welch.f, welch_p = welch.p,
    h = kw.h, kruskal_p = kw.p, levene_p = levene.p,
    permutation_p = small and a.eta2 and
      stats.eta2_permutation(values, labels, {permutations = 9999, seed = ctx.seed}) or nil,
    counts = a.p and counts or nil, remark = a.eta == nil and a.reason or nil,
  }, small
end

local function group_columns()
  return {
    {key = "period", unit = ""}, {key = "n", unit = "regions"}, {key = "groups", unit = "groups"},
    {key = "eta", unit = "", title = "Correlation ratio"},
    {key = "eta2", unit = "", title = "Share of the variance between groups"},
    {key = "omega2", unit = "", title = "The same, corrected for chance"},
    {key = "f", unit = "", title = "F of the analysis of variance"},
    {key = "p", unit = "", title = "p of F"},
    {key = "welch_f", unit = "", title = "Welch's F"}, {key = "welch_p", unit = ""},
    {key = "h", unit = "", title = "H of Kruskal and Wallis"}, {key = "kruskal_p", unit = ""},
    {key = "permutation_p", unit = "", title = "p of eta2 by permutation"},
    {key = "levene_p", unit = "", title = "p of Levene's test of equal spreads"},
    {key = "counts", unit = "", title = "The test to go by"}, {key = "remark", unit = ""},
  }
end

-- Differences of the groups in the last slice.
local function pairs_part(p, y, groups, slice)
  local values, labels, rows = grouped(y, groups, slice)
  local tukey, dunn, records = stats.tukey(values, labels), stats.dunn(values, labels), {}
  for k, pair in ipairs(tukey) do
    records[k] = {
      first = tostring(pair.first), second = tostring(pair.second), difference = pair.difference,
      rows = rows,
      low = pair.low, high = pair.high, p = pair.p, dunn_p = dunn[k].p_adjusted,
    }
  end
  return panel.table(records, {
    {key = "first", unit = ""}, {key = "second", unit = ""},
    {key = "difference", unit = y.change_unit, title = "Second minus first"},
    {key = "low", unit = y.change_unit}, {key = "high", unit = y.change_unit},
    {key = "p", unit = "", title = "p after Tukey and Kramer"},
    {key = "dunn_p", unit = "", title = "p after Dunn and Holm"},
  }, p, {y})
end

-- The values of the last period that has any, by group.
local function groups_chart(p, y, groups, slice, sources)
  local points = {}
  for _, i in ipairs(slice.rows) do
    local group = groups.values[i]
    points[#points + 1] = group ~= nil and {group = tostring(group), region = place(p, i),
      value = y.values[i], row = i} or nil
  end
  return charts.groups{records = points, group = {key = "group", title = groups.title},
    value = charts.column("value", y), sources = sources,
    from = function(point)
      return lineage.of(p, {y}, {point.row})
    end,
    title = y.title .. " by " .. groups.name .. (slice.period and ", " .. slice.period or "")}
end

local function of_groups(p, y, groups, args)
  p.ctx.note(groups.name .. " is nominal and has no Pearson correlation; shown is the " ..
    "correlation ratio")
  local list, records, last = slices(p, args), {}, nil
  local of, used, small = 0, 0, false
  for _, slice in ipairs(list) do
    local record, few = group_record(y, groups, slice, p.ctx)
    of, used, small = of + #slice.rows, used + record.n, small or few
    if record.n > 0 then
      records[#records + 1], last = record, slice
    end
  end
  panel.count("correlation", {name = groups.name .. ", " .. y.name}, of, used)
  if #records == 0 then
    panel.refuse("%s and %s have no value in common", groups.name, y.name)
  end
  local sources = sources_of(p, list, groups, y)
  return {
    title = y.title .. " by " .. groups.name,
    table = panel.table(records, group_columns(), p, {y}),
    chart = groups_chart(p, y, groups, last, sources),
    pairs = pairs_part(p, y, groups, last), sources = sources,
    method = "ANOVA assumes equal spreads (levene_p below 0.05 speaks against) and values not " ..
      "far from normal; the alternatives are Welch and Kruskal-Wallis. The regions are all " ..
      "there are, so p is as if they could have been others" ..
      (small and "; permutation p of 9999 shuffles" or ""),
  }
end

-- Counts of one category against another.
local function counts_of(x, y, rows)
  local row_of, column_of, rows_n, columns_n, counts = {}, {}, 0, 0, {}
  for _, i in ipairs(rows) do
    local a, b = x.values[i], y.values[i]
    if not row_of[a] then
      rows_n = rows_n + 1
      row_of[a], counts[rows_n] = rows_n, {}
    end
    if not column_of[b] then
      columns_n = columns_n + 1
      column_of[b] = columns_n
    end
    local line, k = counts[row_of[a]], column_of[b]
    line[k] = (line[k] or 0) + 1
  end
  for _, line in ipairs(counts) do
    for k = 1, columns_n do
      line[k] = line[k] or 0
    end
  end
  return counts
end

local function of_categories(p, x, y, args)
  local records, chart = {}, nil
  for _, slice in ipairs(slices(p, args)) do
    local rows = panel.complete(slice.rows, x, y)
    if #rows > 0 then
      local c = stats.chi_square(counts_of(x, y, rows))
      records[#records + 1] = {
        period = slice.period, n = #rows, cramer_v = c.cramer_v, chi2 = c.chi2, df = c.df,
        p = c.p, least_expected = c.least_expected, remark = c.reason,
      }
      chart = charts.counts{x = panel.pick(x, rows), y = panel.pick(y, rows), x_title = x.title,
        y_title = y.title, title = x.name .. " and " .. y.name .. (slice.period and ", " ..
          slice.period or "")}
    end
  end
  if #records == 0 then
    panel.refuse("%s and %s have no value in common", x.name, y.name)
  end
  return {
    title = x.name .. " and " .. y.name, chart = chart,
    table = panel.table(records, {
      {key = "period", unit = ""}, {key = "n", unit = "regions"},
      {key = "cramer_v", unit = "", title = "Cramer's V"}, {key = "chi2", unit = ""},
      {key = "df", unit = ""}, {key = "p", unit = ""},
      {key = "least_expected", unit = "regions", title = "Least expected count"},
      {key = "remark", unit = ""},
    }),
    method = "both are nominal: chi-square without continuity correction; its p is rough where " ..
      "least_expected is below 5. The alternative is to join groups",
  }
end

return {
  api = 1,
  title = "Correlation",
  categories = {"correlation"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", optional = true},
    period = {role = "period", optional = true},
  },
  args = {
    {"x", type = "column", help = "a measure or a category (default: gdp_per_capita)"},
    {"y", type = "column", help = "a measure (default: penetration)"},
    {"log", type = "enum", values = {"none", "x", "y", "both"}, default = "none",
      help = "take logarithms of"},
    {"period", type = "period", help = "this period only (default: each)"},
    {"since", type = "period", help = "from this period on"},
    {"level", type = "number", min = 0.5, max = 0.999, default = 0.95, help = "of the intervals"},
  },
  examples = {
    {
      title = "five regions",
      data = [[
region,income,share
A,1,2
B,2,4
C,3,5
D,4,4
E,5,6
]],
      args = {x = "income", y = "share"},
      expect = [[
period,n,r,low,high,p,rho,rho_p,tau,tau_p,moved_by,r_least,r_most,remark
,5,0.8528028654224418,-0.11899628946304386,0.990110676018386,0.06627560274152422,]] ..
        [[0.8207826816681233,0.08858700531354385,0.7378647873726218,0.07697417298126677,A,]] ..
        [[0.674199862463242,0.9428571428571428,
]],
    },
  },
  references = {
    "Bonett and Wright, Psychometrika 65 (2000): interval of Spearman's rho",
    "Welch, Biometrika 38 (1951); Kruskal and Wallis, JASA 47 (1952); Dunn, Technometrics 6 (1964)",
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local x_name = args.x or panel.default_measure(p, {"gdp_per_capita"}, args.y)
    local y_name = args.y or panel.default_measure(p, {"penetration"}, x_name)
    if x_name == y_name then
      panel.misuse("x and y are the same column, %s; --x and --y name two", x_name)
    end
    local x = read(p, x_name, args.log == "x" or args.log == "both")
    local y = read(p, y_name, args.log == "y" or args.log == "both")
    if x.nominal and y.nominal then
      return report(of_categories(p, x, y, args))
    elseif x.nominal then
      return report(of_groups(p, y, x, args))
    elseif y.nominal then
      return report(of_groups(p, x, y, args))
    end
    return report(of_numbers(p, x, y, args))
  end,
}
