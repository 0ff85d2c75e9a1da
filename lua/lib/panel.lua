--- Regions and periods: what the bundled scripts share.
--
-- `panel.open(t, ctx)` reads the columns with the roles region and period, both
-- optional; `panel.measure(p, name)` a column of numbers with what is known of
-- it. Values are plain lists with holes, one place a row of the table.
-- Wherever time passes, it is taken from the dates, never from counting rows.
--
-- The functions stand in almanac.panel.*, by what they are about.

local measures = require "almanac.panel.measures"
local naming = require "almanac.panel.naming"
local numbers = require "almanac.panel.numbers"
local periods = require "almanac.panel.periods"
local places = require "almanac.panel.places"
local refusal = require "almanac.panel.refusal"
local results = require "almanac.panel.results"
local sources = require "almanac.panel.sources"

local panel = {
  refuse = refusal.refuse, misuse = refusal.misuse,

  finite = numbers.finite, minus = numbers.minus, tidy = numbers.tidy,
  percent = numbers.percent,

  measure = measures.measure, default_measure = measures.default_measure,
  read_rounding = measures.read_rounding, status = measures.status,
  published = measures.published, weights = measures.weights,

  latest = periods.latest, find_period = periods.find_period, period = periods.period,
  before = periods.before, previous = periods.previous, since = periods.since,
  years = periods.years, break_between = periods.break_between,

  name = places.name, rows = places.rows, complete = places.complete, pick = places.pick,
  by_region = places.by_region, matched = places.matched,
  ends = places.ends,

  some = naming.some, title = naming.title, sources = sources.sources,

  count = results.count, table = results.table, who = results.who, what = results.what,
}

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
    p.dates = periods.in_order(p.periods, p.n)
  end
  if not p.regions and not p.periods then
    panel.refuse("the data has neither a column of regions nor one of periods; " ..
      "--map region=COLUMN names it")
  end
  return p
end

return panel
