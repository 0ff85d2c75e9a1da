--- Rows: what a function of a row is given, and what t[i] is.
--
-- r.users is the value in that row: an integer, number, string or boolean, a period
-- as its text, nil when it is missing. Arithmetic with nil is nil, and <, <=, >, >=
-- with nil are false. A row can be kept: it never changes. r["any name"] reads a
-- column whose header is no Lua name, pairs(r) goes through the visible columns.
---@meta

---@class almanac.Cells
---@field [string] any

---@class almanac.Row: almanac.Cells
local r = {}
