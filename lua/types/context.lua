--- The context: what `run` is given as `ctx` beside the table and the arguments.
---@meta

---@class almanac.Context
---@field unverified boolean # --include unverified: figures of status U are kept
---@field seed integer # the seed of the random numbers; a result that reads it tells it
local ctx = {}

--- Adds a note below the result.
---
--- ```lua
--- ctx.note("Hebei has no figure before 2003")
--- ```
---@param text any # as tostring says it
function ctx.note(text) end

--- Another table of the package that the data came from.
---
--- ```lua
--- local adjacency = ctx.table("adjacency") -- of the package cnnic
--- ```
---@param name string
---@return almanac.Table
function ctx.table(name) end

--- Shows on a terminal, from the third second on, how far the work has come.
---
--- ```lua
--- for i = 1, 100 do
---   ctx.progress(i, 100)
--- end
--- ```
---@param done number
---@param of? number # default 1: `done` is then a share
function ctx.progress(done, of) end

--- The arguments of a script by their names, as `args` in `run`. Reading a name that
--- was not declared raises, and suggests.
---@class almanac.Arguments
---@field [string] any
