--- Regions and periods, as the bundled scripts read them: require "panel".
--
-- A panel is a table whose rows are of a region, a period, or both; a measure is one
-- of its columns of numbers as a plain list with holes, one place a row, together with
-- what is known of it. Time that passes is taken from dates, never from counting rows.
---@meta

---@class almanac.panel
local panel = {}

---@class almanac.Panel
---@field n integer # rows
---@field t almanac.Table
---@field regions? string[] # the region of each row
---@field periods? string[] # the period of each row
---@field region_header? string
---@field period_header? string
---@field dates {text: string, time: number}[] # the different periods in order

---@class almanac.Measure
---@field name string
---@field title string
---@field unit? string
---@field kind? string
---@field rate boolean # a share or a figure per head
---@field change_unit? string # of its differences: pp for %
---@field direction integer # 1: more is better, -1: less is
---@field precision? number # it was published with
---@field weight? string # what its mean is weighted by
---@field additive? boolean # whether regions can be summed
---@field values number[] # one place a row, holes where missing
---@field rounding number[] # the precision of each figure

--- Reads who and when: the columns with the roles region and period, of which one may
--- be absent.
---
--- ```lua
--- local p = panel.open(t, ctx)
--- local m = panel.measure(p, "penetration")
--- local rows = panel.rows(p, panel.latest(p, m))
--- ```
---@param t almanac.Table
---@param ctx almanac.Context
---@return almanac.Panel
function panel.open(t, ctx) end

--- A column of numbers, with what is known of it. Figures that are no numbers, such as
--- 0/0, count as missing, with a note.
---@param p almanac.Panel
---@param name string
---@return almanac.Measure
function panel.measure(p, name) end

--- The measure meant when none is named: the first of `preferred` that the data has,
--- else the first column of numbers that measures something.
---@param p almanac.Panel
---@param preferred string[]
---@param besides? string # a column that will not do
---@return string
function panel.default_measure(p, preferred, besides) end

--- The precision of each figure, read into m.rounding; panel.measure has done it.
---@param p almanac.Panel
---@param m almanac.Measure
function panel.read_rounding(p, m) end

--- The status of each figure (R reported, D derived, U unverified), where known.
---@param p almanac.Panel
---@param m almanac.Measure
---@return string[]
function panel.status(p, m) end

--- The figure as it counts for ties: in units of its published precision.
---@param m almanac.Measure
---@param x number?
---@return number?
function panel.published(m, x) end

--- What rows weigh: the column named, else the one that the data names for the
--- measure, else the only one with the role weight; nil without one.
---@param p almanac.Panel
---@param m almanac.Measure
---@param name? string
---@return almanac.Measure?
function panel.weights(p, m, name) end

--- The latest period in which the measure has values; nil without periods.
---@param p almanac.Panel
---@param m almanac.Measure
---@return string?
function panel.latest(p, m) end

--- The period of the data that the user means: the same text, or the same end.
---@param p almanac.Panel
---@param text string
---@param flag string # to be named when there is none: "period"
---@return string
function panel.find_period(p, text, flag) end

--- The period to look at: `text` if given, else the latest with values.
---@param p almanac.Panel
---@param m almanac.Measure
---@param text? string
---@return string?
function panel.period(p, m, text) end

--- The period that ends so many years before another, if the measure has values in it.
---@param p almanac.Panel
---@param m almanac.Measure
---@param text string
---@param years number
---@return string?
function panel.before(p, m, text, years) end

--- The last period before another in which the measure has values.
---@param p almanac.Panel
---@param m almanac.Measure
---@param text string
---@return string?
function panel.previous(p, m, text) end

--- The period to compare with: `text` if given, else the year before, else the last
--- one before.
---@param p almanac.Panel
---@param m almanac.Measure
---@param period string?
---@param text? string
---@return string?
function panel.since(p, m, period, text) end

--- Years from one period to another, by their ends.
---
--- ```lua
--- panel.years("2015", "2016-S1") --> 0.5
--- ```
---@param from string
---@param to string
---@return number
function panel.years(from, to) end

--- What a row is called: its region, else its period.
---@param p almanac.Panel
---@param i integer
---@return string?
function panel.name(p, i) end

