--- Rows: what a function of a row is given, and what t[i] is.
--
-- r.users is the value in that row: an integer, number, string or boolean, a period
-- as its text, nil when it is missing. Arithmetic with nil is nil, and <, <=, >, >=
-- with nil are false. A row can be kept: it never changes. r["any name"] reads a
-- column whose header is no Lua name, pairs(r) goes through the visible columns.
--
-- A function of a row that only computes, from cells, constants, variables around it
-- and functions of math, is not called for every row: it runs over whole columns,
-- with the same results, many times faster. One with a loop, a method, text that is
-- joined, or calls of functions of the script is called row by row. --explain tells
-- which functions were lifted so, and why others were not.
---@meta

---@class almanac.Cells
---@field [string] any

---@class almanac.Row: almanac.Cells
local r = {}
