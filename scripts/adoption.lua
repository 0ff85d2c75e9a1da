--- What people use the internet for: users, shares, growth in the half-year.
--
-- One row an application for one period, in order of the share of internet users
-- (of users, where the data have no shares); with --application one row a period.
-- Growth is computed from the users of the half-year before (the period before, where
-- the data are not half-yearly), or of --since, and stands beside the growth that
-- the source itself publishes: `low` to `high` is what the rounding of the users
-- leaves open, and a published growth outside of it is flagged. Figures of status U
-- are read as missing; R is reported, D derived.
--
-- Columns: rank, the application (or the period); users and `users_status`; the
-- share and `share_status`; `since` and `years` since then; `change`, `percent`,
-- `low`, `high`; `published` and `published_status`; `flags`.

local charts = require "charts"
local panel = require "panel"
local report = require "report"

local HALF = 0.5 -- years

-- A column of numbers by its need; an empty one where the data has none.
local function optional(p, name)
  if not p.t:has(name) then
    return {name = name, title = name, values = {}, rounding = {}, absent = true}
  end
  return panel.measure(p, name)
end

-- The figures of an application and those that are compared with them.
local function open(t, ctx)
  local p = panel.open(t, ctx)
  local a = {p = p, users = panel.measure(p, "users"), share = optional(p, "share"),
    growth = optional(p, "growth")}
  for _, key in ipairs{"users", "share", "growth"} do
    a[key].status = a[key].absent and {} or panel.status(p, a[key])
  end
  return a
end

