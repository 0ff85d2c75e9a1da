--- Reports: results of several parts.
---@meta

--- A text in two languages, for pages.
---@class almanac.Text
---@field en string
---@field zh? string

--- What report{...} takes. Any other name that holds a table is a further part.
---@class almanac.Report
---@field title? string # above the result
---@field text? string|string[] # paragraphs
---@field table? almanac.Table|table[] # the main part: a table, or a list of records
---@field chart? table # its picture
---@field key? table[] # key figures: records {figure =, value =, unit =}
---@field sections? (almanac.Section|almanac.Report)[] # groups of parts, each with its counts
---@field translations? table<string, string> # for pages: English to Chinese
---@field method? string # how figures were found, below the result
---@field sources? string[] # where they come from
---@field notes? string|string[]
---@field failed? boolean # true: it is a check that found something (exit status 5)
---@field detail? table[] # parts for JSON and --part: {name =, title =, table =}
---@field [string] any
---@field [integer] any

--- A result of several parts; `report` is a global, and require "report". A list of
--- records tells the order of its columns, and what they are, in its field columns.
---
--- ```lua
--- return report{
---   title = "Users by region",
---   text = "Beijing leads.",
---   table = {{region = "Beijing", users = 1690}, columns = {"region", "users"}},
---   method = "as counted",
--- }
--- ```
---@param parts almanac.Report
---@return almanac.Report
function report(parts) end

return report
