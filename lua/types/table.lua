--- Tables of data: what a script is given as `t`, and what its verbs return.
--
-- A table is a value: a verb answers with a new one that shares the columns, and
-- nothing changes a table. #t is the number of rows, t.users a column, t[i] a row,
-- `for i, r in ipairs(t)` goes through the rows. A column that has the name of a
-- verb, or no name that Lua reads, is t:col"where".
---@meta

---@class almanac.Columns
---@field [string] almanac.Column

---@class almanac.Table: almanac.Columns
---@field [integer] almanac.Row
---@operator len: integer
local t = {}

---@alias almanac.Condition string|almanac.Mask|fun(row: almanac.Row): boolean?
---@alias almanac.Entry string|almanac.Column|number|any[]|fun(row: almanac.Row): any

--- What is known of a column, as `t:info(name)` and `c:info()` give it. What is not
--- known is nil.
---@class almanac.Info
---@field name string # the header
---@field type "integer"|"number"|"text"|"boolean"|"period"
---@field title? string
---@field title_zh? string
---@field description? string
---@field unit? string # "" says: a number without one
---@field kind? "stock"|"flow"|"rate"|"index"|"category"
---@field role? "region"|"period"|"measure"|"weight"|"group"
---@field aggregate? string # how it rolls up: "sum" or "weighted_mean"
---@field weight? string # the column that its mean is weighted by
---@field low? number # bounds of its values
---@field high? number
---@field direction? integer # 1: more is better, -1: less is
---@field rounding? number # the precision it was published with
---@field sources? string
---@field hidden boolean # true for a companion such as users_status
---@field breaks {period: string, note: string, source: string, only: table}[]

--- The column of a name: also one that is called like a verb, that is hidden, or that
--- is no name in Lua. An unknown name raises, and suggests.
---
--- ```lua
--- t:col"penetration":max() --> 77.8
--- ```
---@param name string # header, name of a need, or metric
---@return almanac.Column
function t:col(name) end

--- Whether there is such a column, hidden ones and metrics included.
---
--- ```lua
--- t:has"users" --> true
--- ```
---@param name string
---@return boolean
function t:has(name) end

--- The headers in their order, without the hidden ones.
---
--- ```lua
--- table.concat(t:columns(), " ", 1, 2) --> region region4
--- ```
---@return string[]
function t:columns() end

--- What is known of the table: {name, rows, columns}; with a name, what is known of
--- that column (see Info).
---
--- ```lua
--- t:info"penetration".unit --> %
--- ```
---@param name? string
---@return almanac.Info|{name: string, rows: integer, columns: string[]}
function t:info(name) end

--- The rows as a list of plain tables, yours to sort and change. Missing cells are
--- absent.
---
--- ```lua
--- t:totable()[1].region --> Beijing
--- ```
---@return table<string, any>[]
function t:totable() end

--- The rows for which a condition is true: an expression, a function of a row, or a
--- mask. Where a comparison meets a missing value it is false. A filter that keeps no
--- row says so in the ledger and shows values of the columns it read.
---
--- ```lua
--- #t:where("penetration > 60 and region4 == 'East'") --> 4
--- #t:where("penetration > low", {low = 60}) --> 4
--- #t:where(t.penetration:gt(60) & t.region4:eq("East")) --> 4
--- ```
---@param condition almanac.Condition
---@param parameters? table<string, any> # names that the expression may use
---@return almanac.Table
function t:where(condition, parameters) end

--- A table with columns added, or replaced. Strings are assignments, in the order
--- written; later ones see earlier ones. Entries with a name are an expression, a
--- function of a row, a column, a list or one value for all rows, and see only the
--- table as it was. The name of a metric alone makes a column of it.
---
--- ```lua
--- t:with{"per_user = gdp / users", double = t.users * 2}
--- t:with{size = function(r) return r.users > 2000 and "big" or "small" end}
--- ```
---@param entries table<integer|string, almanac.Entry>|string
---@param parameters? table<string, any> # names that expressions may use
---@return almanac.Table
function t:with(entries, parameters) end

