-- Where axes are marked. The tables of linear ticks are the published tests of
-- D3 (d3-array 3, test/ticks-test.js).

local check = require "check"
local ticks = require "chart.ticks"

local function all(lo, hi, count)
  local texts = {}
  for i, x in ipairs((ticks.linear(lo, hi, count))) do
    texts[i] = string.format("%.15g", x)
  end
  return table.concat(texts, " ")
end

local TENTHS = "0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9 1"
local published = {
  {0, 1, 10, TENTHS}, {0, 1, 9, TENTHS}, {0, 1, 8, TENTHS},
  {0, 1, 7, "0 0.2 0.4 0.6 0.8 1"}, {0, 1, 4, "0 0.2 0.4 0.6 0.8 1"},
  {0, 1, 3, "0 0.5 1"}, {0, 1, 2, "0 0.5 1"}, {0, 1, 1, "0 1"},
  {0, 10, 10, "0 1 2 3 4 5 6 7 8 9 10"}, {0, 10, 8, "0 1 2 3 4 5 6 7 8 9 10"},
  {0, 10, 7, "0 2 4 6 8 10"}, {0, 10, 4, "0 2 4 6 8 10"}, {0, 10, 3, "0 5 10"},
  {0, 10, 2, "0 5 10"}, {0, 10, 1, "0 10"},
  {-10, 10, 10, "-10 -8 -6 -4 -2 0 2 4 6 8 10"}, {-10, 10, 7, "-10 -8 -6 -4 -2 0 2 4 6 8 10"},
  {-10, 10, 6, "-10 -5 0 5 10"}, {-10, 10, 3, "-10 -5 0 5 10"}, {-10, 10, 2, "-10 0 10"},
  {-10, 10, 1, "0"}, {0, 2.2, 3, "0 1 2"}, {1, 1, 10, "1"}, {0, 1, 0, ""}, {0, 1, -1, ""},
  {0.98, 1.14, 10, "0.98 1 1.02 1.04 1.06 1.08 1.1 1.12 1.14"},
}

local function labels_of(list)
  local texts = {}
  for i, tick in ipairs(list) do
    texts[i] = tick.label
  end
  return table.concat(texts, " ")
end

