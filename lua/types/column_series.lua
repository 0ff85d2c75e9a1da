--- Columns: values of other rows, texts, periods.
---@meta column_series

---@class almanac.Column
local c = {}

--- Ranks from 1, the least first.
---
--- ```lua
--- t.users:rank{descending = true}[1] --> 6
--- ```
---@param options? string|{ties?: "competition"|"dense"|"fractional"|"max"|"ordinal", descending?: boolean}
---@return almanac.NumberColumn
function c:rank(options) end

--- (x - mean) / sd. Without a spread all are missing, and the ledger says why.
---@return almanac.NumberColumn
function c:zscore() end

--- Each value in percent of the sum.
---
--- ```lua
--- t.users:share():sum() --> 100.0
--- ```
---@return almanac.NumberColumn
function c:share() end

--- The sum of all values up to each row.
---@return almanac.NumberColumn
function c:cumsum() end

--- The value so many periods earlier, of the same region. Where the table has no
--- periods, and with by = "row", so many rows earlier. No row of that date gives a
--- missing value, and the ledger counts it. With by = "year" the steps are years,
--- whatever the frequency: June against June. by_end accepts a period of another
--- frequency with the same end: right for stocks and rates, wrong for flows.
---
--- ```lua
--- t.users:lag()[2] --> 1646.3
--- ```
---@param steps? integer # default 1, of the row's own frequency
---@param options? {by?: "date"|"year"|"row", by_end?: boolean}
---@return almanac.Column
function c:lag(steps, options) end

--- The value so many periods later; see lag.
---@param steps? integer # default 1
---@param options? {by?: "date"|"year"|"row", by_end?: boolean}
---@return almanac.Column
function c:lead(steps, options) end

--- Each value less the one so many periods earlier; see lag. That of a percentage is
--- in percentage points (pp).
---
--- ```lua
--- t:with{change = t.users:diff()}
--- ```
---@param steps? integer # default 1
---@param options? {by?: "date"|"year"|"row", by_end?: boolean}
---@return almanac.NumberColumn
function c:diff(steps, options) end

--- Texts in lower case, of all alphabets.
---@return almanac.TextColumn
function c:lower() end

--- Texts in upper case.
---@return almanac.TextColumn
function c:upper() end

--- Texts without the blanks at both ends.
---@return almanac.TextColumn
function c:trim() end

--- How many characters each text has.
---
--- ```lua
--- t.region:len()[1] --> 7
--- ```
---@return almanac.NumberColumn
function c:len() end

--- Characters i to j of each text, counted from the end when negative.
---
--- ```lua
--- t.region:sub(1, 3)[1] --> Bei
--- ```
---@param i integer
---@param j? integer # default -1
---@return almanac.TextColumn
function c:sub(i, j) end

--- Every occurrence of a text, taken literally, replaced by another.
---@param old string
---@param new string
---@return almanac.TextColumn
function c:replace(old, new) end

--- Piece k of each text, cut at every separator; from the end when negative, missing
--- where there are fewer.
---
--- ```lua
--- t.region:split("i", 2)[1] --> j
--- ```
---@param separator string
---@param k? integer # default 1
---@return almanac.TextColumn
function c:split(separator, k) end

--- Whether each text begins with another.
---@param text string
---@return almanac.Mask
function c:starts_with(text) end

--- Whether each text ends with another.
---@param text string
---@return almanac.Mask
function c:ends_with(text) end

--- Whether each text holds another, taken literally.
---@param text string
---@return almanac.Mask
function c:contains(text) end

--- Whether a Lua pattern occurs in each text.
---
--- ```lua
--- t:where(t.region:matches("^[A-G]"))
--- ```
---@param pattern string
---@return almanac.Mask
function c:matches(pattern) end

--- The first capture of a Lua pattern in each text, or the whole match.
---
--- ```lua
--- t.period:match("^%d%d(%d%d)")[1] --> 15
--- ```
---@param pattern string
---@return almanac.TextColumn
function c:match(pattern) end

--- The end of each period in years: 2018-S1 is 2018.5, 2020-03 is 2020.25.
---
--- ```lua
--- t.period:time()[1] --> 2016.0
--- ```
---@return almanac.NumberColumn
function c:time() end

--- The calendar year of each period.
---@return almanac.NumberColumn
function c:year() end

--- The frequency of each period: A (year), S (half), Q (quarter), M (month), D (day).
---
--- ```lua
--- t.period:frequency()[1] --> A
--- ```
---@return almanac.TextColumn
function c:frequency() end

--- Every period so many steps of its own frequency later, earlier when negative.
---
--- ```lua
--- t.period:shift(1)[1] --> 2016
--- ```
---@param steps integer
---@return almanac.PeriodColumn
function c:shift(steps) end
