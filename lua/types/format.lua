--- Numbers and lists as text, for titles and notes: require "format".
--
-- Nothing depends on a locale: the point is a point and there are no separators of
-- thousands.
---@meta

---@class almanac.format
local format = {}

--- The number with so many digits after the point; whole numbers as they are, others
--- in at most 15 significant digits.
---
--- ```lua
--- format.number(2/3, 2) --> 0.67
--- ```
---@param x number?
---@param decimals? integer
---@return string? # nil of nil
function format.number(x, decimals) end

--- The same with a sign in front, as changes are written.
---
--- ```lua
--- format.signed(1.5) --> +1.5
--- ```
---@param x number?
---@param decimals? integer
---@return string?
function format.signed(x, decimals) end

--- The number with a percent sign.
---
--- ```lua
--- format.percent(53.21) --> 53.2%
--- ```
---@param x number? # 53.2, not 0.532
---@param decimals? integer # default 1
---@return string?
function format.percent(x, decimals) end

--- The number with its unit; an unknown one adds nothing.
---
--- ```lua
--- format.with_unit(4.1, "pp") --> 4.1 pp
--- ```
---@param x number?
---@param unit string?
---@param decimals? integer
---@return string?
function format.with_unit(x, unit, decimals) end

--- A number of things.
---
--- ```lua
--- format.count(3, "row") --> 3 rows
--- ```
---@param n integer
---@param noun string
---@param plural? string # default: the noun with an s
---@return string
function format.count(n, noun, plural) end

--- A list in words.
---
--- ```lua
--- format.list({"a", "b", "c"}) --> a, b and c
--- ```
---@param items string[]
---@param word? string # default "and"
---@return string
function format.list(items, word) end

--- The digits after the point that a column of numbers is best read with, and whether
--- some value has more of them.
---
--- ```lua
--- (format.decimals({1.25, 2.5})) --> 2
--- ```
---@param values number[] # without holes
---@param rounding? number # published precision: 0.1
---@return integer decimals
---@return boolean rounded
function format.decimals(values, rounding) end

--- One value of a column that shows so many decimals: what would read as 0, though it
--- is none, gets an exponent.
---
--- ```lua
--- format.cell(0.00012, 2) --> 0.00012
--- ```
---@param x number
---@param decimals integer
---@return string
function format.cell(x, decimals) end

--- A figure as one says it; of units that count people, others as `with_unit` does.
---
--- ```lua
--- format.readable(80166, "10k persons") --> 802 million
--- format.readable(80166, "10k persons", "zh") --> 8.02亿人
--- ```
---@param x number?
---@param unit string?
---@param lang? "en"|"zh"
---@return string?
function format.readable(x, unit, lang) end

--- A period as one says it, by its end; what is no period as it is.
---
--- ```lua
--- format.date("2018-S1") --> June 2018
--- format.date("2018-S1", "zh") --> 2018年6月
--- ```
---@param period string
---@param lang? "en"|"zh"
---@return string
function format.date(period, lang) end

return format
