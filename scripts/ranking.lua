--- Rank regions by a measure, with the change since an earlier period.
--
-- The greatest value has rank 1, unless less is better (or --ascending is
-- given). Values that are equal at the published precision are ties:
--
--   competition  1 2 2 4 (the default)      fractional  1 2.5 2.5 4
--   dense        1 2 2 3
--
-- Regions without a value are not ranked, and named in a note. `change` counts
-- places moved since the earlier period, up is positive; ranks are compared
-- among the regions that have a value in both.
--
-- Columns: rank; the region; the measure; `rank_since` and `change` (places);
-- `difference` from the earlier value (pp for a rate in %); `gap` to the next
-- lower place; with --trend, `trend`: the values of all periods until then as a line
-- of bars, each from its least to its greatest, and a point where there is none.

local charts = require "charts"
local panel = require "panel"
local report = require "report"
local stats = require "stats"

local function ranks_of(m, rows, args)
  local values = {n = #rows}
  for k, i in ipairs(rows) do
    values[k] = panel.published(m, m.values[i])
  end
  local descending = not (args.ascending or m.direction < 0)
  return stats.rank(values, {ties = args.ties, descending = descending})
end

-- Rows in order of rank, equal ranks in the order of the data.
local function in_order(m, rows, args)
  local ranks, order = ranks_of(m, rows, args), {}
  for k, i in ipairs(rows) do
    order[k] = {row = i, rank = ranks[k], place = k}
  end
  table.sort(order, function(a, b)
    if a.rank ~= b.rank then
      return a.rank < b.rank
    end
    return a.place < b.place
  end)
  return order
end

-- Rank then and now of every region that has a value in both periods.
local function compare(p, m, rows, since, args)
  local then_rows, now_rows, then_of = {}, {}, panel.by_region(p, since)
  for _, i in ipairs(rows) do
    local j = then_of[panel.name(p, i)]
    if j and m.values[j] ~= nil then
      then_rows[#then_rows + 1], now_rows[#now_rows + 1] = j, i
    end
  end
  local before, after = ranks_of(m, then_rows, args), ranks_of(m, now_rows, args)
  local moved = {}
  for k, i in ipairs(now_rows) do
    moved[i] = {
      rank_since = before[k], change = before[k] - after[k],
      difference = panel.minus(m.values[i], m.values[then_rows[k]]), row = then_rows[k],
    }
  end
  return moved, #now_rows
end

-- The periods until then in which some region has a value, by their places.
local function places_of(p, m, period)
  local valued, place, n = {}, {}, 0
  for i = 1, p.n do
    valued[p.periods[i] or ""] = valued[p.periods[i] or ""] or m.values[i] ~= nil
  end
  for _, date in ipairs(p.dates) do
    if valued[date.text] then
      n = n + 1
      place[date.text] = n
    end
    if date.text == period then
      break
    end
  end
  return place, n
end

-- The line of bars of every region, and the rows that it is made of.
local function trends(p, m, period)
  local place, n = places_of(p, m, period)
  local values, rows, bars = {}, {}, {}
  for i = 1, p.n do
    local k, name = place[p.periods[i] or ""], panel.name(p, i)
    if k then
      values[name], rows[name] = values[name] or {n = n}, rows[name] or {}
      values[name][k] = m.values[i]
      table.insert(rows[name], i)
    end
  end
  for name, list in pairs(values) do
    bars[name] = plot.spark(list)
  end
  return {bars = bars, rows = rows}
end

local function records(p, m, order, moved, trend, top)
  local list = {}
  for k, entry in ipairs(order) do
    if top and k > top then
      break
    end
    local i, below = entry.row, order[k + 1]
    local move, name = moved[i] or {}, panel.name(p, i)
    list[k] = {
      rank = entry.rank, region = name, value = m.values[i],
      rank_since = move.rank_since, change = move.change,
      difference = move.difference,
      gap = below and math.abs(panel.minus(m.values[i], m.values[below.row])) or nil,
      trend = trend.bars[name], rows = trend.rows[name] or {i, move.row},
    }
  end
  return list
end

local function columns(p, m, since, trend)
  local list = {
    {key = "rank", unit = "", kind = "index", title = "Rank"}, panel.who(p), panel.what(m),
  }
  if since then
    list[#list + 1] = {key = "rank_since", unit = "", kind = "index", title = "Rank in " .. since}
    list[#list + 1] = {key = "change", unit = "places", title = "Places moved up since " .. since}
    list[#list + 1] = {key = "difference", unit = m.change_unit, rounding = m.precision,
      title = "Change of the value since " .. since}
  end
  list[#list + 1] = {key = "gap", unit = m.change_unit, rounding = m.precision,
    title = "Distance to the next place"}
  if trend then
    list[#list + 1] = {key = "trend", title = "All values until then"}
  end
  return list
end

local function note_unranked(p, lacking)
  if #lacking == 0 then
    return
  end
  local names = {}
  for k, i in ipairs(lacking) do
    names[k] = panel.name(p, i)
  end
  p.ctx.note("without a value, not ranked: " .. panel.some(names))
end

local rules = {
  competition = "ties share the best place and the next ones are left out (1 2 2 4)",
  dense = "ties share a place and the next one follows (1 2 2 3)",
  fractional = "ties share the mean of their places (1 2.5 2.5 4)",
}

local function method(m, since, common, of, args)
  local text = rules[args.ties]
  if m.precision then
    text = text .. string.format("; values equal at %g are ties", m.precision)
  end
  if since then
    text = text .. "; change since " .. since
    if common < of then
      text = text .. string.format(", among the %d regions with a value then and now", common)
    end
  end
  return text
end

local function chart(p, m, period, list, args, sources)
  return charts.bars{records = list, who = panel.who(p), value = charts.column("value", m),
    title = panel.title(m, period), sort = (args.ascending or m.direction < 0) and "x" or "-x",
    sources = sources}
end

return {
  api = 1,
  title = "Ranking",
  categories = {"ranking"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", help = "what is ranked"},
    period = {role = "period", optional = true},
  },
  args = {
    {"measure", type = "column",
      help = "what to rank by (default: penetration, or the first column of numbers)"},
    {"period", type = "period", help = "when (default: the latest with values)"},
    {"since", type = "period", help = "compare with this period (default: the year before)"},
    {"top", type = "integer", min = 1, help = "rows to show (default: all)"},
    {"ties", type = "enum", values = {"competition", "dense", "fractional"},
      default = "competition", help = "how ties are ranked"},
    {"ascending", type = "boolean", default = false, help = "the least value has rank 1"},
    {"trend", type = "boolean", default = false, help = "show the values of all periods as bars"},
  },
  examples = {
    {
      title = "two regions that are equal share a place",
      data = [[
region,period,score
North,2015,40
South,2015,50
East,2015,60
North,2016,55
South,2016,55
East,2016,61.5
]],
      args = {measure = "score", top = 3},
      expect = [[
rank,region,score,rank_since,change,difference,gap
1,East,61.5,1,0,1.5,6.5
2,North,55,3,1,15,0
2,South,55,2,0,5,
]],
    },
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
    local period = panel.period(p, m, args.period)
    local since = panel.since(p, m, period, args.since)
    local rows, lacking = panel.complete(panel.rows(p, period), m)
    panel.count("rank", m, #rows + #lacking, #rows)
    if #rows == 0 then
      panel.refuse("%s has no value%s", m.name, period and " in " .. period or "")
    end
    local moved, common = {}, 0
    if since then
      moved, common = compare(p, m, rows, since, args)
    end
    note_unranked(p, lacking)
    if args.trend and not period then
      panel.misuse("--trend: the data has no periods")
    end
    local trend = args.trend and trends(p, m, period) or {bars = {}, rows = {}}
    local list = records(p, m, in_order(m, rows, args), moved, trend, args.top)
    if args.top and args.top < #rows then
      ctx.note(string.format("first %d of %d", args.top, #rows))
    end
    local sources = panel.sources(p, {{m, rows}})
    return report{title = panel.title(m, period),
      table = panel.table(list, columns(p, m, since, args.trend), p, {m}),
      chart = chart(p, m, period, list, args, sources),
      method = method(m, since, common, #rows, args), sources = sources}
  end,
}
