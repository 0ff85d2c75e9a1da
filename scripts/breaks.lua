--- Suspected breaks in series, against those that the data declare.
--
-- A series is looked through step by step. The growth of a step is the change a
-- year: of the logarithm where all figures are positive, in pp for a rate in %, in
-- the unit otherwise. A step is suspected when its growth differs from the median of
-- the steps around it (two on each side, four in all) by more than --threshold robust standard
-- deviations (1.4826 times the median of such differences), and by more than
-- rounding explains. Where there are five regions and more, a step is suspected as
-- well when it differs so from the median of all regions in that step.
--
--   shift     the level moves and stays: a change of definition, or a real jump
--   spike     the next step goes back: one figure out of line
--   apart     in line with its own past, but not with the other regions
--   gap       the figures between are missing (more than 1.5 usual steps)
--   declared  declared by the data, whether it shows or not; where it shows in the
--             one series it concerns, followed by how
--
-- What is suspected is not thereby wrong: it is a step to look at before growth is
-- computed across it. `declared` says that the data know of it.
--
-- Columns: the region (or none); since and period of the step; kind; base and value;
-- change; percent; growth (a year) and `usual`, what it is held against; score, the
-- difference in robust standard deviations; declared, what the data say of it. Part
-- `steps` (one region, or a series without regions): every step with its growth,
-- and in `flags` whether it leads across a declared break.

local charts = require "charts"
local lineage = require "lineage"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

local MOST_LINES = 60  -- that a chart shows
local AROUND = 2       -- steps on each side
local LEAST_STEPS = 5  -- fewer say nothing of what is usual
local LEAST_REGIONS = 5
local NORMAL = 1.4826  -- median absolute deviation to standard deviation
local GAP = 1.5        -- usual steps

-- How growth is measured over the whole table, so that series compare.
local function scale_of(m, rows)
  if m.unit == "%" then
    return "change", "pp"
  end
  for _, i in ipairs(rows) do
    if m.values[i] ~= nil and m.values[i] <= 0 then
      return "change", m.unit
    end
  end
  return "log", "%"
end

-- Growth a year from row j to row i, and what rounding may make of it.
local function growth_of(p, m, scale, j, i)
  local years = panel.years(p.periods[j], p.periods[i])
  local from, to = m.values[j], m.values[i]
  local slack = ((m.rounding[i] or 0) + (m.rounding[j] or 0)) / 2
  if scale == "change" then
    return (to - from) / years, slack / years, years
  end
  return math.log(to / from) / years, slack / math.min(from, to) / years, years
end

