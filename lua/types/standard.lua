--- What differs from plain Lua 5.4 in scripts, and the globals that they have.
--
-- A missing value is nil, and nil may be computed with: arithmetic gives nil, <, <=, >
-- and >= give false; .., calling and indexing nil still raise. The functions of math
-- and string answer nil when a value that they need is nil. Text is no number in
-- arithmetic: tonumber reads one. Reading a variable that was never assigned raises.
-- There is no io, debug, package, dofile, loadfile, collectgarbage, os.clock; the
-- same input always gives the same result.
---@meta

--- The end of a period in years: 2018-S1 is 2018.5, 2020-03 is 2020.25. Also of a
--- column of periods.
---
--- ```lua
--- time"2018-S1" --> 2018.5
--- ```
---@param period string?
---@return number?
---@overload fun(period: almanac.Column): almanac.NumberColumn
function time(period) end

--- The calendar year of a period, or of each in a column.
---
--- ```lua
--- year"2018-S1" --> 2018
--- ```
---@param period string?
---@return integer?
---@overload fun(period: almanac.Column): almanac.NumberColumn
function year(period) end

--- The frequency of a period: A (year), S (half), Q (quarter), M (month), D (day).
--- Also of a column of periods.
---
--- ```lua
--- frequency"2018-S1" --> S
--- ```
---@param period string?
---@return string?
---@overload fun(period: almanac.Column): almanac.TextColumn
function frequency(period) end

--- A note beside the result, never standard output: that belongs to the result.
---@param ... any
function print(...) end

--- As in Lua, but in a fixed order: numbers, strings, booleans, then the rest. Of a
--- table of data its rows, of a column its values, of a row its columns.
---@param value table
---@return function
---@return table
---@return nil
function pairs(value) end

--- From 1 to the length, holes included, over a table of data or a column; as in Lua
--- over a list.
---@param value table
---@return function
---@return table
---@return integer
function ipairs(value) end

--- As in Lua, in the order of pairs.
---@param value table
---@param key? any
---@return any key
---@return any value
function next(value, key) end

--- As in Lua; no text shows an address.
---@param value any
---@return string
function tostring(value) end

--- A Lua module: a file name.lua beside the script or in a folder lib on the search
--- path, or one of Almanac's own (stats, format, report, panel, plot). It runs once.
---
--- ```lua
--- local stats = require "stats"
--- ```
---@param name string # dots are folders
---@return any
function require(name) end

--- As in Lua, of text only: bytecode is refused.
---@param chunk string|function
---@param name? string # ignored
---@param mode? string
---@param env? table
---@return function?
---@return string? reason
function load(chunk, name, mode, env) end

--- As in Lua, but a metatable has no __gc.
---@param value table
---@param metatable table?
---@return table
function setmetatable(value, metatable) end

--- As in Lua, but a limit of time or memory is not caught.
---@param f function
---@param ... any
---@return boolean ok
---@return any ...
function pcall(f, ...) end

--- As in Lua, but a limit is not caught and its handler not called.
---@param f function
---@param handler function
---@param ... any
---@return boolean ok
---@return any ...
function xpcall(f, handler, ...) end

--- As in Lua; the generator begins with the seed of --seed, 1 unless told otherwise.
---@param low? integer
---@param high? integer
---@return number
function math.random(low, high) end

--- As in Lua, but a seed must be given.
---@param seed integer
function math.randomseed(seed) end

--- As in Lua; nil when an argument is nil. Numbers read "nan" and "inf", %p is refused.
---
--- ```lua
--- string.format("%.1f", nil) --> nil
--- ```
---@param text string
---@param ... any
---@return string?
function string.format(text, ...) end

--- As in Lua, but equal items keep their order.
---@param list any[]
---@param less? fun(a: any, b: any): boolean
function table.sort(list, less) end

--- As in Lua; of a column its values, where a missing one raises and names the row.
---@param list any[]|almanac.Column
---@param separator? string
---@param i? integer
---@param j? integer
---@return string
function table.concat(list, separator, i, j) end

--- Of the library os, what needs no clock.
---@class almanac.os
os = {}

--- Seconds since 1970 of a date in UTC. The date must be given: a script has no clock.
---
--- ```lua
--- os.time{year = 2020, month = 6, day = 30} --> 1593518400
--- ```
---@param date {year: integer, month: integer, day: integer, hour?: integer, min?: integer, sec?: integer}
---@return integer
function os.time(date) end

--- A time as text, in UTC and English; "*t" gives a table. The time must be given.
---
--- ```lua
--- os.date("%Y-%m-%d", 1593518400) --> 2020-06-30
--- ```
---@param format string
---@param time integer
---@return string|table
function os.date(format, time) end
