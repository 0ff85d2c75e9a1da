--- The rows of a chart for Vega-Lite: one object a row, missing values null.
--
-- A period on an axis of time is there twice: as its text, and as the date of its end
-- under the same name with `_end` behind.

local native = require "almanac.native"

local vega_data = {}

local ends = {S1 = "06-30", S2 = "12-31", Q1 = "03-31", Q2 = "06-30", Q3 = "09-30",
  Q4 = "12-31"}
local days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

local function last_day(year, month)
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  return month == 2 and leap and 29 or days[month]
end

--- The date of the end of a period: "2016-S1" ends on "2016-06-30".
---@param text string
---@return string
function vega_data.date(text)
  local y, rest = text:match("^(%d+)%-?(.*)$")
  if rest == "" then
    return y .. "-12-31"
  elseif ends[rest] then
    return y .. "-" .. ends[rest]
  elseif rest:find("-", 1, true) then
    return text
  end
  return string.format("%s-%02d", text, last_day(tonumber(y), tonumber(rest)))
end

--- The same as Vega-Lite writes a date that is not in the data.
function vega_data.datum(text)
  local y, m, d = vega_data.date(text):match("^(%d+)-(%d+)-(%d+)$")
  return {year = tonumber(y), month = tonumber(m), date = tonumber(d), utc = true}
end

-- A column as a key of rows that Vega's paths can name: quotes and backslashes have no
-- place in one, and points and brackets are escaped where the key is named.
local function key_of(name, taken)
  local key = name:gsub("[\"'\\]", "_")
  while taken[key] do
    key = key .. "_"
  end
  taken[key] = true
  return key
end

--- What columns are called in rows, and the dates of their periods.
---@return {keys: table<string, string>, dates: table<string, string>}
function vega_data.names(chart)
  local taken, sorted = {}, {}
  local names = {keys = {}, dates = {}, taken = taken}
  for name in pairs(chart.fields) do
    sorted[#sorted + 1] = name
  end
  table.sort(sorted)
  for _, name in ipairs(sorted) do
    names.keys[name] = key_of(name, taken)
  end
  for _, name in ipairs(sorted) do
    names.dates[name] = chart.fields[name].type == "period" and
      key_of(names.keys[name] .. "_end", taken) or nil
  end
  return names
end

--- A key that no column has, for one that is made here.
function vega_data.free(names, key)
  return key_of(key, names.taken)
end

--- A key as the path to it.
function vega_data.path(key)
  return (key:gsub("[%.%[%]]", "\\%0"))
end

-- The columns of a dataset that stand on an axis of time.
local function on_time(chart, k)
  local names = {}
  for i = 1, chart.layers.n do
    local layer = chart.layers[i]
    for _, name in ipairs({"x", "y", "x2", "y2"}) do
      local c = layer.encoding[name]
      if layer.data == k and c and c.field and c.type == "temporal" then
        names[c.field] = true
      end
    end
  end
  return names
end

local function null_or(value)
  if value == nil then
    return native.null
  end
  return value
end

--- The rows of dataset `k`.
function vega_data.rows(chart, k, names)
  local set, dated = chart.data[k], on_time(chart, k)
  local rows = {n = set.n}
  for i = 1, set.n do
    local row = {}
    for name, values in pairs(set.columns) do
      row[names.keys[name]] = null_or(values[i])
      if dated[name] then
        row[names.dates[name]] = null_or(values[i] and vega_data.date(values[i]))
      end
    end
    rows[i] = row
  end
  return rows
end

-- Of many ticks one in so many is shown, counted from the last.
local EVERY, MOST = {1, 2, 3, 4, 6, 12, 24, 60, 120}, 14

local function thinned(dates)
  local every = 1
  for _, step in ipairs(EVERY) do
    every = step
    if dates.n / step <= MOST then
      break
    end
  end
  local kept = {n = 0}
  for i = (dates.n - 1) % every + 1, dates.n, every do
    kept.n = kept.n + 1
    kept[kept.n] = dates[i]
  end
  return kept
end

local labels = {
  A = "utcFormat(datum.value, '%Y')",
  S = "utcFormat(datum.value, '%Y') + (utcmonth(datum.value) < 6 ? '-S1' : '-S2')",
  Q = "utcFormat(datum.value, '%Y-Q%q')",
  M = "utcFormat(datum.value, '%Y-%m')",
  D = "utcFormat(datum.value, '%Y-%m-%d')",
}

-- Texts by the date of their end, where periods of several lengths stand together.
local function mixed(texts)
  local by_date, pairs_of = {}, {}
  for _, text in ipairs(texts) do
    local date = vega_data.date(text)
    if not by_date[date] then
      by_date[date] = true
      pairs_of[#pairs_of + 1] = string.format("'%s': '%s'", date, text)
    end
  end
  return "{" .. table.concat(pairs_of, ", ") .. "}[utcFormat(datum.value, '%Y-%m-%d')]"
end

--- The ticks of an axis of time, the ends of the periods that the data has (nil: of
-- days, as many as there is room for), and an expression that labels them as periods.
---@return table? dates
---@return string label
function vega_data.time_axis(texts)
  table.sort(texts, function(a, b)
    return time(a) < time(b) or (time(a) == time(b) and a < b)
  end)
  local dates, seen, frequencies, kinds = {n = 0}, {}, {}, 0
  for _, text in ipairs(texts) do
    local date, length = vega_data.date(text), frequency(text)
    if not seen[date] then
      seen[date] = true
      dates.n = dates.n + 1
      dates[dates.n] = date
    end
    if not frequencies[length] then
      frequencies[length] = true
      kinds = kinds + 1
    end
  end
  if kinds == 1 and frequencies.D and dates.n > MOST then
    return nil, labels.D
  end
  return thinned(dates), kinds == 1 and labels[next(frequencies)] or mixed(texts)
end

return vega_data