-- The steps of one series: neighbours in time that both have figures.
local function steps_of(p, m, scale, rows)
  local steps, last = {}, nil
  for _, i in ipairs(rows) do
    if m.values[i] ~= nil then
      if last then
        local growth, slack, years = growth_of(p, m, scale, last, i)
        steps[#steps + 1] = {from = last, to = i, growth = growth, slack = slack, years = years}
      end
      last = i
    end
  end
  return steps
end

-- Rows of every region (one series without regions) by date.
local function series_of(p, region)
  local order, by_name = {}, {}
  for i = 1, p.n do
    local name = p.regions and p.regions[i] or ""
    local wanted = (not p.regions or p.regions[i] ~= nil) and p.periods[i] ~= nil and
      (region == nil or name == region)
    if wanted and not by_name[name] then
      by_name[name] = {name = p.regions and name or nil, rows = {}}
      order[#order + 1] = by_name[name]
    end
    if wanted then
      table.insert(by_name[name].rows, i)
    end
  end
  for _, series in ipairs(order) do
    table.sort(series.rows, function(a, b)
      return time(p.periods[a]) < time(p.periods[b])
    end)
    for k = 2, #series.rows do
      local a, b = series.rows[k - 1], series.rows[k]
      if time(p.periods[a]) == time(p.periods[b]) then
        panel.refuse("%s has more than one row in %s", series.name or "the series", p.periods[b])
      end
    end
  end
  return order
end

-- Median growth of the steps around step k, as many at the ends of the series.
local function around(steps, k)
  local list = {}
  local first = math.max(1, math.min(k - AROUND, #steps - 2 * AROUND))
  for at = first, math.min(#steps, first + 2 * AROUND) do
    if at ~= k then
      list[#list + 1] = steps[at].growth
    end
  end
  return stats.median(list)
end

-- What the differences in `list` are in robust standard deviations, into
-- step[key]; nothing where half of them are nil apart.
local function add_scores(list, key)
  local sizes = {}
  for k, entry in ipairs(list) do
    sizes[k] = math.abs(entry.difference)
  end
  local spread = #sizes > 0 and NORMAL * stats.median(sizes) or 0
  for _, entry in ipairs(list) do
    local beyond = math.abs(entry.difference) - entry.step.slack
    if spread > 0 then
      entry.step[key] = entry.difference / spread
    elseif beyond > 1e-9 * math.abs(entry.usual) then
      entry.step[key] = entry.difference > 0 and math.huge or -math.huge
    else
      entry.step[key] = 0.0
    end
    entry.step[key .. "_usual"] = entry.usual
    entry.step[key .. "_plain"] = beyond > 1e-9 * math.max(1, math.abs(entry.usual))
  end
end

-- Scores of every step against its own series.
local function score_within(list)
  for _, series in ipairs(list) do
    local entries = {}
    if #series.steps >= LEAST_STEPS then
      for k, step in ipairs(series.steps) do
        local usual = around(series.steps, k)
        entries[k] = {step = step, usual = usual, difference = step.growth - usual}
      end
    end
    add_scores(entries, "within")
  end
end

-- Scores of every step against the same step of the other regions.
local function score_across(p, list)
  local by_step, order = {}, {}
  for _, series in ipairs(list) do
    for _, step in ipairs(series.steps) do
      local key = p.periods[step.from] .. " " .. p.periods[step.to]
      if not by_step[key] then
        by_step[key] = {}
        order[#order + 1] = by_step[key]
      end
      table.insert(by_step[key], step)
    end
  end
  local entries = {}
  for _, steps in ipairs(order) do
    if #steps >= LEAST_REGIONS then
      local growths = {}
      for k, step in ipairs(steps) do
        growths[k] = step.growth
      end
      local usual = stats.median(growths)
      for _, step in ipairs(steps) do
        entries[#entries + 1] = {step = step, usual = usual, difference = step.growth - usual}
      end
    end
  end
  add_scores(entries, "across")
end

-- The commonest step in years, the shortest of several.
local function usual_step(list)
  local counts, best = {}, nil
  for _, series in ipairs(list) do
    for _, step in ipairs(series.steps) do
      local key = string.format("%.4f", step.years)
      counts[key] = (counts[key] or 0) + 1
      if best == nil or counts[key] > counts[best] or
        (counts[key] == counts[best] and tonumber(key) < tonumber(best)) then
        best = key
      end
    end
  end
  return best and tonumber(best)
end

local function is_out(step, key, threshold)
  return step[key] ~= nil and step[key .. "_plain"] and math.abs(step[key]) > threshold
end

-- Whether step k goes back what the one before went.
local function returns(steps, k, threshold)
  local step, before = steps[k], steps[k - 1]
  return before ~= nil and is_out(before, "within", threshold) and
    is_out(step, "within", threshold) and before.within * step.within < 0
end

local function kind_of(steps, k, threshold)
  if is_out(steps[k], "within", threshold) then
    if returns(steps, k, threshold) then
      return nil -- told with the step before
    end
    return steps[k + 1] and returns(steps, k + 1, threshold) and "spike" or "shift"
  end
  return is_out(steps[k], "across", threshold) and "apart" or nil
end

-- As a growth in the unit shown.
local function shown(x, scale)
  if x == nil then
    return nil
  end
  return panel.tidy(scale == "log" and 100 * (math.exp(x) - 1) or x)
end

local function finite(x)
  return x ~= nil and math.abs(x) ~= math.huge and x or nil
end

local function record_of(p, m, scale, series, step, kind)
  local from, to = m.values[step.from], m.values[step.to]
  local point = panel.break_between(m, p.periods[step.from], p.periods[step.to], step.to)
  local key = kind == "apart" and "across" or "within"
  return {
    region = series.name, since = p.periods[step.from], period = p.periods[step.to], kind = kind,
    base = from, value = to, change = panel.minus(to, from),
    percent = from > 0 and 100 * (to - from) / from or nil,
    growth = shown(step.growth, scale), usual = shown(step[key .. "_usual"], scale),
    score = finite(step[key]), step = step, rows = {step.from, step.to},
    declared = point and (point.note or "yes") or nil,
  }
end

-- Suspected steps and gaps of one series.
local function suspect(p, m, scale, series, usual, threshold, records)
  for k, step in ipairs(series.steps) do
    local kind = kind_of(series.steps, k, threshold)
    if kind then
      step.told = true
      records[#records + 1] = record_of(p, m, scale, series, step, kind)
    end
    if usual and step.years > GAP * usual + 1e-6 then
      records[#records + 1] = record_of(p, m, scale, series, step, "gap")
      records[#records].score = nil
    end
  end
end

-- The step of a series that leads across a break, or nil.
local function step_across(p, series, point)
  for _, step in ipairs(series.steps) do
    local at = time(point.period)
    if time(p.periods[step.from]) < at - 1e-6 and at <= time(p.periods[step.to]) + 1e-6 then
      return step
    end
  end
end

-- One row a declared break: that of the series it concerns, or the median of all.
local function declared_record(p, m, scale, list, point)
  local growths, usuals, crossed, told = {}, {}, {}, 0
  for _, series in ipairs(list) do
    local step = step_across(p, series, point)
    if step and panel.break_between(m, p.periods[step.from], p.periods[step.to], step.to) then
      crossed[#crossed + 1] = {series = series, step = step}
      growths[#growths + 1] = step.growth
      usuals[#usuals + 1] = step.within_usual
      told = told + (step.told and 1 or 0)
    end
  end
  if #crossed == 1 then
    local record = record_of(p, m, scale, crossed[1].series, crossed[1].step, "declared")
    record.declared = point.note or "yes"
    return record
  end
  return {
    region = #crossed > 0 and string.format("all %d", #crossed) or nil, period = point.period,
    since = #crossed > 0 and p.periods[crossed[1].step.from] or nil, kind = "declared",
    growth = #growths > 0 and shown(stats.median(growths), scale) or nil,
    usual = #usuals > 0 and shown(stats.median(usuals), scale) or nil,
    declared = (point.note or "yes") .. (#crossed > 0 and
      string.format("; suspected in %d of %d", told, #crossed) or "; no figures on both sides"),
  }
end

-- The suspected records without the step of a declared one, which takes their kind.
local function merge(records, declared)
  local left = {}
  for _, record in ipairs(records) do
    if declared.step ~= nil and record.step == declared.step and record.kind ~= "gap" then
      declared.kind = "declared, " .. record.kind
    else
      left[#left + 1] = record
    end
  end
  return left
end

local function columns(p, m, scale, unit)
  local growth = scale == "log" and "Growth a year" or "Change a year"
  return {
    {key = "region", name = p.region_header, unit = "", kind = "category"},
    {key = "since", unit = ""}, {key = "period", name = p.period_header, unit = ""},
    {key = "kind", unit = ""},
    {key = "base", unit = m.unit, kind = m.kind, title = m.title .. " before",
      rounding = m.precision},
    panel.what(m),
    {key = "change", unit = m.change_unit, title = "Change", rounding = m.precision},
    {key = "percent", unit = "%", title = "Change in per cent"},
    {key = "growth", unit = unit, title = growth},
    {key = "usual", unit = unit, title = growth .. ", usual"},
    {key = "score", unit = "", title = "Difference in robust standard deviations"},
    {key = "declared", unit = "", title = "What the data say of it"},
  }
end

local function steps_part(p, m, scale, unit, series)
  local records = {}
  for k, step in ipairs(series.steps) do
    local record = record_of(p, m, scale, series, step)
    record.flags = record.declared and "across a declared break: " .. record.declared or nil
    records[k] = record
  end
  local list = columns(p, m, scale, unit)
  table.remove(list, 4)
  list[#list] = {key = "flags", unit = "", title = "Be careful"}
  return panel.table(records, list, p, {m})
end

-- The series with what stands out in them; of very many, what stands out most.
local function chart(p, m, scale, list, records, sources)
  local points, suspected = {}, {}
  for _, record in ipairs(records) do
    suspected[#suspected + 1] = record.score ~= nil and {region = record.region,
      period = record.period, kind = record.kind, value = record.value, of = record,
      score = math.abs(record.score), step = (record.region or "") .. ", " .. record.since ..
        " to " .. record.period} or nil
  end
  if #list > MOST_LINES then
    return charts.bars{records = suspected, who = {key = "step", title = "Step"}, sort = "-x",
      value = {key = "score", title = "Robust standard deviations from the usual"},
      title = "Breaks suspected: " .. m.title, sources = sources}
  end
  for _, series in ipairs(list) do
    for _, i in ipairs(series.rows) do
      points[#points + 1] = {period = p.periods[i], value = m.values[i], region = series.name,
        row = i}
    end
  end
  local marks = {mark = {type = "point", color = "vermillion", size = 90}, encoding =
    {x = "period", y = "value", tooltip = {"region", "period", "kind", "value"}},
    data = charts.data(suspected, {{key = "region", title = "Region"},
      {key = "period", title = "Period"}, {key = "kind", title = "Kind"},
      charts.column("value", m)}, {"value"})}
  return charts.series{records = points, m = m, value = charts.column("value", m),
    title = "Breaks: " .. m.title, log = scale == "log", sources = sources,
    more = #marks.data > 0 and {marks} or nil, from = function(point)
      return lineage.of(p, {m}, {point.row})
    end,
    subtitle = #marks.data > 0 and "large dots: after a step that stands out" or nil}
end

-- The series between --since and --period, and all their rows.
local function limited(p, m, args)
  local from = args.since and time(panel.find_period(p, args.since, "since"))
  local to = args.period and time(panel.find_period(p, args.period, "period"))
  local list, all = series_of(p, args.region), {}
  for _, series in ipairs(list) do
    local kept = {}
    for _, i in ipairs(series.rows) do
      local at = time(p.periods[i])
      if (not from or at >= from) and (not to or at <= to) then
        kept[#kept + 1], all[#all + 1] = i, i
      end
    end
    series.rows = kept
  end
  panel.count("breaks", m, #all, #panel.complete(all, m))
  return list, all
end

-- The `top` records with the greatest scores; those without one come last.
local function most_striking(records, top)
  table.sort(records, function(a, b)
    return math.abs(a.score or 0) > math.abs(b.score or 0)
  end)
  return {table.unpack(records, 1, math.min(top, #records))}
end

-- Declared breaks, then what is suspected, and how many of each.
local function find(p, m, scale, list, args)
  local suspected, records, usual = {}, {}, usual_step(list)
  score_within(list)
  score_across(p, list)
  for _, series in ipairs(list) do
    suspect(p, m, scale, series, usual, args.threshold, suspected)
  end
  for k, point in ipairs(m.breaks) do
    records[k] = declared_record(p, m, scale, list, point)
    suspected = merge(suspected, records[k])
  end
  local count = #suspected
  if args.top then
    suspected = most_striking(suspected, args.top)
  end
  table.move(suspected, 1, #suspected, #records + 1, records)
  return records, string.format("%d declared, %d suspected.", #m.breaks, count)
end

return {
  api = 1,
  title = "Breaks",
  categories = {"check"},
  data = "cnnic:national",
  needs = {
    region = {role = "region", optional = true},
    period = {role = "period", help = "when"},
  },
  args = {
    {"measure", type = "column",
      help = "what to look through (default: users, or the first column of numbers)"},
    {"region", type = "region", help = "one region alone"},
    {"threshold", type = "number", min = 1, default = 3.5,
      help = "robust standard deviations from which a step is suspected"},
    {"top", type = "integer", min = 1,
      help = "suspected steps to show, by their scores (default: all, by region)"},
    {"since", type = "period", help = "from this period on"},
    {"period", type = "period", help = "up to this period"},
  },
  examples = {
    {
      title = "a level that moves in 2016",
      data = [[
year,count
2011,100
2012,104
2013,108
2014,113
2015,117
2016,180
2017,187
2018,195
]],
      expect = [[
region,since,year,kind,base,count,change,percent,growth,usual,score,declared
,2015,2016,shift,117,180,63,53.84615384615385,53.8461538462,4.08329997331,]] .. [[
48.61029687159981,
]],
    },
  },
  references = {
    "Hampel, JASA 69 (1974): median absolute deviation; Pearson (2002): outliers in series " ..
      "against the median of their neighbours",
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"users"}))
    local list, rows = limited(p, m, args)
    local scale, unit = scale_of(m, rows)
    local most = 0
    for _, series in ipairs(list) do
      series.steps = steps_of(p, m, scale, series.rows)
      most = math.max(most, #series.steps)
    end
    if most == 0 then
      panel.refuse("%s has no series of two figures: there is no step to look at", m.name)
    elseif most < LEAST_STEPS then
      ctx.note(string.format("no series has %d steps: nothing is told of what is usual in one",
        LEAST_STEPS))
    end
    local records, found = find(p, m, scale, list, args)
    local sources = panel.sources(p, {{m, rows}})
    return report{
      title = "Breaks: " .. m.title, chart = chart(p, m, scale, list, records, sources),
      table = panel.table(records, columns(p, m, scale, unit), p, {m}),
      steps = #list == 1 and steps_part(p, m, scale, unit, list[1]) or nil, text = found,
      method = string.format("growth a year %s against the median of two steps on each side, " ..
        "and of all regions; suspected from %g robust standard deviations",
        scale == "log" and "by logarithms" or "in " .. (unit ~= "" and unit or "the unit"),
        args.threshold),
      sources = sources,
    }
  end,
}
