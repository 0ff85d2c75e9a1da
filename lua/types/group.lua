--- Groups: what t:group_by{...} returns. #g is the number of groups.
---@meta

---@class almanac.Group
---@operator len: integer
local g = {}

--- A table with one row for each group: its keys, then the entries. Strings are
--- assignments with aggregates (see the topic `expression`); a function is given the
--- table of the group. A column by itself adds up as what is known of it says: a sum,
--- or the mean weighted by its weight.
---
--- ```lua
--- t:group_by{"region4"}:summarise{
---   "total = sum(users)", "rate = 100 * sum(users) / sum(population)",
---   best = function(u) return u:sort_by("-users")[1].region end,
--- }
--- ```
---@param entries table<integer|string, string|number|fun(t: almanac.Table): any>|string
---@param parameters? table<string, any> # names that expressions may use
---@return almanac.Table
function g:summarise(entries, parameters) end

--- The table that was split, with columns added in which an aggregate is that of the
--- row's group. A function is given the table of the group and answers with one value,
--- a list or a column.
---
--- ```lua
--- t:group_by{"region"}:with{"share = 100 * users / sum(users)"}
--- ```
---@param entries table<integer|string, string|number|fun(t: almanac.Table): any>|string
---@param parameters? table<string, any>
---@return almanac.Table
function g:with(entries, parameters) end

--- For loops: the key and the table of each group. With several keys the key is a table
--- of them by name; a missing key is false.
---
--- ```lua
--- for region, u in t:group_by"region":each() do
---   ctx.note(region .. ": " .. u.users:max())
--- end
--- ```
---@return fun(): any, almanac.Table
function g:each() end
