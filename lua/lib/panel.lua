--- Regions and periods: what the bundled scripts share.
--
-- `panel.open(t, ctx)` reads the columns with the roles region and period, both
-- optional; `panel.measure(p, name)` a column of numbers with what is known of
-- it. Values are plain lists with holes, one place a row of the table.
-- Wherever time passes, it is taken from the dates, never from counting rows.

local core = require "almanac.core"
local lineage = require "lineage"
local native = require "almanac.native"

local panel = {}

--- Ends the run with one sentence for the user: what is wrong with the data.
function panel.refuse(...)
  core.refuse(string.format(...))
end

--- The same for what is wrong with the flags.
function panel.misuse(...)
  core.refuse(string.format(...), nil, nil, "usage")
end

--- Whether x is a number that can be written down: neither NaN nor infinite.
function panel.finite(x)
  return x == x and x ~= math.huge and x ~= -math.huge
end

-- Digits after the point of x, of at most 15 significant ones.
local function decimals(x)
  local digits, exponent = string.format("%.14e", x):match("%.(%d+)e([+-]%d+)")
  digits = digits:gsub("0+$", "")
  return math.max(0, #digits - math.tointeger(tonumber(exponent)))
end

--- a - b as one would write it down: 77.8 - 74.1 is 3.7, not 3.6999999999999886.
function panel.minus(a, b)
  local difference = a - b
  if difference == nil or not panel.finite(difference) then
    return nil
  end
  local most = math.max(decimals(a), decimals(b))
  if most > 12 then
    return difference
  end
  return tonumber(string.format("%." .. most .. "f", difference)) + 0.0
end

--- A sum or product of a few short decimals without what binary arithmetic adds
-- to it: 0.1 + 0.2 is 0.3.
function panel.tidy(x)
  if not panel.finite(x) then
    return nil
  end
  return tonumber(string.format("%.12g", x)) + 0.0
end

--- The share of a whole in %, nil where there is none.
function panel.percent(part, whole)
  if part == nil or whole == nil or whole == 0 then
    return nil
  end
  return panel.tidy(100 * part / whole)
end

-- The periods of the data in order of their ends.
local function in_order(list, n)
  local seen, periods = {}, {}
  for i = 1, n do
    local text = list[i]
    if text ~= nil and not seen[text] then
      seen[text] = true
      periods[#periods + 1] = {text = text, time = time(text)}
    end
  end
  table.sort(periods, function(a, b)
    if a.time ~= b.time then
      return a.time < b.time
    end
    return a.text < b.text
  end)
  return periods
end

---@class Panel
---@field n integer rows
---@field regions string[]? the region of each row
---@field periods string[]? the period of each row
---@field dates {text: string, time: number}[] distinct periods in order

--- Reads who and when. At least one of the two must be there.
---@return Panel
function panel.open(t, ctx)
  local p = {t = t, ctx = ctx, n = #t, dates = {}}
  if t:has("region") then
    p.regions = t:col("region"):totable()
    p.region_header = t:info("region").name
  end
  if t:has("period") then
    p.periods = t:col("period"):totable()
    p.period_header = t:info("period").name
    p.dates = in_order(p.periods, p.n)
  end
  if not p.regions and not p.periods then
    panel.refuse("the data has neither a column of regions nor one of periods; " ..
      "--map region=COLUMN names it")
  end
  return p
end

-- "" means that nothing is known.
local function known(text)
  return text ~= "" and text or nil
end

local function additive(info)
  if known(info.aggregate) == "sum" then
    return true
  elseif known(info.kind) then
    return info.kind == "stock" or info.kind == "flow"
  end
  return nil
end

-- Figures that are no numbers, as 0/0 is none, have no place in an analysis: they
-- count as missing, and the run says where they stood.
local function drop_no_numbers(p, m)
  local where = {}
  for i = 1, p.n do
    local x = m.values[i]
    if x ~= nil and not panel.finite(x) then
      m.values[i] = nil
      local place = p.regions and p.regions[i] or "row " .. i
      where[#where + 1] = p.periods and place .. " in " .. (p.periods[i] or "no period") or place
    end
  end
  p.noted = p.noted or {}
  if #where > 0 and not p.noted[m.name] then
    p.noted[m.name] = true
    p.ctx.note(string.format("%s is not a number (as 0/0 is none) in %s: missing", m.name,
      panel.some(where, 3)))
  end
end

--- A column of numbers. `rounding[i]` is the published precision of a figure:
-- it stands for itself give or take half of that.
---@return table measure
function panel.measure(p, name)
  local info = p.t:info(name)
  if info.type ~= "number" and info.type ~= "integer" then
    local wrong = native.not_a_number(p.t, info.name)
    core.refuse(wrong.message, wrong.help, wrong.data)
  end
  local unit = info.unit
  local m = {
    name = info.name, title = known(info.title) or info.name,
    title_zh = known(info.title_zh), unit = unit,
    kind = known(info.kind), low = info.low, high = info.high,
    direction = info.direction or 1, precision = info.rounding,
    weight = known(info.weight), additive = additive(info),
    breaks = info.breaks or {}, values = p.t:col(name):totable(), rounding = {},
    table = p.t, labels = {},
  }
  m.rate = m.kind == "rate" or (m.kind == nil and unit == "%")
  m.change_unit = unit == "%" and "pp" or unit
  drop_no_numbers(p, m)
  panel.read_rounding(p, m)
  return m
end

-- The precision of each figure: its own, else that of the column. An unverified
-- figure, which is finer, has none that is known.
function panel.read_rounding(p, m)
  local own = p.t:has(m.name .. "_rounding") and
    p.t:col(m.name .. "_rounding"):totable() or {}
  local finer = p.t:has(m.name .. "_unverified") and
    p.t:col(m.name .. "_unverified"):totable() or {}
  for i = 1, p.n do
    local x = m.values[i]
    if x ~= nil and not (finer[i] == x and own[i] ~= nil) then
      m.rounding[i] = own[i] or m.precision
    end
  end
end

--- The status of each figure (R, D, U), as far as the data tell. What is read in
-- place of the figure published, under --include unverified, is unverified.
function panel.status(p, m)
  local function companion(suffix)
    return p.t:has(m.name .. suffix) and p.t:col(m.name .. suffix):totable() or {}
  end
  local status, finer = companion("_status"), companion("_unverified")
  for i = 1, p.ctx.unverified and p.n or 0 do
    status[i] = finer[i] ~= nil and "U" or status[i]
  end
  return status
end

--- The figure as it counts for ties: rounded to the published precision.
function panel.published(m, x)
  if x == nil or not m.precision then
    return x
  end
  return math.floor(x / m.precision + 0.5)
end

--- What the rows of a panel weigh: the column named, else the one that the data
-- package names for the measure, else the only one with the role weight.
function panel.weights(p, m, name)
  name = name or m.weight
  if name == nil then
    local found
    for _, header in ipairs(p.t:columns()) do
      if p.t:info(header).role == "weight" then
        found = found == nil and header or false
      end
    end
    name = found or nil
  end
  if name == nil or not p.t:has(name) then
    return nil
  end
  return panel.measure(p, name)
end

-- Whether the measure has a value in that period.
local function has_values(p, m, text)
  for i = 1, p.n do
    if p.periods[i] == text and m.values[i] ~= nil then
      return true
    end
  end
  return false
end

--- The latest period in which the measure has values; nil without periods.
function panel.latest(p, m)
  if not p.periods then
    return nil
  end
  for i = #p.dates, 1, -1 do
    if has_values(p, m, p.dates[i].text) then
      return p.dates[i].text
    end
  end
  panel.refuse("%s has no value in any period", m.name)
end

--- The period of the data that the user means: the same text, or the same end
-- (2016 is 2016-S2 where the data is half-yearly).
function panel.find_period(p, text, flag)
  if not p.periods then
    panel.misuse("--%s %s: the data has no column of periods", flag, text)
  end
  local same_end
  for _, date in ipairs(p.dates) do
    if date.text == text then
      return text
    elseif date.time == time(text) then
      same_end = same_end or date.text
    end
  end
  if not same_end then
    local first, last = p.dates[1], p.dates[#p.dates]
    panel.misuse("--%s %s: the data has no such period; it has %s", flag, text,
      first and (first.text .. " to " .. last.text) or "none")
  end
  return same_end
end

--- The period to look at: --period, else the latest with values.
function panel.period(p, m, text)
  if text then
    return panel.find_period(p, text, "period")
  end
  return panel.latest(p, m)
end

local NEAR = 1e-6 -- of a year: periods meet by date, and dates are sums

--- The period that ends `years` before `text` and in which the measure has
-- values, or nil.
function panel.before(p, m, text, years)
  local wanted = time(text) - years
  for _, date in ipairs(p.dates) do
    if math.abs(date.time - wanted) < NEAR and has_values(p, m, date.text) then
      return date.text
    end
  end
  return nil
end

--- The last period before `text` in which the measure has values, or nil.
function panel.previous(p, m, text)
  local found
  for _, date in ipairs(p.dates) do
    if date.time < time(text) - NEAR and has_values(p, m, date.text) then
      found = date.text
    end
  end
  return found
end

--- The period to compare with: --since, else the year before, else the last one
-- before; nil when there is none.
function panel.since(p, m, period, text)
  if text then
    local since = panel.find_period(p, text, "since")
    if time(since) >= time(period) then
      panel.misuse("--since %s is not before %s", text, period)
    end
    return since
  end
  if period == nil then
    return nil
  end
  return panel.before(p, m, period, 1) or panel.previous(p, m, period)
end

--- Years from one period to another, by their ends.
function panel.years(from, to)
  local years = time(to) - time(from)
  return math.floor(years * 1e6 + 0.5) / 1e6
end

--- What a row is called: its region, else its period.
function panel.name(p, i)
  if p.regions then
    return p.regions[i]
  end
  return p.periods[i]
end

local function check_unique(seen, name, period)
  if seen[name] then
    panel.refuse("%s has more than one row%s; --where keeps those that are meant",
      name, period and " in " .. period or "")
  end
  seen[name] = true
end

--- The rows of one period (all rows when it is nil) in the order of the data,
-- one a region. Rows without a region are left out.
function panel.rows(p, period)
  local rows, seen = {}, {}
  for i = 1, p.n do
    if period == nil or p.periods[i] == period then
      local name = panel.name(p, i)
      if name ~= nil then
        check_unique(seen, name, period)
        rows[#rows + 1] = i
      end
    end
  end
  return rows
end

--- Of `rows`, those in which every measure has a value, and those that lack one.
function panel.complete(rows, ...)
  local whole, lacking = {}, {}
  local measures = {...}
  for _, i in ipairs(rows) do
    local present = true
    for _, m in ipairs(measures) do
      present = present and m.values[i] ~= nil
    end
    table.insert(present and whole or lacking, i)
  end
  return whole, lacking
end

--- The values of a measure in these rows.
function panel.pick(m, rows)
  local values = {n = #rows}
  for k, i in ipairs(rows) do
    values[k] = m.values[i]
  end
  return values
end

--- The row of each region in a period.
function panel.by_region(p, period)
  local at = {}
  for _, i in ipairs(panel.rows(p, period)) do
    at[panel.name(p, i)] = i
  end
  return at
end

-- The rows of a measure's regions in a period, by region.
local function with_value(p, m, period)
  local at = panel.by_region(p, period)
  for name, i in pairs(at) do
    at[name] = m.values[i] ~= nil and i or nil
  end
  return at
end

--- The regions with a value in both periods, as {row, row before}, and the names
-- of all others that the data know, both in the order of the data.
function panel.matched(p, m, since, period)
  local before, now = with_value(p, m, since), with_value(p, m, period)
  local list, lacking, seen = {}, {}, {}
  for i = 1, p.n do
    local name = panel.name(p, i)
    if name ~= nil and not seen[name] then
      seen[name] = true
      if before[name] and now[name] then
        list[#list + 1] = {now[name], before[name]}
      else
        lacking[#lacking + 1] = name
      end
    end
  end
  return list, lacking
end

--- The measure that is meant when none is named: the first of `preferred` that
-- the data has, else the first column of numbers that is neither a weight nor a
-- category nor the change of another.
function panel.default_measure(p, preferred)
  for _, name in ipairs(preferred) do
    if p.t:has(name) then
      return name
    end
  end
  for _, name in ipairs(p.t:columns()) do
    local info = p.t:info(name)
    local role = known(info.role) or "measure"
    if (info.type == "number" or info.type == "integer") and role == "measure" and
      info.kind ~= "category" then
      return name
    end
  end
  panel.refuse("the data has no column of numbers to look at")
end

-- Whether a break concerns row i; any row when that is nil.
local function concerns(m, point, i)
  local only = point.only
  if not only or i == nil then
    return true
  end
  m.labels[only.column] = m.labels[only.column] or
    (m.table:has(only.column) and m.table:col(only.column):totable() or {})
  return m.labels[only.column][i] == only.value
end

--- The break that lies between two periods, or nil. A break at a period parts it
-- from everything before; some breaks concern few rows, of which i is to be one.
function panel.break_between(m, from, to, i)
  for _, point in ipairs(m.breaks) do
    local at = time(point.period)
    if concerns(m, point, i) and time(from) < at - NEAR and at <= time(to) + NEAR then
      return point
    end
  end
  return nil
end

--- "A, B and 3 more" of many names.
function panel.some(names, most)
  most = most or 5
  if #names <= most then
    return table.concat(names, ", ")
  end
  return table.concat(names, ", ", 1, most) .. " and " .. #names - most .. " more"
end

-- Adds the ids of the sources of a measure in these rows that are not yet seen.
local function add_source_ids(p, m, rows, ids, seen)
  local function add(text)
    for id in (text or ""):gmatch("[^;%s]+") do
      if not seen[id] then
        seen[id] = true
        ids[#ids + 1] = id
      end
    end
  end
  if not p.t:has(m.name .. "_source") then
    return add(known(p.t:info(m.name).sources))
  end
  local of = p.t:col(m.name .. "_source"):totable()
  for _, i in ipairs(rows) do
    if m.values[i] ~= nil then
      add(of[i])
    end
  end
end

local MOST_SOURCES = 8

--- Where the figures come from: "PEN_A: title", with the titles that the table
-- `sources` of the package has. `used` lists {measure, rows}.
function panel.sources(p, used)
  local list, titles, ids, seen = {}, {}, {}, {}
  for _, pair in ipairs(used) do
    add_source_ids(p, pair[1], pair[2], ids, seen)
  end
  local ok, sources = pcall(p.ctx.table, "sources")
  if ok and #ids > 0 and sources:has("id") and sources:has("title") then
    local id, title = sources:col("id"):totable(), sources:col("title"):totable()
    for i = 1, #sources do
      titles[id[i]] = title[i]
    end
  end
  for k = 1, math.min(#ids, MOST_SOURCES) do
    list[k] = titles[ids[k]] and ids[k] .. ": " .. titles[ids[k]] or ids[k]
  end
  if #ids > MOST_SOURCES then
    list[#list + 1] = string.format("and %d more", #ids - MOST_SOURCES)
  end
  return list
end

--- Counts for the ledger what an operation used of the rows it was given.
function panel.count(operation, m, of, used)
  core.note{operation = operation, subject = m.name, of = of, used = used}
end

-- Columns of words: text also where there is nothing to say.
local words = {flags = true, remark = true, verdict = true, censored = true, declared = true,
  reason = true}

-- The value of one cell of a result: nil for what no number can tell, counted.
local function cell(value, lost, name)
  if type(value) == "number" and not panel.finite(value) then
    lost[name] = (lost[name] or 0) + 1
    return nil
  end
  return value
end

--- A result table: records and columns {key, name, unit, kind, title, rounding}.
-- `key` is where the records hold the value, `name` the header (the key unless
-- given): headers of the data are kept, but where one is that of another column
-- the key stands for it. With a panel, `rows` of a record lists the rows of the data
-- that it came from, and the result tells them with their figures of the measures
-- (nil: of the record's own, `m`).
function panel.table(records, columns, p, measures)
  local taken, list = {}, {columns = {}}
  for _, column in ipairs(columns) do
    taken[column.key] = column.name == nil or column.name == column.key
  end
  for k, column in ipairs(columns) do
    local name = column.name or column.key
    if name ~= column.key and taken[name] then
      name = column.key
    end
    taken[name] = true
    list.columns[k] = {name = name, unit = column.unit, kind = column.kind,
      title = column.title, title_zh = column.title_zh, rounding = column.rounding,
      type = words[column.key] and "text" or nil}
  end
  local lost = {}
  for k, record in ipairs(records) do
    list[k] = {}
    for j, column in ipairs(columns) do
      local name = list.columns[j].name
      list[k][name] = cell(record[column.key], lost, name)
    end
  end
  if p then
    list.from = {}
    for k, record in ipairs(records) do
      list.from[k] = record.rows and lineage.of(p, measures or {record.m}, record.rows) or ""
    end
  end
  for name, count in pairs(lost) do
    core.note{operation = "result", subject = name, of = #records, used = #records - count,
      note = "beyond the range of numbers"}
  end
  return list
end

--- The column of the regions, or of whatever names a row.
function panel.who(p)
  return {key = "region", name = p.region_header or p.period_header, unit = "",
    kind = "category", title = p.region_header or p.period_header}
end

--- The column of a measure under its own header.
function panel.what(m)
  return {key = "value", name = m.name, unit = m.unit, kind = m.kind, title = m.title,
    title_zh = m.title_zh, rounding = m.precision}
end

--- "Internet penetration, 2016".
function panel.title(m, period)
  return period and m.title .. ", " .. period or m.title
end

return panel