-- Growth from row j to row i in %, with what rounding leaves open.
local function add_growth(a, record, i, j, flags)
  local users = a.users
  local from, to = users.values[j], users.values[i]
  record.change = panel.minus(to, from)
  local before, after = (users.rounding[j] or 0) / 2, (users.rounding[i] or 0) / 2
  if from - before <= 0 then
    flags[#flags + 1] = from ~= 0 and "no growth in % from so little" or
      to == 0 and "none then or now" or "new"
    return
  end
  record.percent = 100 * (to - from) / from
  if users.rounding[i] and users.rounding[j] then
    record.low = 100 * ((to - after) / (from + before) - 1)
    record.high = 100 * ((to + after) / (from - before) - 1)
  end
end

local function add_published(a, record, i, flags)
  local x = a.growth.values[i]
  record.published, record.published_status = x, a.growth.status[i]
  local half = (a.growth.rounding[i] or 0) / 2 + 1e-9
  if x ~= nil and record.low and record.years == HALF and
    (x + half < record.low or x - half > record.high) then
    flags[#flags + 1] = "the published growth differs"
  end
end

-- What is told of row i, compared with row j (may be nil).
local function describe(a, i, j)
  local p, flags = a.p, {}
  local record = {
    region = p.regions[i], period = p.periods[i], users = a.users.values[i],
    users_status = a.users.status[i], share = a.share.values[i], share_status = a.share.status[i],
    rows = {i, j},
  }
  if j and record.users ~= nil and a.users.values[j] ~= nil then
    record.since = p.periods[j]
    record.years = panel.years(p.periods[j], p.periods[i])
    add_growth(a, record, i, j, flags)
    local point = panel.break_between(a.users, p.periods[j], p.periods[i], i)
    if point then
      flags[#flags + 1] = "across the break of " .. point.period
    end
  end
  add_published(a, record, i, flags)
  record.flags = #flags > 0 and table.concat(flags, "; ") or nil
  return record
end

local function columns(a, first)
  local users, share = a.users, a.share
  local list = {
    first, {key = "users", name = users.name, unit = users.unit, kind = users.kind,
      title = users.title},
    {key = "users_status", unit = "", title = "Status of the users"},
  }
  local function add(column)
    list[#list + 1] = column
  end
  if not share.absent then
    add{key = "share", name = share.name, unit = share.unit, kind = share.kind,
      title = share.title}
    add{key = "share_status", unit = "", title = "Status of the share"}
  end
  add{key = "since", unit = "", title = "Compared with"}
  add{key = "years", unit = "years", title = "Years between"}
  add{key = "change", unit = users.change_unit, title = "Change of the users"}
  add{key = "percent", unit = "%", title = "Growth, computed"}
  add{key = "low", unit = "%", title = "Growth, least that rounding allows"}
  add{key = "high", unit = "%", title = "Growth, most that rounding allows"}
  if not a.growth.absent then
    add{key = "published", unit = a.growth.unit, title = "Growth in the half-year, as published"}
    add{key = "published_status", unit = "", title = "Status of the published growth"}
  end
  add{key = "flags", unit = "", title = "Be careful"}
  return list
end

-- By the share, then by the users, then in the order of the data.
local function before(x, y)
  for _, key in ipairs{"share", "users"} do
    local a, b = x[key], y[key]
    if a ~= b and (a == nil or b == nil) then
      return a ~= nil
    elseif a ~= b then
      return a > b
    end
  end
  return x.place < y.place
end

-- Places in order, equal figures sharing one; without a figure none.
local function rank(records, key)
  for k, record in ipairs(records) do
    local above = records[k - 1]
    if record[key] ~= nil then
      record.rank = above and above[key] == record[key] and above.rank or k
    end
  end
end

local function figures_of(a)
  return {a.users, a.share, a.growth}
end

local function has_figure(a, i)
  return a.users.values[i] ~= nil or a.share.values[i] ~= nil or a.growth.values[i] ~= nil
end

-- Whether any two neighbours among the dates are half a year apart.
local function is_half_yearly(p)
  for k = 2, #p.dates do
    if math.abs(p.dates[k].time - p.dates[k - 1].time - HALF) < 1e-6 then
      return true
    end
  end
  return false
end

local function compared_with(a, period, since)
  if since then
    local found = panel.find_period(a.p, since, "since")
    if panel.years(found, period) <= 0 then
      panel.misuse("--since %s is not before %s", since, period)
    end
    return found
  end
  local found = panel.before(a.p, a.users, period, HALF)
  if not found and not is_half_yearly(a.p) then
    return panel.previous(a.p, a.users, period)
  elseif not found then
    a.p.ctx.note("no users are known of the half-year before " .. period ..
      "; --since names another period")
  end
  return found
end

-- The latest period with at least half as many figures as the fullest has: some
-- reports are known by a figure or two.
local function latest_full(a)
  local p, counts, most = a.p, {}, 0
  for i = 1, p.n do
    local period = p.periods[i]
    if period ~= nil and a.users.values[i] ~= nil then
      counts[period] = (counts[period] or 0) + 1
      most = math.max(most, counts[period])
    end
  end
  local thin = {}
  for k = #p.dates, 1, -1 do
    local period = p.dates[k].text
    if counts[period] and 2 * counts[period] >= most then
      if #thin > 0 then
        p.ctx.note("few figures are known of later periods: " .. panel.some(thin))
      end
      return period
    elseif counts[period] then
      table.insert(thin, 1, string.format("%s (%d)", period, counts[period]))
    end
  end
  panel.refuse("%s has no value in any period", a.users.name)
end

-- Bars of the share where it is known, else of the users.
local function period_chart(a, records, period, rows)
  local shares = not a.share.absent and charts.data(records, {{key = "share"}}, {"share"}) or {}
  local users = charts.data(records, {{key = "users"}}, {"users"})
  local m, key = a.users, "users"
  if 2 * #shares >= #users then
    m, key = a.share, "share"
  end
  return charts.bars{records = records, who = panel.who(a.p), value = charts.column(key, m),
    sort = "-x", title = m.title .. ", " .. period, lacking = "without a figure",
    sources = panel.sources(a.p, {{m, rows}})}
end

local function at_one_period(a, args)
  local p = a.p
  local period = args.period and panel.find_period(p, args.period, "period") or latest_full(a)
  local since = compared_with(a, period, args.since)
  local then_of = since and panel.by_region(p, since) or {}
  local records, lacking, rows = {}, {}, panel.rows(p, period)
  for _, i in ipairs(rows) do
    if has_figure(a, i) then
      records[#records + 1] = describe(a, i, then_of[p.regions[i]])
      records[#records].place = #records
    else
      lacking[#lacking + 1] = p.regions[i]
    end
  end
  if #records == 0 then
    panel.refuse("there is no figure in %s", period)
  elseif #lacking > 0 then
    p.ctx.note("without a figure: " .. panel.some(lacking))
  end
  table.sort(records, before)
  rank(records, a.share.absent and "users" or "share")
  if args.top and args.top < #records then
    p.ctx.note(string.format("first %d of %d", args.top, #records))
    records = {table.unpack(records, 1, args.top)}
  end
  local list = columns(a, panel.who(p))
  table.insert(list, 1, {key = "rank", unit = "", kind = "index", title = "Rank"})
  panel.count("adoption", a.users, #rows, #panel.complete(rows, a.users))
  local title = a.users.title .. ", " .. period
  return panel.table(records, list, p, figures_of(a)), title, rows,
    period_chart(a, records, period, rows)
end

-- The rows of one application, by date.
local function series(a, name)
  local rows, seen = {}, {}
  for i = 1, a.p.n do
    local period = a.p.periods[i]
    if a.p.regions[i] == name and period ~= nil then
      if seen[period] then
        panel.refuse("%s has more than one row in %s", name, period)
      end
      seen[period] = true
      rows[#rows + 1] = i
    end
  end
  table.sort(rows, function(x, y)
    return time(a.p.periods[x]) < time(a.p.periods[y])
  end)
  return rows
end

-- Row of the half-year before rows[k], else the last before with users.
local function partner(a, rows, k)
  local found
  for earlier = 1, k - 1 do
    local j = rows[earlier]
    if a.users.values[j] ~= nil then
      if math.abs(panel.years(a.p.periods[j], a.p.periods[rows[k]]) - HALF) < 1e-6 then
        return j
      end
      found = j
    end
  end
  return found
end

local function over_time(a, args)
  local p, records = a.p, {}
  local rows = series(a, args.application)
  local since = args.since and time(panel.find_period(p, args.since, "since"))
  local only = args.period and panel.find_period(p, args.period, "period")
  for k, i in ipairs(rows) do
    local wanted = (not since or time(p.periods[i]) >= since) and (not only or p.periods[i] == only)
    if wanted and has_figure(a, i) then
      records[#records + 1] = describe(a, i, partner(a, rows, k))
    end
  end
  if #records == 0 then
    panel.refuse("there is no figure of %s in these periods", args.application)
  end
  if args.top and args.top < #records then
    p.ctx.note(string.format("last %d of %d", args.top, #records))
    records = {table.unpack(records, #records - args.top + 1)}
  end
  panel.count("adoption", a.users, #rows, #panel.complete(rows, a.users))
  local points = {}
  for k, record in ipairs(records) do
    points[k] = {period = record.period, value = record.users, of = record}
  end
  local chart = charts.series{records = points, m = a.users, value = charts.column("value",
    a.users), title = args.application .. ": " .. a.users.title, row = rows[1],
    sources = panel.sources(p, {{a.users, rows}})}
  return panel.table(records, columns(a, {key = "period", name = p.period_header, unit = "",
    title = "When"}), p, figures_of(a)), args.application, rows, chart
end

return {
  api = 1,
  title = "Adoption",
  categories = {"adoption"},
  data = "cnnic:applications",
  needs = {
    region = {role = "region", help = "the applications"},
    period = {role = "period", help = "when"},
    users = {help = "how many use it"},
    share = {unit = "%", optional = true, help = "of internet users"},
    growth = {unit = "%", optional = true, help = "in the half-year, as published"},
  },
  args = {
    {"application", type = "region", help = "one application over time"},
    {"period", type = "period",
      help = "when (default: the latest that is not known by a few figures only)"},
    {"since", type = "period",
      help = "compare with this period (default: the half-year before); over time: from it on"},
    {"top", type = "integer", min = 1,
      help = "applications, or the last periods, to show (default: all)"},
  },
  examples = {
    {
      title = "the published growth beside the computed one",
      data = [[
region,period,users,users_rounding,growth
maps,2017-S2,200,2,
mail,2017-S2,100,2,
maps,2018-S1,220,2,10
mail,2018-S1,104,2,9
chat,2018-S1,400,2,
]],
      expect = [[
rank,region,users,users_status,since,years,change,percent,low,high,published,published_status,flags
1,chat,400,,,,,,,,,,
2,maps,220,,2017-S2,0.5,20,10,8.955223880597018,11.05527638190955,10,,
3,mail,104,,2017-S2,0.5,4,4,1.980198019801982,6.060606060606055,9,,the published growth differs
]],
    },
  },
  run = function(t, args, ctx)
    local a = open(t, ctx)
    local one = args.application and over_time or at_one_period
    local list, title, rows, chart = one(a, args)
    return report{
      title = title, table = list, chart = chart,
      method = "percent from the users of the period before; low and high from half their " ..
        "published precision each; nothing is annualised",
      sources = panel.sources(a.p, {{a.users, rows}}),
    }
  end,
}
