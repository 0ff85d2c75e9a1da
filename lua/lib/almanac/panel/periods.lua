--- Periods: which there are, which one is meant, and how far apart they are.
-- Periods meet by date.

local refusal = require "almanac.panel.refusal"

local periods = {}

local NEAR = 1e-6 -- of a year: periods meet by date, and dates are sums

--- The different periods of a list of n places, in order of their ends.
function periods.in_order(list, n)
  local seen, dates = {}, {}
  for i = 1, n do
    local text = list[i]
    if text ~= nil and not seen[text] then
      seen[text] = true
      dates[#dates + 1] = {text = text, time = time(text)}
    end
  end
  table.sort(dates, function(a, b)
    if a.time ~= b.time then
      return a.time < b.time
    end
    return a.text < b.text
  end)
  return dates
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
function periods.latest(p, m)
  if not p.periods then
    return nil
  end
  for i = #p.dates, 1, -1 do
    if has_values(p, m, p.dates[i].text) then
      return p.dates[i].text
    end
  end
  refusal.refuse("%s has no value in any period", m.name)
end

--- The period of the data that the user means: the same text, or the same end
-- (2016 is 2016-S2 where the data is half-yearly).
function periods.find_period(p, text, flag)
  if not p.periods then
    refusal.misuse("--%s %s: the data has no column of periods", flag, text)
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
    refusal.misuse("--%s %s: the data has no such period; it has %s", flag, text,
      first and (first.text .. " to " .. last.text) or "none")
  end
  return same_end
end

--- The period to look at: --period, else the latest with values.
function periods.period(p, m, text)
  if text then
    return periods.find_period(p, text, "period")
  end
  return periods.latest(p, m)
end

--- The period that ends `years` before `text` and in which the measure has
-- values, or nil.
function periods.before(p, m, text, years)
  local wanted = time(text) - years
  for _, date in ipairs(p.dates) do
    if math.abs(date.time - wanted) < NEAR and has_values(p, m, date.text) then
      return date.text
    end
  end
  return nil
end

--- The last period before `text` in which the measure has values, or nil.
function periods.previous(p, m, text)
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
function periods.since(p, m, period, text)
  if text then
    local since = periods.find_period(p, text, "since")
    if time(since) >= time(period) then
      refusal.misuse("--since %s is not before %s", text, period)
    end
    return since
  end
  if period == nil then
    return nil
  end
  return periods.before(p, m, period, 1) or periods.previous(p, m, period)
end

--- Years from one period to another, by their ends.
function periods.years(from, to)
  local years = time(to) - time(from)
  return math.floor(years * 1e6 + 0.5) / 1e6
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
function periods.break_between(m, from, to, i)
  for _, point in ipairs(m.breaks) do
    local at = time(point.period)
    if concerns(m, point, i) and time(from) < at - NEAR and at <= time(to) + NEAR then
      return point
    end
  end
  return nil
end

return periods