--- The columns named, in that order. Hidden ones become like the others.
---
--- ```lua
--- #t:select{"region", "users"}:columns() --> 2
--- ```
---@param names string[]|string # a list, or "region, users"
---@param ... string
---@return almanac.Table
function t:select(names, ...) end

--- All columns but those named.
---
--- ```lua
--- t:drop{"gdp"}
--- ```
---@param names string[]|string
---@param ... string
---@return almanac.Table
function t:drop(names, ...) end

--- Columns under other names: {new = "old"}.
---
--- ```lua
--- t:rename{online = "users"}:has"online" --> true
--- ```
---@param names table<string, string>
---@return almanac.Table
function t:rename(names) end

--- The rows sorted; `-` before a name is descending. Missing values come last both
--- ways, ties keep their order, texts sort by bytes and periods by their end.
---
--- ```lua
--- t:sort_by("-penetration, region")[1].region --> Beijing
--- ```
---@param keys string|string[]
---@return almanac.Table
function t:sort_by(keys) end

--- The first rows.
---
--- ```lua
--- #t:head(3) --> 3
--- ```
---@param n? integer # default 10
---@return almanac.Table
function t:head(n) end

--- The last rows.
---@param n? integer # default 10
---@return almanac.Table
function t:tail(n) end

--- Rows drawn without replacement; the same seed draws the same ones.
---
--- ```lua
--- #t:sample(4) --> 4
--- ```
---@param n? integer # default 10
---@param seed? integer # default: that of --seed
---@return almanac.Table
function t:sample(n, seed) end

--- The first row of each different combination of the columns named; of all columns
--- when none is.
---
--- ```lua
--- #t:distinct{"region4"} --> 3
--- ```
---@param names? string[]|string
---@param ... string
---@return almanac.Table
function t:distinct(names, ...) end

--- The rows of this table, then those of another. Columns meet by name; units are
--- brought to those of the first table, or refused.
---
--- ```lua
--- #t:head(2):append(t:tail(1)) --> 3
--- ```
---@param other almanac.Table
---@return almanac.Table
function t:append(other) end

--- The table split by the values of columns; see the topic `group`. Groups come in
--- order of first appearance, and a missing key is a group.
---
--- ```lua
--- #t:group_by{"region4"} --> 3
--- ```
---@param names string[]|string
---@param ... string
---@return almanac.Group
function t:group_by(names, ...) end

--- Aggregates of the whole table: one row.
---
--- ```lua
--- t:summarise{"total = sum(users)"}[1].total --> 11798.2
--- ```
---@param entries table<integer|string, string|number|fun(t: almanac.Table): any>|string
---@param parameters? table<string, any>
---@return almanac.Table
function t:summarise(entries, parameters) end

--- Columns of another table beside those of this one, where keys are equal. Rows
--- without a partner are counted in the ledger; a missing key matches nothing. A name
--- that both have gets `_right`. Rows that would multiply raise, unless many = true.
---
--- ```lua
--- local areas = t:where("period == '2016'"):select{"region", "gdp"}
--- t:select{"region", "users"}:join(areas, {on = "region"})
--- t:join(areas, {on = {region = "region"}, kind = "inner"})
--- ```
---@param other almanac.Table
---@param options string|{on: string|string[]|table<string, string>, kind?: "left"|"inner"|"right"|"full"|"semi"|"anti", many?: boolean}
---@return almanac.Table
function t:join(other, options) end

--- From long to wide: a row for each combination of `rows`, a column for each value of
--- `columns`, holding `values`. Two rows for one cell raise.
---
--- ```lua
--- t:pivot{rows = {"region"}, columns = "period", values = "users"}:has"2016" --> true
--- ```
---@param options {rows: string|string[], columns: string, values: string}
---@return almanac.Table
function t:pivot(options) end

--- From wide to long: a row for each of `columns`, with its name and its value.
---
--- ```lua
--- #t:unpivot{columns = {"users", "population"}, names = "what"} --> 12
--- ```
---@param options {columns: string|string[], names?: string, values?: string} # names of the two new columns, by default "name" and "value"
---@return almanac.Table
function t:unpivot(options) end
