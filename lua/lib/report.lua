--- A result of several parts: `report{title = ..., text = ..., table = ...}`.
--
-- `title`, `text` (a string or a list of paragraphs), `method`, `sources` and
-- `notes` are texts; `failed = true` says that it is a check which found something,
-- and gives the run the exit status 5; `table` is the main table, `chart` its picture. Any other
-- key that holds a table (a view or a list of records) is a further part under
-- that name, and entries without a name, `{name = ..., table = ...}`, are parts
-- in the order written. `detail` is a list of such entries that are in JSON and
-- behind --part, and only named where people read.

local native = require "almanac.native"

local meta = {__name = "report"}

-- What is given as the picture is one: a list of pictures has no names for --part.
local function check_chart(chart)
  if chart ~= nil and native.metatable_name(chart) ~= "chart" then
    native.fail("the chart of a report is not a chart", "chart = plot{...}; of several each " ..
      "has a name: report{sales = plot{...}, profit = plot{...}}")
  end
end

---@class Report
---@param parts table
---@return Report
local function report(parts)
  if type(parts) ~= "table" or native.kind(parts) then
    native.fail("report takes its parts by name", "report{title = \"...\", table = t}")
  end
  check_chart(rawget(parts, "chart"))
  return setmetatable(parts, meta)
end

return report
