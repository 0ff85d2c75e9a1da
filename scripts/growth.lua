--- Growth of a measure: absolute, in per cent, per year, and who contributed.
--
-- Data of regions and periods is compared between two periods, one row a region
-- and a last row for all of them. Data of periods alone, or one region (--region),
-- gives one row a period, each compared with the period before and with the same
-- period of the year before. Several measures (--measure a,b) make several parts.
--
-- Every change is between two dates, and annual growth is taken from them:
-- (x2 / x1) ^ (1 / years) - 1. A rate in % changes by percentage points (pp) first,
-- by per cent of itself second. Per cent of nothing is left empty and called new.
--
-- Columns: who or when; `since`; the measure and its value then (`base`); `years`
-- between; `change` and `change_rounding` (the computed change is right give or
-- take this much, because figures are published rounded); `percent`; `per_year`.
-- Two periods: `contribution` to the growth of the total (pp) and `share` of it
-- (%), for measures that add up; `gap_closed` (% of the distance to the upper
-- bound), for rates that have one. One row a period: `year_since`, `year_change`
-- and `year_percent`, and, where the source itself reports a change, `reported`
-- beside the computed one with its own base, `reported_since`. `flags` says what
-- to be careful about.

local charts = require "charts"
local format = require "format"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- How a difference of figures that stand for x +- r/2 each may be off.
local function change_rounding(m, i, j)
  local a, b = m.rounding[i], m.rounding[j]
  if not (a and b) then
    return nil
  end
  return panel.tidy((a + b) / 2)
end

