--- Compare groups of regions: mean, weighted mean, median, spread, extremes.
--
-- The plain mean says what a typical region of the group is like, the mean
-- weighted by population what its typical inhabitant lives with. They answer
-- different questions, so both are always shown.
--
-- Columns: the group; n and missing (regions); mean, weighted_mean, median and
-- sd in the unit of the measure (a spread of a rate in pp); min and max with the
-- regions that have them. Groups come in order of their means, the highest
-- first.

local charts = require "charts"
local lineage = require "lineage"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

-- The regions whose value is `wanted` at the published precision.
local function holders(p, m, rows, wanted)
  local names = {}
  for _, i in ipairs(rows) do
    if panel.published(m, m.values[i]) == panel.published(m, wanted) then
      names[#names + 1] = panel.name(p, i)
    end
  end
  return panel.some(names, 3)
end

-- Weighted mean of the rows that have a weight; nil when some lack one.
local function weighted(m, weights, rows)
  if not weights then
    return nil
  end
  local whole = panel.complete(rows, weights)
  if #whole < #rows then
    return nil
  end
  return (stats.weighted_mean(panel.pick(m, rows), panel.pick(weights, rows)))
end

local function summary(p, m, weights, label, rows)
  local whole = panel.complete(rows, m)
  local values = panel.pick(m, whole)
  local record = {group = label, n = #whole, missing = #rows - #whole, rows = whole}
  if #whole == 0 then
    return record
  end
  record.mean, record.median = stats.mean(values), stats.median(values)
  record.sd = stats.sd(values)
  record.weighted_mean = weighted(m, weights, whole)
  record.min, record.max = stats.min(values), stats.max(values)
  record.min_region = holders(p, m, whole, record.min)
  record.max_region = holders(p, m, whole, record.max)
  return record
end

-- The groups in order of first appearance, each with its rows.
local function split(labels, rows)
  local groups, at = {}, {}
  for _, i in ipairs(rows) do
    local label = labels[i]
    local key = label == nil and "(none)" or tostring(label)
    if not at[key] then
      at[key] = {label = key, rows = {}}
      groups[#groups + 1] = at[key]
    end
    table.insert(at[key].rows, i)
  end
  return groups
end

local function by_mean(a, b)
  if a.mean == nil or b.mean == nil then
    return a.mean ~= nil and b.mean == nil
  end
  return a.mean > b.mean
end

local function columns(m, by)
  local function figure(key, title, unit)
    return {key = key, title = title, unit = unit or m.unit}
  end
  return {
    {key = "group", name = by, unit = "", kind = "category", title = by},
    {key = "n", unit = "regions", title = "Regions with a value"},
    {key = "missing", unit = "regions", title = "Regions without"},
    figure("mean", "Mean of the regions"), figure("weighted_mean", "Weighted mean"),
    figure("median", "Median"), figure("sd", "Standard deviation (n - 1)", m.change_unit),
    {key = "min", title = "Lowest", unit = m.unit, rounding = m.precision},
    {key = "min_region", unit = "", title = "Where it is lowest"},
    {key = "max", title = "Highest", unit = m.unit, rounding = m.precision},
    {key = "max_region", unit = "", title = "Where it is highest"},
  }
end

-- The grouping that is meant when none is named: a column with the role group.
local function default_group(t)
  for _, name in ipairs(t:columns()) do
    if t:info(name).role == "group" then
      return name
    end
  end
  panel.refuse("the data names no groups of regions; --by COLUMN does")
end

local function note_total(p, m, weights, rows)
  local all = summary(p, m, weights, "all", rows)
  if not all.mean then
    return
  end
  local text = string.format("all %d regions: mean %.4g", all.n, all.mean)
  if all.weighted_mean then
    text = text .. string.format(", weighted %.4g", all.weighted_mean)
  end
  p.ctx.note(text .. (m.unit and m.unit ~= "" and " " .. m.unit or ""))
end

local function method(weights, m, by)
  local text = string.format("sd divides by n - 1; `correlation --x %s --y %s` tests the " ..
    "difference", by, m.name)
  if weights then
    return text .. "; weighted by " .. weights.name
  end
  return text .. "; no weighted mean, because the data names no weight (--weights COLUMN does)"
end

-- Every region's value beside those of its group, the groups in the order of the table.
local function chart(p, m, by, labels, rows, records, title, sources)
  local order, points, shown = {}, {}, {}
  for k, record in ipairs(records) do
    order[k], shown[record.group] = record.group, record
  end
  for _, i in ipairs(rows) do
    local group = labels[i] == nil and "(none)" or tostring(labels[i])
    if shown[group] then
      points[#points + 1] = {group = group, region = panel.name(p, i), value = m.values[i],
        row = i}
    end
  end
  return charts.groups{records = points, group = {key = "group", title = by}, order = order,
    groups = shown, from = function(point)
      return lineage.of(p, {m}, {point.row})
    end,
    value = charts.column("value", m), title = title, sources = sources}
end

return {
  api = 1,
  title = "Groups of regions",
  categories = {"regions"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", help = "what is grouped"},
    period = {role = "period", optional = true},
  },
  args = {
    {"measure", type = "column",
      help = "what to compare (default: penetration, or the first column of numbers)"},
    {"by", type = "column", help = "the groups (default: the first column with the role group)"},
    {"period", type = "period", help = "when (default: the latest with values)"},
    {"weights", type = "column",
      help = "weights of the weighted mean (default: what the data says, e.g. population)"},
    {"top", type = "integer", min = 1, help = "groups to show (default: all)"},
  },
  examples = {
    {
      title = "a small region weighs less",
      data = [[
region,belt,share,people
A,coast,80,100
B,coast,60,300
C,inland,40,200
]],
      args = {measure = "share", by = "belt", weights = "people"},
      expect = [[
belt,n,missing,mean,weighted_mean,median,sd,min,min_region,max,max_region
coast,2,0,70,65,70,14.142135623730951,60,B,80,A
inland,1,0,40,40,40,,40,C,40,C
]],
    },
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
    local period = panel.period(p, m, args.period)
    local rows = panel.rows(p, period)
    local whole = panel.complete(rows, m)
    panel.count("mean", m, #rows, #whole)
    if #whole == 0 then
      panel.refuse("%s has no value%s", m.name, period and " in " .. period or "")
    end
    local by = args.by or default_group(t)
    local labels = t:col(by):totable()
    local weights = panel.weights(p, m, args.weights)
    local records = {}
    for k, group in ipairs(split(labels, rows)) do
      records[k] = summary(p, m, weights, group.label, group.rows)
    end
    table.sort(records, by_mean)
    if args.top and args.top < #records then
      ctx.note(string.format("first %d of %d groups", args.top, #records))
      records = {table.unpack(records, 1, args.top)}
    end
    note_total(p, m, weights, rows)
    local title = panel.title(m, period) .. " by " .. by
    local sources = panel.sources(p, {{m, rows}, {{name = by, values = labels}, rows}})
    return report{title = title, table = panel.table(records, columns(m, by), p, {m}),
      chart = chart(p, m, by, labels, rows, records, title, sources),
      method = method(weights, m, by), sources = sources}
  end,
}
