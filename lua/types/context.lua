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

--- A file below a folder of --allow-read: a table, read as data is, or its text.
---
--- ```lua
--- local prices = ctx.read("prices.csv")
--- local words = ctx.read("stopwords.txt", {as = "text"})
--- ```
---@param name string # below the folder, or a whole path to what is below it
---@param options? {as: "table"|"text"}
---@return almanac.Table # with as = "text" a string
---@overload fun(name: string, options: {as: "text"}): string
function ctx.read(name, options) end

--- What another script came to, as a section of a result: see `sections` of report.
---@class almanac.Section
---@field name string # of the script
---@field title? string|almanac.Text # the heading; it may be changed
---@field text? string|almanac.Text # paragraphs below the heading
---@field table? almanac.Table # the main table
---@field from? string[] # where each of its rows is from
---@field parts? string[] # names of the parts to keep, in this order (nil: all)

--- Runs another script, by name, as if it had been called from the command line.
---
--- ```lua
--- local best = ctx.run("ranking", {top = 5})
--- best.title = "Who is ahead"
--- return report{title = "Penetration", sections = {best, ctx.run("growth", {}, t)}}
--- ```
---@param name string # of a script on the search path
---@param args? table # its arguments by name
---@param data? almanac.Table|string # a table, or "PACKAGE:TABLE"; nil: its own data
---@return almanac.Section
function ctx.run(name, args, data) end

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