-- Growth from `from` to `to` in % and in % a year; flags what is undefined.
local function relative(from, to, years, flags)
  if from == 0 then
    flags[#flags + 1] = to == 0 and "none then or now" or "new"
    return nil
  elseif from < 0 or to < 0 then
    flags[#flags + 1] = "negative values have no growth in %"
    return nil
  end
  local per_year
  if years and years > 0 then
    per_year = panel.tidy(100 * ((to / from) ^ (1 / years) - 1))
  end
  return panel.percent(to - from, from), per_year
end

local function flag_break(m, since, period, flags, i)
  local point = since and period and panel.break_between(m, since, period, i)
  if point then
    flags[#flags + 1] = "across the break of " .. point.period
  end
end

-- The comparison of row i with row j of a measure.
local function compare(p, m, i, j, flags)
  local from, to = m.values[j], m.values[i]
  local since, period = p.periods[j], p.periods[i]
  local years = panel.years(since, period)
  local percent, per_year = relative(from, to, years, flags)
  flag_break(m, since, period, flags, i)
  local record = {
    since = since, base = from, value = to, years = years,
    change = panel.minus(to, from), change_rounding = change_rounding(m, i, j),
    percent = percent, per_year = per_year, rows = {i, j},
  }
  if m.rate and m.high and from < m.high then
    record.gap_closed = panel.percent(to - from, m.high - from)
  end
  return record
end

-- Sum of a measure that adds up, weighted mean of one that does not, over the
-- rows given; nil when it has no meaning.
local function total_of(m, weights, rows)
  if m.additive ~= false and not m.rate then
    return stats.sum(panel.pick(m, rows))
  end
  if not weights then
    return nil
  end
  local whole = panel.complete(rows, weights)
  if #whole < #rows then
    return nil
  end
  return (stats.weighted_mean(panel.pick(m, rows), panel.pick(weights, rows)))
end

local function flagged(record, flags)
  record.flags = #flags > 0 and table.concat(flags, "; ") or nil
  return record
end

local function total_record(m, weights, pairs_of, since, period)
  local then_rows, now_rows = {}, {}
  for k, pair in ipairs(pairs_of) do
    now_rows[k], then_rows[k] = pair[1], pair[2]
  end
  local from, to = total_of(m, weights, then_rows), total_of(m, weights, now_rows)
  if from == nil or to == nil then
    return nil
  end
  local flags, years = {}, panel.years(since, period)
  local percent, per_year = relative(from, to, years, flags)
  flag_break(m, since, period, flags)
  return flagged({
    region = string.format("all %d", #pairs_of), since = since, base = from, value = to,
    years = years, change = panel.minus(to, from), percent = percent, per_year = per_year,
    rows = table.move(then_rows, 1, #then_rows, #now_rows + 1, now_rows),
  }, flags)
end

local TINY = 0.01 -- of the total: below this a share of its growth says nothing

local function add_contributions(records, total)
  for _, record in ipairs(records) do
    record.contribution = panel.percent(record.change, total.base)
    if math.abs(total.change) >= TINY * math.abs(total.base) then
      record.share = panel.percent(record.change, total.change)
    end
  end
  total.contribution = total.percent
  total.share = total.change ~= 0 and 100.0 or nil
end

local function by_change(a, b)
  if a.change ~= b.change then
    return a.change > b.change
  end
  return a.place < b.place
end

local function figure_columns(m)
  return {
    {key = "since", unit = "", title = "Compared with"},
    {key = "base", unit = m.unit, kind = m.kind, title = m.title .. " then",
      rounding = m.precision},
    panel.what(m),
    {key = "years", unit = "years", title = "Years between"},
    {key = "change", unit = m.change_unit, title = "Change", rounding = m.precision},
    {key = "change_rounding", unit = m.change_unit,
      title = "What rounding may hide, give or take"},
    {key = "percent", unit = "%", title = "Change in per cent"},
    {key = "per_year", unit = "%", title = "Growth a year"},
  }
end

local function pair_columns(p, m, contributions)
  local columns = figure_columns(m)
  table.insert(columns, 1, panel.who(p))
  if contributions then
    columns[#columns + 1] = {key = "contribution", unit = "pp",
      title = "Contribution to the growth of the total"}
    columns[#columns + 1] = {key = "share", unit = "%", title = "Share of the change of the total"}
  end
  if m.rate and m.high then
    columns[#columns + 1] = {key = "gap_closed", unit = "%",
      title = "Part of the distance to the upper bound that was closed"}
  end
  columns[#columns + 1] = {key = "flags", unit = "", title = "Be careful"}
  return columns
end

-- Bars of the growth a year of a quantity, of the change of a rate.
local function between_chart(p, m, records, total, title, sources)
  local value = {key = "per_year", title = "Growth a year", unit = "%"}
  local any = #charts.data(records, {value}, {"per_year"}) > 0
  if m.rate or not any then
    value = {key = "change", title = "Change", unit = m.change_unit, rounding = m.precision}
  end
  local rule = not m.rate and total and total[value.key] or nil
  return charts.bars{records = records, who = panel.who(p), value = value, sort = "-x",
    title = title .. ": " .. value.title:lower(), rule = rule, sources = sources,
    rule_says = rule and string.format("dashed: %s together, %s", total.region,
      format.with_unit(rule, value.unit, 1))}
end

-- Regions between two periods.
local function between(p, m, args)
  local period = panel.period(p, m, args.period)
  local since = panel.since(p, m, period, args.since)
  if not since then
    panel.refuse("%s has values in one period only (%s): there is no growth to tell", m.name,
      period)
  end
  local list, lacking = panel.matched(p, m, since, period)
  panel.count("growth", m, #list + #lacking, #list)
  if #lacking > 0 then
    p.ctx.note(string.format("%s: no value in %s or in %s: %s", m.name, since, period,
      panel.some(lacking)))
  end
  local records = {}
  m.used = {}
  for k, pair in ipairs(list) do
    local flags = {}
    m.used[k] = pair[1]
    local record = compare(p, m, pair[1], pair[2], flags)
    record.region, record.place = panel.name(p, pair[1]), k
    records[k] = flagged(record, flags)
  end
  local total = #list > 0 and
    total_record(m, panel.weights(p, m, args.weights), list, since, period) or nil
  local contributions = total ~= nil and m.additive ~= false and not m.rate
  if contributions then
    add_contributions(records, total)
    if m.additive == nil then
      p.ctx.note("nothing is known of " .. m.name .. "; taken as a quantity that adds up")
    end
  end
  table.sort(records, by_change)
  if args.top and args.top < #records then
    p.ctx.note(string.format("%s: first %d of %d", m.name, args.top, #records))
    records = {table.unpack(records, 1, args.top)}
  end
  local title = m.title .. ", " .. since .. " to " .. period
  local chart = between_chart(p, m, records, total, title, panel.sources(p, {{m, m.used}}))
  records[#records + 1] = total
  return {name = m.name, title = title,
    table = panel.table(records, pair_columns(p, m, contributions), p, {m})}, chart
end

-- What the source itself says of the change in this row.
local function add_reported(p, m, record, i)
  if m.reported == nil then
    m.reported = p.t:has(m.name .. "_change") and
      p.t:col(m.name .. "_change"):totable() or false
    m.reported_base = p.t:has(m.name .. "_change_base") and
      p.t:col(m.name .. "_change_base"):totable() or {}
  end
  if m.reported then
    record.reported, record.reported_since = m.reported[i], m.reported_base[i]
  end
end

-- The row of a period among `rows`, or nil.
local function row_at(p, m, rows, period)
  for _, i in ipairs(rows) do
    if p.periods[i] == period and m.values[i] ~= nil then
      return i
    end
  end
end

-- The period of the series before `period` by `years` (nil: the last before).
local function earlier(p, m, rows, period, years)
  local found
  for _, i in ipairs(rows) do
    if m.values[i] ~= nil then
      local gone = panel.years(p.periods[i], period)
      if years and math.abs(gone - years) < 1e-6 then
        return i
      elseif not years and gone > 0 and
        (found == nil or gone < panel.years(p.periods[found], period)) then
        found = i
      end
    end
  end
  return found
end

local function series_record(p, m, rows, i, since)
  local period, flags = p.periods[i], {}
  local j = since or earlier(p, m, rows, period)
  local record = j and compare(p, m, i, j, flags) or {value = m.values[i], rows = {i}}
  record.period = period
  local year = earlier(p, m, rows, period, 1)
  if year then
    record.year_since = p.periods[year]
    record.year_change = panel.minus(m.values[i], m.values[year])
    record.year_percent = relative(m.values[year], m.values[i], nil, {})
  end
  add_reported(p, m, record, i)
  return flagged(record, flags)
end

local function series_columns(p, m)
  local columns = figure_columns(m)
  table.insert(columns, 1, {key = "period", name = p.period_header, unit = "", title = "When"})
  columns[#columns + 1] = {key = "year_since", unit = "", title = "A year before"}
  columns[#columns + 1] = {key = "year_change", unit = m.change_unit, rounding = m.precision,
    title = "Change on the year before"}
  columns[#columns + 1] = {key = "year_percent", unit = "%", title = "The same in per cent"}
  if m.reported then
    columns[#columns + 1] = {key = "reported", unit = m.change_unit,
      title = "Change as the source reports it"}
    columns[#columns + 1] = {key = "reported_since", unit = "",
      title = "What the source compares with"}
  end
  columns[#columns + 1] = {key = "flags", unit = "", title = "Be careful"}
  return columns
end

-- The rows of one series, by date.
local function series_rows(p, region)
  local rows, seen = {}, {}
  for i = 1, p.n do
    if p.periods[i] ~= nil and (region == nil or p.regions[i] == region) then
      if seen[p.periods[i]] then
        panel.refuse("%s has more than one row; --where keeps those that are meant",
          p.periods[i])
      end
      seen[p.periods[i]] = true
      rows[#rows + 1] = i
    end
  end
  table.sort(rows, function(a, b)
    local x, y = time(p.periods[a]), time(p.periods[b])
    if x ~= y then
      return x < y
    end
    return a < b
  end)
  return rows
end

-- One series over time.
local function over_time(p, m, args)
  local rows = series_rows(p, args.region)
  local whole = panel.complete(rows, m)
  panel.count("growth", m, #rows, #whole)
  local only = args.period and panel.find_period(p, args.period, "period")
  local since = args.since and row_at(p, m, whole, panel.find_period(p, args.since, "since"))
  if args.since and not since then
    panel.misuse("--since %s: %s has no value then", args.since, m.name)
  end
  local records = {}
  m.used = {}
  for _, i in ipairs(whole) do
    local after = not since or panel.years(p.periods[since], p.periods[i]) > 0
    if after and (not only or p.periods[i] == only) then
      records[#records + 1] = series_record(p, m, whole, i, since)
      m.used[#m.used + 1] = i
    end
  end
  if #records == 0 then
    panel.refuse("%s has no value%s", m.name, only and " in " .. only or "")
  end
  if args.top and args.top < #records then
    p.ctx.note(string.format("%s: last %d of %d", m.name, args.top, #records))
    records = {table.unpack(records, #records - args.top + 1)}
  end
  local title = args.region and m.title .. ", " .. args.region or m.title
  return {name = m.name, title = title,
    table = panel.table(records, series_columns(p, m), p, {m})},
    charts.series{records = records, m = m, value = charts.column("value", m), title = title,
      row = m.used[1], sources = panel.sources(p, {{m, m.used}})}
end

local function default_measures(p)
  local list = {}
  for _, name in ipairs({"users", "penetration"}) do
    if p.t:has(name) then
      list[#list + 1] = name
    end
  end
  return #list > 0 and list or {panel.default_measure(p, {})}
end

return {
  api = 1,
  title = "Growth",
  categories = {"growth"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", optional = true},
    period = {role = "period", help = "when"},
  },
  args = {
    {"measure", type = "columns",
      help = "what grows (default: users and penetration, or the first column of numbers)"},
    {"region", type = "region", help = "one region over time"},
    {"period", type = "period", help = "the later period (default: the latest with values)"},
    {"since", type = "period",
      help = "compare with this period (default: the year before; over time: the period before)"},
    {"weights", type = "column",
      help = "weights of a rate in the last row (default: what the data says)"},
    {"top", type = "integer", min = 1,
      help = "regions, or the last periods, to show (default: all)"},
  },
  examples = {
    {
      title = "two regions, and their sum",
      data = [[
region,year,users
North,2014,100
South,2014,300
North,2016,144
South,2016,300
]],
      args = {since = "2014"},
      expect = [[
region,since,base,users,years,change,change_rounding,percent,per_year,contribution,share,flags
North,2014,100,144,2,44,,44,20,11,100,
South,2014,300,300,2,0,,0,0,0,0,
all 2,2014,400,444,2,44,,11,5.35653752853,11,100,
]],
    },
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local parts, used = {title = "Growth"}, {}
    for k, name in ipairs(args.measure or default_measures(p)) do
      local m = panel.measure(p, name)
      local look = (p.regions and not args.region) and between or over_time
      local part, chart = look(p, m, args)
      parts[#parts + 1] = part
      parts[#parts + 1] = chart and {name = m.name .. "_chart", chart = chart}
      used[k] = {m, m.used}
    end
    parts.method = "change_rounding is half the sum of the published precisions; per_year is " ..
      "(x2 / x1) ^ (1 / years) - 1 with years from the dates"
    parts.sources = panel.sources(p, used)
    return report(parts)
  end,
}
