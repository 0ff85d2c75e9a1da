--- Columns: what t.users is. Everything here works on all rows at once.
--
-- c[i] is the value of a row, nil when it is missing; #c counts rows. + - * / // % ^
-- work value by value, between columns of equal length and with plain values; a
-- missing operand gives a missing value, and units follow. A comparison with < or ==
-- would be one answer for the whole column, so write c:gt(50) or an expression.
-- Masks (columns of true and false) are joined with & and |, and turned by ~.
-- Aggregates leave missing values out, and the ledger counts them.
---@meta

---@alias almanac.Value number|string|boolean|nil

---@class almanac.Column
---@field [integer] any
---@operator len: integer
---@operator unm: almanac.Column
---@operator add(almanac.Column|number): almanac.Column
---@operator sub(almanac.Column|number): almanac.Column
---@operator mul(almanac.Column|number): almanac.Column
---@operator div(almanac.Column|number): almanac.Column
---@operator idiv(almanac.Column|number): almanac.Column
---@operator mod(almanac.Column|number): almanac.Column
---@operator pow(almanac.Column|number): almanac.Column
---@operator band(almanac.Column|boolean): almanac.Mask
---@operator bor(almanac.Column|boolean): almanac.Mask
---@operator bnot: almanac.Mask
local c = {}

--- A column of numbers, as the types of your data name it.
---@class almanac.NumberColumn: almanac.Column
---@field [integer] number?

--- A column of texts.
---@class almanac.TextColumn: almanac.Column
---@field [integer] string?

--- A column of periods; a cell is the text of its period, such as "2016-S1".
---@class almanac.PeriodColumn: almanac.Column
---@field [integer] string?

--- A column of true and false, for `where`.
---@class almanac.Mask: almanac.Column
---@field [integer] boolean?

--- The values as a plain list, with holes where they are missing and the length in
--- its field n.
---
--- ```lua
--- t.users:totable().n --> 6
--- ```
---@return any[]|{n: integer}
function c:totable() end

--- The first values.
---@param n? integer # default 10
---@return almanac.Column
function c:head(n) end

--- The different values in order of first appearance, missing ones too.
---
--- ```lua
--- #t.region4:unique() --> 3
--- ```
---@return almanac.Column
function c:unique() end

--- Everything that is known of the column.
---
--- ```lua
--- t.users:info().unit --> 10k persons
--- ```
---@return almanac.Info
function c:info() end

--- The header; "" for a column that was computed.
---@return string
function c:name() end

--- The title, or the header where there is none.
---@return string
function c:title() end

--- The unit; "" for none, nil when it is not known.
---
--- ```lua
--- (t.penetration - t.penetration:lag()):unit() --> pp
--- ```
---@return string?
function c:unit() end

--- What sort of figure it is: stock, flow, rate, index or category.
---@return string?
function c:kind() end

--- The type of the values: integer, number, text, boolean or period.
---@return string
function c:type() end

--- The same values, described otherwise: name, title, title_zh, unit, description,
--- sources, weight, kind, role, rounding, direction, low and high, hidden. `type`
--- converts the values, and raises where one does not fit.
---
--- ```lua
--- t:with{share = (t.users / t.population * 100):as{unit = "%", kind = "rate"}}
--- ```
---@param description table<string, any>
---@return almanac.Column
function c:as(description) end

--- How many values there are.
---
--- ```lua
--- t.penetration:count() --> 5
--- ```
---@return integer
function c:count() end

--- The sum; 0 of no values.
---
--- ```lua
--- t.users:sum() --> 11798.2
--- ```
---@return number
function c:sum() end

--- The mean. Of a rate that has a weight, the ledger tells the weighted mean too.
---@return number?
function c:mean() end

--- The weighted mean: sum(weight * x) / sum(weight).
---
--- ```lua
--- t.penetration:wmean(t.population)
--- ```
---@param weight almanac.Column
---@return number?
function c:wmean(weight) end

--- The median.
---@return number?
function c:median() end

--- The standard deviation, dividing by n - 1.
---@return number?
function c:sd() end

--- The variance, dividing by n - 1.
---@return number?
function c:var() end

