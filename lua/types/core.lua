--- Plain Lua tables as data, and back: require "almanac.core".
---@meta almanac.core

---@class almanac.core
local core = {}

--- A table of data from a list of records, or from {name = list, ...}.
---
--- ```lua
--- #core.table({{town = "A", n = 1}, {town = "B"}}, {"town", "n"}) --> 2
--- ```
---@param records table
---@param names? string[] # columns in order; default: all names, sorted
---@return almanac.Table
function core.table(records, names) end

--- A column from a plain list; its field n may say how long it is.
---
--- ```lua
--- core.column({1, nil, 3, n = 3}):count() --> 2
--- ```
---@param list any[]
---@param name? string
---@return almanac.Column
function core.column(list, name) end

--- Whether a value is a table of data.
---@param x any
---@return boolean
function core.is_table(x) end

--- Whether a value is a column.
---@param x any
---@return boolean
function core.is_column(x) end

--- Ends the run with what is wrong with the data, or with the flags, in one sentence;
--- no line of the script is blamed. The exit status is 3, or 2.
---@param message string
---@param help? string # a way out
---@param data? string # where in the data
---@param blame? "data"|"usage" # default "data"
function core.refuse(message, help, data, blame) end

--- An entry of the ledger, for what a script counts itself.
---
--- ```lua
--- core.note{operation = "gap", subject = "users", of = 31, used = 30}
--- ```
---@param entry {operation: string, subject: string, of: integer, used: integer, note?: string}
function core.note(entry) end

--- The end of a period in years, as the global time.
---@param period string
---@return number
---@overload fun(period: almanac.Column): almanac.NumberColumn
function core.time(period) end

--- The calendar year of a period.
---@param period string
---@return integer
---@overload fun(period: almanac.Column): almanac.NumberColumn
function core.year(period) end

--- The frequency of a period.
---@param period string
---@return string
---@overload fun(period: almanac.Column): almanac.TextColumn
function core.frequency(period) end

return core
