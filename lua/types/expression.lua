--- Expressions: the strings of where, with, summarise, and of metrics.
--
-- An expression is the Lua that one would write in a function of a row, without the
-- `r.`: "users > low and region4 == 'East'". A name is first a parameter, then a
-- column, then a function of this page; a header that is no Lua name is
-- row["any name"]. Of a missing value every function but is_missing, coalesce, between
-- and isin is missing. An aggregate is that of the group (summarise, with of groups),
-- else of the whole table; where a column has its name it is agg.count(...).
-- What Lua has beside these (math.min, string.format, ...) can be called too.
---@meta

---@class almanac.expression
local expression = {}

--- How many values a column has.
---
--- ```lua
--- t:group_by"region4":summarise{"n = count(users)"}
--- ```
---@param x any # a column
---@return integer
function expression.count(x) end

--- The sum; 0 of no values.
---@param x any # a column
---@return number
function expression.sum(x) end

--- The mean.
---@param x any # a column
---@return number?
function expression.mean(x) end

--- The weighted mean.
---
--- ```lua
--- t:group_by"region4":summarise{"rate = wmean(penetration, population)"}
--- ```
---@param x any # a column
---@param weight any # another
---@return number?
function expression.wmean(x, weight) end

--- The median.
---@param x any # a column
---@return number?
function expression.median(x) end

--- The standard deviation, dividing by n - 1.
---@param x any # a column
---@return number?
function expression.sd(x) end

--- The variance, dividing by n - 1.
---@param x any # a column
---@return number?
function expression.var(x) end

--- The least value of a column. Of several values: math.min(a, b).
---@param x any # a column
---@return any
function expression.min(x) end

--- The greatest value of a column. Of several values: math.max(a, b).
---@param x any # a column
---@return any
function expression.max(x) end

--- The first value that is not missing.
---@param x any # a column
---@return any
function expression.first(x) end

--- The last value that is not missing.
---@param x any # a column
---@return any
function expression.last(x) end

--- How many different values there are.
---@param x any # a column
---@return integer
function expression.n_distinct(x) end

--- The quantile of a fraction, by type 7.
---
--- ```lua
--- t:summarise{"q3 = quantile(users, 0.75)"}
--- ```
---@param x any # a column
---@param p number # from 0 to 1
---@return number?
function expression.quantile(x, p) end

--- Pearson's correlation of two columns.
---@param x any # a column
---@param y any # another
---@return number?
function expression.cor(x, y) end

--- Whether a condition holds in any row.
---
--- ```lua
--- t:group_by"region":summarise{"high = any(penetration > 75)"}
--- ```
---@param x any # truth values
---@return boolean
function expression.any(x) end

--- Whether a condition holds in all rows.
---@param x any # truth values
---@return boolean
function expression.all(x) end

--- The absolute value.
---@param x number
---@return number
function expression.abs(x) end

--- The whole number below.
---@param x number
---@return integer
function expression.floor(x) end

--- The whole number above.
---@param x number
---@return integer
function expression.ceil(x) end

--- The square root.
---@param x number
---@return number
function expression.sqrt(x) end

--- e to the power of x.
---@param x number
---@return number
function expression.exp(x) end

--- The logarithm.
---
--- ```lua
--- t:with{"size = log(population, 10)"}
--- ```
---@param x number
---@param base? number # default e
---@return number
function expression.log(x, base) end

--- Rounded, halves away from 0.
---
--- ```lua
--- t:with{"users_k = round(users, -2)"}
--- ```
---@param x number
---@param digits? integer # default 0; negative: before the point
---@return number
function expression.round(x, digits) end

--- Whether low <= x <= high; false where one is missing.
---
--- ```lua
--- t:where("between(users, 500, 2000)")
--- ```
---@param x any
---@param low any
---@param high any
---@return boolean
function expression.between(x, low, high) end

--- Whether x is one of a list.
---
--- ```lua
--- t:where("isin(region4, list)", {list = {"East", "West"}})
--- ```
---@param x any
---@param list any[]
---@return boolean
function expression.isin(x, list) end

--- Whether x is missing.
---
--- ```lua
--- #t:where("is_missing(penetration)") --> 1
--- ```
---@param x any
---@return boolean
function expression.is_missing(x) end

--- The first of its arguments that is not missing.
---
--- ```lua
--- t:with{"rate = coalesce(penetration, 100 * users / population)"}
--- ```
---@param x any
---@param ... any
---@return any
function expression.coalesce(x, ...) end

--- The text in lower case.
---@param x string
---@return string
function expression.lower(x) end

--- The text in upper case.
---@param x string
---@return string
function expression.upper(x) end

--- The text without the blanks at both ends.
---@param x string
---@return string
function expression.trim(x) end

--- How many characters the text has.
---@param x string
---@return integer
function expression.len(x) end

--- Characters i to j of the text, counted from the end when negative.
---@param x string
---@param i integer
---@param j? integer # default -1
---@return string
function expression.sub(x, i, j) end

--- Every occurrence of a text, taken literally, replaced by another.
---@param x string
---@param old string
---@param new string
---@return string
function expression.replace(x, old, new) end

--- Piece k of the text, cut at every separator.
---@param x string
---@param separator string
---@param k? integer # default 1; negative: from the end
---@return string?
function expression.split(x, separator, k) end

--- Whether the text begins with another.
---@param x string
---@param text string
---@return boolean
function expression.starts_with(x, text) end

--- Whether the text ends with another.
---@param x string
---@param text string
---@return boolean
function expression.ends_with(x, text) end

--- Whether the text holds another, taken literally.
---
--- ```lua
--- t:where("contains(region, 'an')")
--- ```
---@param x string
---@param text string
---@return boolean
function expression.contains(x, text) end

--- Whether a Lua pattern occurs in the text.
---@param x string
---@param pattern string
---@return boolean
function expression.matches(x, pattern) end

--- The first capture of a Lua pattern in the text, or the whole match.
---@param x string
---@param pattern string
---@return string?
function expression.match(x, pattern) end

--- The end of a period in years: 2018-S1 is 2018.5, 2020-03 is 2020.25. A script has
--- it as a global too.
---
--- ```lua
--- t:where("time(period) > 2016")
--- ```
---@param period string
---@return number
function expression.time(period) end

--- The calendar year of a period.
---@param period string
---@return integer
function expression.year(period) end

--- The frequency of a period: A (year), S (half), Q (quarter), M (month), D (day).
---@param period string
---@return string
function expression.frequency(period) end
