--- Where an axis is marked, and what stands there.
--
--   ticks.linear(lo, hi, count, least)  -> values within [lo, hi], step (at least that)
--   ticks.nice(lo, hi, count, least)    -> lo, hi widened to whole steps
--   ticks.log(lo, hi, count), ticks.symmetric(lo, hi, count)  -> values within [lo, hi]
--   ticks.periods(lo, hi, frequency, fits) -> {{value =, label =}, ...}
--   ticks.labels(values)         -> texts with the same digits after the point
--
-- Steps are 1, 2 or 5 times a power of ten, whichever comes nearest in ratio to
-- the range by the count: the rule of the D3 library, whose published results
-- the tests hold. Periods stand where they end, as everywhere in the program:
-- 2016-S1 at 2016.5, 2016 and 2016-S2 at 2017. An axis of days is marked with dates.

local format = require "almanac.format"

local ticks = {}

local MOST = 1000 -- ticks, whatever is asked for

-- The step as factor * 10^power.
local function step_of(span, count, least)
  local raw = math.max(span / math.max(count, 1), least or 0)
  local power = math.floor(math.log(raw, 10))
  local error = raw / 10.0 ^ power
  local factor = 1
  if error >= math.sqrt(50) then
    factor = 10
  elseif error >= math.sqrt(10) then
    factor = 5
  elseif error >= math.sqrt(2) then
    factor = 2
  end
  return factor, power
end

-- The first and last multiple of the step within [lo, hi], and what turns a
-- multiple into a value: below 1 by division, so that 3 tenths are 0.3.
local function multiples(lo, hi, count, least, outwards)
  local factor, power = step_of(hi - lo, count, least)
  local first, last, value
  local down = outwards and math.floor or math.ceil
  local up = outwards and math.ceil or math.floor
  local tiny = 1e-9 -- of a step
  if power < 0 then
    local per = 10.0 ^ -power / factor
    first, last = lo * per, hi * per
    value = function(i) return i / per end
  else
    local step = factor * 10.0 ^ power
    first, last = lo / step, hi / step
    value = function(i) return i * step end
  end
  if outwards then
    return down(first + tiny), up(last - tiny), value
  end
  return down(first - tiny), up(last + tiny), value
end

local function finite(lo, hi)
  return lo and hi and lo == lo and hi == hi and math.abs(lo) < math.huge and
    math.abs(hi) < math.huge
end