-- As many labels fit as `most`.
local function periods(lo, hi, frequency, most)
  local list = ticks.periods(lo, hi, frequency, function(l) return #l <= most end)
  return labels_of(list), list
end

check.run{
  ["linear ticks are those that D3 publishes"] = function()
    for _, case in ipairs(published) do
      check.equal(all(case[1], case[2], case[3]), case[4])
    end
  end,

  ["what is no number has no ticks"] = function()
    check.equal(all(0 / 0, 1, 5), "")
    check.equal(all(0, math.huge, 5), "")
    check.equal(#ticks.log(0, 10, 5), 0)
    check.equal(#ticks.log(-1, 10, 5), 0)
  end,

  ["there is no negative zero"] = function()
    for _, x in ipairs((ticks.linear(-1, 0, 5))) do
      check.equal(1 / x ~= -math.huge, true)
    end
  end,

  ["a range is widened to whole steps"] = function()
    local lo, hi = ticks.nice(8.1, 14.1, 4)
    check.equal(lo, 8.0)
    check.equal(hi, 16.0)
    lo, hi = ticks.nice(0, 77.8, 5)
    check.equal(lo, 0.0)
    check.equal(hi, 80.0)
    lo, hi = ticks.nice(-0.23, 0.71, 5)
    check.near(lo, -0.4)
    check.near(hi, 0.8)
  end,

  ["a widened range is covered by its ticks, whatever the range"] = function()
    for _, range in ipairs{{1e-9, 3e-9}, {-7, 1e6}, {99.9, 100.1}, {-1e12, -3}} do
      local lo, hi = ticks.nice(range[1], range[2], 5)
      local list = ticks.linear(lo, hi, 5)
      check.equal(lo <= range[1] and hi >= range[2], true)
      check.near(list[1], lo)
      check.near(list[#list], hi)
      check.equal(#list >= 3 and #list <= 9, true)
    end
  end,

  ["log ticks are 1 2 5, then powers, then every few powers"] = function()
    check.list(ticks.log(1, 100, 7), {1, 2, 5, 10, 20, 50, 100})
    check.list(ticks.log(0.1, 100, 7), {0.1, 0.3, 1, 3, 10, 30, 100})
    check.list(ticks.log(1, 1e5, 6), {1, 10, 100, 1e3, 1e4, 1e5})
    check.list(ticks.log(1, 1e12, 4), {1, 1e3, 1e6, 1e9, 1e12})
    check.list(ticks.log(0.02, 0.5, 7), {0.02, 0.05, 0.1, 0.2, 0.5})
  end,

  ["steps are no finer than what is counted in"] = function()
    check.list((ticks.linear(0, 2, 5, 1)), {0, 1, 2})
    check.list((ticks.linear(0, 1, 10, 1)), {0, 1})
    check.list((ticks.linear(0, 100, 5, 1)), {0, 20, 40, 60, 80, 100})
    local lo, hi = ticks.nice(2013.9, 2014.4, 5, 1)
    check.equal(lo, 2013.0)
    check.equal(hi, 2015.0)
  end,

  ["a log axis of about a decade has more ticks, of less than that linear ones"] = function()
    check.list(ticks.log(20, 100, 5), {20, 30, 50, 70, 100})
    check.list(ticks.log(30, 80, 5), {30, 40, 50, 60, 70, 80})
    check.list(ticks.log(22, 38, 4), {25, 30, 35})
  end,

  ["a log axis reaches from unit to unit of powers of ten, or as a linear one"] = function()
    local function nice(lo, hi)
      local a, b = ticks.log_nice(lo, hi, 5)
      return string.format("%.10g %.10g", a, b)
    end
    check.equal(nice(3, 90000), "3 90000")
    check.equal(nice(62, 1234), "60 2000")
    check.equal(nice(0.0021, 7), "0.002 7")
    check.equal(nice(91, 119), "90 120")
    check.equal(nice(1, 2.5), "1 3")
  end,

  ["an axis logarithmic to both sides has powers to both sides of zero"] = function()
    check.list(ticks.symmetric(-100, 1000, 8), {-100, -10, -1, 0, 1, 10, 100, 1000})
    check.list(ticks.symmetric(0, 1000, 8), {0, 1, 10, 100, 1000})
    check.list(ticks.symmetric(-4, 4, 5), {-4, -2, 0, 2, 4})
  end,

  ["half-years are named where there is room, else years"] = function()
    check.equal(periods(2015.5, 2017, "half", 4), "2015-S1 2015-S2 2016-S1 2016-S2")
    check.equal(periods(2015.5, 2017, "half", 3), "2015 2016")
    local _, list = periods(2015.5, 2017, "half", 3)
    check.equal(list[1].value, 2016.0)
  end,

  ["years stand where they end, and are thinned to whole fives and tens"] = function()
    check.equal(periods(2011, 2017, "year", 9), "2010 2011 2012 2013 2014 2015 2016")
    check.equal(periods(2011, 2017, "year", 4), "2010 2012 2014 2016")
    check.equal(periods(1998, 2026, "year", 8), "2000 2005 2010 2015 2020 2025")
    check.equal(periods(1998, 2026, "year", 4), "2000 2010 2020")
    check.equal(periods(1901, 2026, "half", 3), "1900 1950 2000")
  end,

  ["months and quarters"] = function()
    check.equal(periods(2016.25, 2016.75, "month", 9),
      "2016-03 2016-04 2016-05 2016-06 2016-07 2016-08 2016-09")
    check.equal(periods(2016.25, 2016.75, "month", 3), "2016-03 2016-06 2016-09")
    check.equal(periods(2016.25, 2017, "quarter", 4), "2016-Q1 2016-Q2 2016-Q3 2016-Q4")
  end,

  ["the frequency is that of the finest period"] = function()
    check.equal(ticks.frequency{"2015", "2016"}, "year")
    check.equal(ticks.frequency{"1997-10", "1998-S1"}, "month")
    check.equal(ticks.frequency{"2016", "2016-S1"}, "half")
    check.equal(ticks.frequency{"2016-06-30"}, "day")
  end,

  ["labels share their digits; long numbers are in groups of three"] = function()
    check.equal(table.concat(ticks.labels{0, 0.5, 1}, " "), "0.0 0.5 1.0")
    check.equal(table.concat(ticks.labels{-50, 0, 50}, " "), "−50 0 50")
    check.equal(table.concat(ticks.labels({0, 50000}, {group = true}), " "), "0 50\u{2009}000")
    check.equal(table.concat(ticks.labels({0.1, 1, 10}, {log = true}), " "), "0.1 1 10")
    check.equal(ticks.label(1234567.25, 2, true), "1\u{2009}234\u{2009}567.25")
    check.equal(ticks.label(2016, 0, true), "2016")
    check.equal(ticks.label(3e15, 0), "3e15")
    check.equal(ticks.label(-1.37e-9, 0), "−1.37e−9")
    check.equal(table.concat(ticks.labels{0, 1e-9, 2e-9}, " "), "0 1e−9 2e−9")
    check.equal(table.concat(ticks.labels{1.0001e15, 1.0002e15}, " "), "1.0001e15 1.0002e15")
  end,
}