--- The least value; of texts the first by bytes, of periods the one that ends first.
---
--- ```lua
--- t.period:min() --> 2015
--- ```
---@return any
function c:min() end

--- The greatest value.
---@return any
function c:max() end

--- The first value that is not missing, in the order of the rows.
---@return any
function c:first() end

--- The last value that is not missing.
---@return any
function c:last() end

--- How many different values there are, missing ones not counted.
---@return integer
function c:n_distinct() end

--- The quantile of a fraction p, by type 7 (the default of R and NumPy).
---
--- ```lua
--- t.users:quantile(0.5) == t.users:median() --> true
--- ```
---@param p number # from 0 to 1
---@return number?
function c:quantile(p) end

--- Pearson's correlation with another column, over the rows that have both.
---
--- ```lua
--- t.gdp:cor(t.users)
--- ```
---@param other almanac.Column
---@return number?
function c:cor(other) end

--- Whether any value of a mask is true.
---
--- ```lua
--- t.penetration:gt(75):any() --> true
--- ```
---@return boolean
function c:any() end

--- Whether all values of a mask that are not missing are true.
---@return boolean
function c:all() end

--- Whether each value is greater than another; false where one is missing.
---
--- ```lua
--- t.penetration:gt(70):count() --> 6
--- ```
---@param x almanac.Value|almanac.Column
---@return almanac.Mask
function c:gt(x) end

--- Whether each value is greater than another, or equal.
---@param x almanac.Value|almanac.Column
---@return almanac.Mask
function c:ge(x) end

--- Whether each value is less than another; false where one is missing.
---@param x almanac.Value|almanac.Column
---@return almanac.Mask
function c:lt(x) end

--- Whether each value is less than another, or equal.
---@param x almanac.Value|almanac.Column
---@return almanac.Mask
function c:le(x) end

--- Whether each value equals another; a missing value equals only a missing one.
---
--- ```lua
--- t:where(t.region4:eq("East"))
--- ```
---@param x almanac.Value|almanac.Column
---@return almanac.Mask
function c:eq(x) end

--- Whether each value differs from another.
---@param x almanac.Value|almanac.Column
---@return almanac.Mask
function c:ne(x) end

--- Whether low <= value <= high; false where one is missing.
---
--- ```lua
--- t:where(t.users:between(500, 2000))
--- ```
---@param low almanac.Value|almanac.Column
---@param high almanac.Value|almanac.Column
---@return almanac.Mask
function c:between(low, high) end

--- Whether each value is one of a list, or occurs in another column.
---
--- ```lua
--- #t:where(t.region4:isin{"East", "West"}) --> 5
--- ```
---@param values any[]|almanac.Column
---@return almanac.Mask
function c:isin(values) end

--- Whether each value is missing.
---
--- ```lua
--- #t:where(t.penetration:is_missing()) --> 1
--- ```
---@return almanac.Mask
function c:is_missing() end

--- Each value, or where it is missing the first of the others that is there.
---
--- ```lua
--- t.penetration:coalesce(t.users / t.population * 100, 0)
--- ```
---@param ... almanac.Value|almanac.Column
---@return almanac.Column
function c:coalesce(...) end

--- Missing values take the value before them, or with an argument that one.
---
--- ```lua
--- t.penetration:fill(0):count() --> 6
--- ```
---@param x? almanac.Value|almanac.Column
---@return almanac.Column
function c:fill(x) end

--- Absolute values.
---@return almanac.NumberColumn
function c:abs() end

--- The whole number below.
---@return almanac.NumberColumn
function c:floor() end

--- The whole number above.
---@return almanac.NumberColumn
function c:ceil() end

--- Square roots.
---@return almanac.NumberColumn
function c:sqrt() end

--- e to the power of each value.
---@return almanac.NumberColumn
function c:exp() end

--- Logarithms.
---
--- ```lua
--- t.gdp:log(10)
--- ```
---@param base? number|almanac.Column # default e
---@return almanac.NumberColumn
function c:log(base) end

--- Rounded, halves away from 0; negative digits round before the point.
---
--- ```lua
--- (t.users / 7):round(1)[1] --> 235.2
--- ```
---@param digits? integer # default 0
---@return almanac.NumberColumn
function c:round(digits) end