--- The rows of a period (all when it is nil), one a region, in the order of the data.
---@param p almanac.Panel
---@param period? string
---@return integer[]
function panel.rows(p, period) end

--- Of some rows, those in which every measure has a value, and those that lack one.
---@param rows integer[]
---@param ... almanac.Measure
---@return integer[] whole
---@return integer[] lacking
function panel.complete(rows, ...) end

--- The values of a measure in some rows.
---@param m almanac.Measure
---@param rows integer[]
---@return number[]
function panel.pick(m, rows) end

--- The row of each region in a period.
---@param p almanac.Panel
---@param period? string
---@return table<string, integer>
function panel.by_region(p, period) end

--- The regions with a value in both periods, as {row, row before}, and the names of
--- the others.
---@param p almanac.Panel
---@param m almanac.Measure
---@param since string
---@param period string
---@return integer[][]
---@return string[] lacking
function panel.matched(p, m, since, period) end

--- The rows of both ends of those comparisons: what their figures rest on.
---@param p almanac.Panel
---@param m almanac.Measure
---@param since string
---@param period string
---@return integer[]
function panel.ends(p, m, since, period) end

--- The break of the series that lies between two periods, if there is one; some
--- concern few rows, of which i is to be one.
---@param m almanac.Measure
---@param from string
---@param to string
---@param i? integer
---@return {period: string, note: string, source: string}?
function panel.break_between(m, from, to, i) end

--- Where the figures of some rows come from, as texts for a report.
---@param p almanac.Panel
---@param used table[] # {measure, rows} pairs
---@return string[]
function panel.sources(p, used) end

--- Says in the ledger what an operation used of the rows it was given.
---@param operation string
---@param m almanac.Measure
---@param of integer
---@param used integer
function panel.count(operation, m, of, used) end

--- A result table: records, and columns {key =, name =, unit =, kind =, title =,
--- rounding =}, where `key` is the field of the records and `name` the header. With a
--- panel, `rows` of a record lists the rows of the data that it came from, and pages tell
--- them with their figures of the measures (nil: of the record's own, `m`).
---@param records table[]
---@param columns table[]
---@param p? almanac.Panel
---@param measures? almanac.Measure[]
---@return table
function panel.table(records, columns, p, measures) end

--- The column of the regions, or of whatever names a row, for panel.table.
---@param p almanac.Panel
---@return table
function panel.who(p) end

--- The column of a measure under its own header, for panel.table.
---@param m almanac.Measure
---@return table
function panel.what(m) end

--- The title of a result: "Internet penetration, 2016".
---@param m almanac.Measure
---@param period? string
---@return string
function panel.title(m, period) end

--- Ends the run with what is wrong with the data, in one sentence; arguments as
--- string.format takes them. The exit status is 3.
---@param format string
---@param ... any
function panel.refuse(format, ...) end

--- The same for what is wrong with the flags. The exit status is 2.
---@param format string
---@param ... any
function panel.misuse(format, ...) end

--- Whether a number can be written down: neither nan nor infinite.
---
--- ```lua
--- panel.finite(1 / 0) --> false
--- ```
---@param x number
---@return boolean
function panel.finite(x) end

--- a - b as one would write it down.
---
--- ```lua
--- panel.minus(77.8, 74.1) --> 3.7
--- ```
---@param a number?
---@param b number?
---@return number?
function panel.minus(a, b) end

--- A number without what binary arithmetic adds to it.
---
--- ```lua
--- panel.tidy(0.1 + 0.2) --> 0.3
--- ```
---@param x number
---@return number?
function panel.tidy(x) end

--- The share of a whole in percent; nil where there is none.
---
--- ```lua
--- panel.percent(1, 8) --> 12.5
--- ```
---@param part number?
---@param whole number?
---@return number?
function panel.percent(part, whole) end

--- Some names: "A, B and 3 more".
---
--- ```lua
--- panel.some({"A", "B", "C"}, 2) --> A, B and 1 more
--- ```
---@param names string[]
---@param most? integer # default 5
---@return string
function panel.some(names, most) end

return panel
