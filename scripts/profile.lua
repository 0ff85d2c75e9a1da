--- One region on a page: its figures, its place among the others, its history.
--
-- For each measure the figure of --period (or the latest that the region has),
-- beside the mean of all regions, the mean weighted by --weights (or what the data
-- name) and, where the data package has a table `national` with that measure, the
-- national figure; the rank, equal figures at the published precision sharing a
-- place; the leader and the distance to it; the change since --since (or the year
-- before). A rate in % changes by pp. Where less is better, the least is first.
--
-- Columns: measure; `unit`, of value, mean, weighted_mean, national and
-- leader_value; period; value; mean; weighted_mean; national; rank and `of`, how
-- many are ranked; leader, leader_value; since; change and gap (to the leader), in
-- `change_unit`; percent, the change in per cent; flags. Parts: `groups`, the region
-- within the groups that the data name, by the first measure; `series`, every
-- measure over time; `ranks`, the rank in each period.

local charts = require "charts"
local format = require "format"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

local function known(unit)
  return unit ~= "" and unit or nil
end

-- The measures: those named, else every column of numbers that describes a region.
local function measures_of(p, names)
  local list = {}
  for _, name in ipairs(names or p.t:columns()) do
    local info = p.t:info(name)
    local numeric = info.type == "number" or info.type == "integer"
    if names or (numeric and info.kind ~= "category" and info.role ~= "period") then
      list[#list + 1] = panel.measure(p, name)
    end
  end
  if #list == 0 then
    panel.refuse("the data has no column of numbers to look at")
  end
  return list
end

-- The period to look at: the one asked for, else the last in which the region has
-- a figure; with it the row, nil when there is none.
local function place_of(p, m, region, asked)
  if not p.periods or asked then
    return asked, panel.by_region(p, asked)[region]
  end
  for k = #p.dates, 1, -1 do
    local i = panel.by_region(p, p.dates[k].text)[region]
    if i and m.values[i] ~= nil then
      return p.dates[k].text, i
    end
  end
end

-- Ranks of the rows of a period that have a figure, by row, and those rows.
local function ranks(p, m, period)
  local rows = panel.complete(panel.rows(p, period), m)
  local values, by_row = {n = #rows}, {}
  for k, i in ipairs(rows) do
    values[k] = panel.published(m, m.values[i])
  end
  local list = #rows > 0 and
    stats.rank(values, {ties = "competition", descending = m.direction >= 0}) or {}
  for k, i in ipairs(rows) do
    by_row[i] = list[k]
  end
  return by_row, rows
end

local function weighted_mean(p, m, rows, weights)
  local w = panel.weights(p, m, weights)
  if not w or w.name == m.name then
    return nil
  end
  local whole = panel.complete(rows, w)
  if #whole < #rows or #rows == 0 then
    return nil
  end
  return (stats.weighted_mean(panel.pick(m, rows), panel.pick(w, rows)))
end

-- The figure of the nation for the same measure at the same date, or nil. Regions
-- make up the nation where their figures may be put together.
local function national(p, m, period)
  local aggregate = p.t:info(m.name).aggregate
  if aggregate ~= "sum" and aggregate ~= "weighted_mean" then
    return nil
  end
  if p.national == nil then
    local ok, found = pcall(p.ctx.table, "national")
    p.national = ok and p.t:info().name ~= "national" and found or false
  end
  local t = p.national
  if not t or not period or not t:has(m.name) or not t:has("period") or
    t:info(m.name).unit ~= m.unit then
    return nil
  end
  local periods, values = t:col("period"):totable(), t:col(m.name):totable()
  for k = 1, periods.n do
    if periods[k] ~= nil and time(periods[k]) == time(period) then
      return values[k]
    end
  end
end

-- Where row i stands among the others of its period.
local function add_place(p, m, record, i, period, args)
  local by_row, rows = ranks(p, m, period)
  record.rank, record.of = by_row[i], #rows
  for _, j in ipairs(rows) do
    if by_row[j] == 1 and record.leader == nil then
      record.leader, record.leader_value = panel.name(p, j), m.values[j]
    end
  end
  record.gap = panel.minus(m.values[i], record.leader_value)
  record.mean = stats.mean(panel.pick(m, rows))
  if m.additive ~= true then
    record.weighted_mean = weighted_mean(p, m, rows, args.weights)
  end
  record.national = national(p, m, period)
end

local function add_change(p, m, record, i, period, asked)
  local flags = {}
  local since = p.periods and panel.since(p, m, period, asked)
  local j = since and panel.by_region(p, since)[record.region]
  if j and m.values[j] ~= nil then
    local from, to = m.values[j], m.values[i]
    record.rows[2] = j
    record.since, record.change = since, panel.minus(to, from)
    if from > 0 and to >= 0 then
      record.percent = 100 * (to - from) / from
    elseif from == 0 then
      flags[1] = to == 0 and "none then or now" or "new"
    end
    local point = panel.break_between(m, since, period, j)
    if point then
      flags[#flags + 1] = "across the break of " .. point.period
    end
  end
  record.flags = #flags > 0 and table.concat(flags, "; ") or nil
end

local function figures(p, list, region, args)
  local records, lacking = {}, {}
  local asked = args.period and panel.find_period(p, args.period, "period")
  for _, m in ipairs(list) do
    local period, i = place_of(p, m, region, asked)
    if i and m.values[i] ~= nil then
      local record = {region = region, measure = m.name, unit = known(m.unit), period = period,
        value = m.values[i], change_unit = known(m.change_unit), rows = {i}}
      add_place(p, m, record, i, period, args)
      add_change(p, m, record, i, period, args.since)
      panel.count("profile", m, #panel.rows(p, period), record.of)
      records[#records + 1], record.m = record, m
    else
      lacking[#lacking + 1] = m.name
    end
  end
  if #records == 0 then
    panel.refuse("%s has no figure%s", region, asked and " in " .. asked or "")
  elseif #lacking > 0 then
    p.ctx.note("without a figure: " .. panel.some(lacking))
  end
  return records
end

local function figure_table(p, records)
  local columns = {}
  local function add(key, title, unit)
    columns[#columns + 1] = {key = key, unit = unit or "", title = title}
  end
  add("measure")
  add("unit", "Unit of the figures")
  if p.periods then
    add("period")
  end
  add("value")
  add("mean", "Mean of the regions")
  add("weighted_mean", "Mean weighted by population or the like")
  add("national", "The nation")
  add("rank")
  add("of", "Regions ranked", "regions")
  add("leader")
  add("leader_value", "Figure of the leader")
  add("gap", "Distance to the leader")
  if p.periods then
    add("since", "Compared with")
    add("change", "Change since")
  end
  add("change_unit", "Unit of the change and the gap")
  if p.periods then
    add("percent", "Change in per cent", "%")
    add("flags", "Be careful")
  end
  return panel.table(records, columns, p)
end

-- The region within each group that the data name.
local function groups_part(p, record)
  local m, records = record.m, {}
  local rows = panel.complete(panel.rows(p, record.period), m)
  local own = panel.by_region(p, record.period)[record.region]
  for _, header in ipairs(p.t:columns()) do
    if p.t:info(header).role == "group" then
      local labels = p.t:col(header):totable()
      local values, best, below, used = {n = 0}, nil, 1, {}
      for _, i in ipairs(rows) do
        if labels[own] ~= nil and labels[i] == labels[own] then
          values.n, used[#used + 1] = values.n + 1, i
          values[values.n] = m.values[i]
          local ahead = (panel.published(m, m.values[i]) - panel.published(m, m.values[own])) *
            m.direction
          below = below + (ahead > 0 and 1 or 0)
          if best == nil or (m.values[i] - m.values[best]) * m.direction > 0 then
            best = i
          end
        end
      end
      if best then
        local mean = stats.mean(values)
        records[#records + 1] = {scheme = header, group = labels[own], rank = below, of = values.n,
          mean = mean, difference = m.values[own] - mean, best = panel.name(p, best),
          rows = used}
      end
    end
  end
  return records[1] and panel.table(records, {
    {key = "scheme", unit = ""}, {key = "group", unit = ""},
    {key = "rank", unit = "", kind = "index", title = "Rank in the group"},
    {key = "of", unit = "regions", title = "Regions in the group"},
    {key = "mean", unit = m.unit, title = "Mean of the group"},
    {key = "difference", unit = m.change_unit, title = "Difference from it"},
    {key = "best", unit = "", title = "First in the group"},
  }, p, {m}) or nil
end

-- Rows of periods, a column a measure; `cell(m, i, period)` gives what stands there.
local function over_time(p, list, region, describe, cell)
  local records, columns = {}, {{key = "period", name = p.period_header, unit = ""}}
  for _, m in ipairs(list) do
    columns[#columns + 1] = describe(m)
  end
  for _, date in ipairs(p.dates) do
    local i = panel.by_region(p, date.text)[region]
    local record, any = {period = date.text, rows = {i}}, false
    for _, m in ipairs(list) do
      if i and m.values[i] ~= nil then
        record[m.name], any = cell(m, i, date.text), true
      end
    end
    if any then
      records[#records + 1] = record
    end
  end
  return panel.table(records, columns, p, list)
end

local function history(p, list, region)
  local series = over_time(p, list, region, function(m)
    return {key = m.name, unit = m.unit, kind = m.kind, title = m.title, rounding = m.precision}
  end, function(m, i)
    return m.values[i]
  end)
  local places = over_time(p, list, region, function(m)
    return {key = m.name, unit = "", kind = "index", title = "Rank: " .. m.title}
  end, function(m, i, period)
    return (ranks(p, m, period))[i]
  end)
  return series, places
end

-- Every figure in per cent of the mean of the regions, so that units compare.
local function chart(region, records, sources)
  local list = {}
  for _, record in ipairs(records) do
    if record.mean and record.mean > 0 then
      list[#list + 1] = {measure = record.m.title .. (record.period and ", " .. record.period or
        ""), value = panel.percent(record.value, record.mean), of = record}
    end
  end
  return charts.bars{records = list, who = {key = "measure", title = "Measure"},
    value = {key = "value", title = region .. " in per cent of the mean of the regions",
      unit = "%"}, rule = 100, rule_says = "dashed: the mean of the regions",
    title = region .. " beside the regions", sources = sources}
end

local function sentence(record)
  local m = record.m
  return string.format("%s: %s%s, rank %d of %d%s.", m.title,
    format.with_unit(record.value, m.unit), record.period and " in " .. record.period or "",
    record.rank, record.of,
    record.since and string.format("; %s since %s", format.with_unit(record.change,
      m.change_unit), record.since) or "")
end

return {
  api = 1,
  title = "Profile",
  categories = {"profile"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region"},
    period = {role = "period", optional = true},
  },
  args = {
    {"region", type = "region", required = true, help = "whose page it is"},
    {"measure", type = "columns", help = "what to tell of (default: every column of numbers)"},
    {"period", type = "period", help = "when (default: the latest that the region has)"},
    {"since", type = "period", help = "compare with this period (default: the year before)"},
    {"weights", type = "column", help = "of the weighted mean (default: what the data say)"},
  },
  examples = {
    {
      title = "one region of three",
      data = [[
region,period,score
North,2015,40
South,2015,50
East,2015,60
North,2016,55
South,2016,55
East,2016,61.5
]],
      args = {region = "North"},
      expect = [[
measure,unit,period,value,mean,weighted_mean,national,rank,of,leader,leader_value,gap,]] .. [[
since,change,change_unit,percent,flags
score,,2016,55,57.166666666666664,,,2,3,East,61.5,-6.5,2015,15,,37.5,
]],
    },
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local list = measures_of(p, args.measure)
    local records = figures(p, list, args.region, args)
    local parts = {title = args.region, text = sentence(records[1]),
      table = figure_table(p, records), groups = groups_part(p, records[1])}
    if p.periods then
      parts.series, parts.ranks = history(p, list, args.region)
    end
    parts.method = "ranks: equal figures at the published precision share the best place; " ..
      "leader is the first in the order of the data among equals"
    local used = {}
    for k, record in ipairs(records) do
      used[k] = {record.m, {panel.by_region(p, record.period)[args.region]}}
    end
    parts.sources = panel.sources(p, used)
    parts.chart = chart(args.region, records, parts.sources)
    return report(parts)
  end,
}