---@param least number? below which a step says nothing: 1 where things are counted
---@return number[] values, number step
function ticks.linear(lo, hi, count, least)
  if not finite(lo, hi) or count < 1 then
    return {}, 0
  end
  if lo == hi then
    return {lo}, 0
  end
  local first, last, value = multiples(lo, hi, count, least)
  if last < first and count < 2 then
    return ticks.linear(lo, hi, count * 2, least)
  end
  local list = {}
  for i = first, math.min(last, first + MOST) do
    list[#list + 1] = value(i) + 0.0
  end
  return list, value(1)
end

--- Twice, as a wider range may have wider steps.
function ticks.nice(lo, hi, count, least)
  for _ = 1, 2 do
    if not finite(lo, hi) or lo == hi then
      return lo, hi
    end
    local first, last, value = multiples(lo, hi, count, least, true)
    lo, hi = value(first), value(last)
  end
  return lo + 0.0, hi + 0.0
end

local function log_values(lo, hi, factors, every)
  local list = {}
  for power = math.floor(math.log(lo, 10)), math.ceil(math.log(hi, 10)) do
    for _, factor in ipairs(factors) do
      local x = power < 0 and factor / 10.0 ^ -power or factor * 10.0 ^ power
      if power % every == 0 and x >= lo * (1 - 1e-9) and x <= hi * (1 + 1e-9) then
        list[#list + 1] = x
      end
    end
  end
  return list
end

local NARROW = 3 -- times the least value: where a log axis is nearly a linear one
local FEW = 4    -- ticks of 1, 2 and 5; there are more between them

-- Within a decade or so: every unit of a power of ten, or five of them.
local function finer(lo, hi, count, coarse)
  for _, factors in ipairs{{1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 5, 7}} do
    local list = log_values(lo, hi, factors, 1)
    if #list <= count + 1 then
      return #list > #coarse and list or coarse
    end
  end
  return coarse
end

--- 1, 2 and 5 in every power of ten, or 1 and 3, or whole powers, or every few of
--- them: as many as do not exceed `count` by much. `lo` is above 0. More than those
--- in a decade, and linear ones where that is all there is.
function ticks.log(lo, hi, count)
  if not finite(lo, hi) or lo <= 0 or hi < lo then
    return {}
  elseif hi < NARROW * lo then
    return (ticks.linear(lo, hi, count))
  end
  for _, factors in ipairs{{1, 2, 5}, {1, 3}, {1}} do
    local list = log_values(lo, hi, factors, 1)
    if #list <= count + 1 then
      list = #list < FEW and finer(lo, hi, count, list) or list
      return #list >= 2 and list or (ticks.linear(lo, hi, count))
    end
  end
  for every = 2, MOST do
    local list = log_values(lo, hi, {1}, every)
    if #list <= count + 1 then
      return list
    end
  end
  return {}
end

-- From a unit of a power of ten to one.
local function log_limit(x, up)
  local power = 10.0 ^ math.floor(math.log(x, 10) + 1e-12)
  local unit = up and math.ceil(x / power * (1 - 1e-9)) or math.floor(x / power * (1 + 1e-9))
  return math.max(unit, 1) * power
end

--- The range of a log axis, widened: `lo` is above 0.
function ticks.log_nice(lo, hi, count)
  if hi < NARROW * lo then
    local low, high = ticks.nice(lo, hi, count)
    if low > 0 then
      return low, high
    end
  end
  return log_limit(lo, false), log_limit(hi, true)
end

--- Powers of ten to both sides of zero, for an axis that is logarithmic to both.
function ticks.symmetric(lo, hi, count)
  local most = math.max(math.abs(lo), math.abs(hi))
  if not finite(lo, hi) or most <= 10 then
    return (ticks.linear(lo, hi, count))
  end
  local all, list = {0.0}, {}
  for _, x in ipairs(ticks.log(1, most, math.max(2, count // 2))) do
    table.insert(all, 1, -x)
    all[#all + 1] = x
  end
  for _, x in ipairs(all) do
    if x >= lo and x <= hi then
      list[#list + 1] = x
    end
  end
  return list
end

--- The digits after the point that these values need.
function ticks.decimals(values)
  local most = 0
  for _, x in ipairs(values) do
    local digits, exponent = string.format("%.9e", x):match("%.(%d+)e([+-]%d+)")
    if digits then
      local own = #(digits:gsub("0+$", "")) - tonumber(exponent)
      most = math.max(most, own)
    end
  end
  return math.min(most, 12)
end

local LONG = 5 -- digits from which they are set in groups of three

-- "73 128" with thin blanks, which no reader takes for points or commas.
local function grouped(text)
  local sign, whole, rest = text:match("^(-?)(%d+)(.*)$")
  if not whole or #whole < LONG then
    return text
  end
  local groups = whole:reverse():gsub("%d%d%d", "%0|"):reverse():gsub("^|", "")
  return sign .. groups:gsub("|", "\u{2009}") .. rest
end

-- Written with a power of ten: 1.5e15.
local function is_scientific(x)
  return x ~= 0 and (math.abs(x) >= 1e12 or math.abs(x) < 1e-6)
end

local function scientific(x, digits)
  return (string.format("%." .. digits .. "g", x):gsub("e%+?(%-?)0*(%d)", "e%1%2"))
end

local DIGITS = 3 -- of numbers with a power of ten

--- One number as an axis or a label shows it.
---@param decimals integer
---@param group boolean? long numbers in groups of three
---@param digits integer? of numbers with a power of ten
function ticks.label(x, decimals, group, digits)
  local text
  if is_scientific(x) then
    text = scientific(x, digits or DIGITS)
  else
    text = format.number(x + 0.0, decimals)
    text = group and grouped(text) or text
  end
  return (text:gsub("%-", "−"))
end

-- As many digits as tell the numbers with a power of ten apart; nil: there is none.
local function digits_of(values)
  local found = false
  for digits = DIGITS, 17 do
    local seen, twice = {}, false
    for _, x in ipairs(values) do
      if is_scientific(x) then
        local text = scientific(x, digits)
        found, twice, seen[text] = true, twice or seen[text] ~= nil, true
      end
    end
    if not twice then
      return found and digits or nil
    end
  end
end

--- The same for all values; on a log axis each with its own decimals.
function ticks.labels(values, options)
  options = options or {}
  local decimals, list, digits = ticks.decimals(values), {}, digits_of(values)
  for i, x in ipairs(values) do
    local own = (options.log or digits) and ticks.decimals{x} or decimals
    list[i] = ticks.label(x, own, options.group, digits)
  end
  return list
end

-- ---- periods ----

local per_year = {year = 1, half = 2, quarter = 4, month = 12, day = 12}

--- How often texts of periods come: the finest of them.
---@return string "year", "half", "quarter", "month" or "day"
function ticks.frequency(texts)
  local finest, rank = "year", {year = 1, half = 2, quarter = 3, month = 4, day = 5}
  for _, text in ipairs(texts) do
    local own = "year"
    if text:find("^%d+%-S") then
      own = "half"
    elseif text:find("^%d+%-Q") then
      own = "quarter"
    elseif text:find("^%d+%-%d+%-%d+") then
      own = "day"
    elseif text:find("^%d+%-%d") then
      own = "month"
    end
    if rank[own] > rank[finest] then
      finest = own
    end
  end
  return finest
end

local days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

-- The last day of a month, as a date.
local function month_end(year, month)
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return string.format("%d-%02d-%02d", year, month, month == 2 and leap and 29 or days[month])
end

local function part_label(year, part, frequency)
  if frequency == "day" then
    return month_end(year, part)
  elseif frequency == "half" then
    return string.format("%d-S%d", year, part)
  elseif frequency == "quarter" then
    return string.format("%d-Q%d", year, part)
  end
  return string.format("%d-%02d", year, part)
end

-- Ends of the parts of years, every `stride` of them.
local function within_years(lo, hi, frequency, stride)
  local n, list = per_year[frequency], {}
  for i = math.ceil(lo * n - 1e-6), math.floor(hi * n + 1e-6) do
    local year, part = (i - 1) // n, (i - 1) % n + 1
    if part % stride == 0 then
      list[#list + 1] = {value = i / n, label = part_label(year, part, frequency)}
    end
  end
  return list
end

local function whole_years(lo, hi, every, frequency)
  local list = {}
  for year = math.ceil(lo - 1 - 1e-6), math.floor(hi - 1 + 1e-6) do
    if year % every == 0 then
      list[#list + 1] = {value = year + 1.0,
        label = frequency == "day" and month_end(year, 12) or string.format("%d", year)}
    end
  end
  return list
end

local strides = {half = {1}, quarter = {1, 2}, month = {1, 3, 6}, day = {1, 3, 6}}

--- The finest marks whose labels fit: parts of years, else years, every second,
--- fifth, tenth of them.
---@param fits fun(list: table[]): boolean
function ticks.periods(lo, hi, frequency, fits)
  for _, stride in ipairs(strides[frequency] or {}) do
    if (hi - lo) * per_year[frequency] / stride <= MOST then
      local list = within_years(lo, hi, frequency, stride)
      if #list > 0 and fits(list) then
        return list
      end
    end
  end
  local every, k = 1, 0
  while true do
    local list = whole_years(lo, hi, every, frequency)
    if #list <= 1 or fits(list) then
      return list
    end
    k = k + 1
    every = 10 ^ (k // 3) * ({[0] = 1, 2, 5})[k % 3] // 1 | 0
  end
end

return ticks
