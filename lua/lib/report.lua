--- A result of several parts: `report{title = ..., text = ..., table = ...}`.
--
-- `title`, `text` (a string or a list of paragraphs), `method`, `sources` and
-- `notes` are texts; `table` is the main table, `chart` its picture. Any other
-- key that holds a table (a view or a list of records) is a further part under
-- that name, and entries without a name, `{name = ..., table = ...}`, are parts
-- in the order written.

local meta = {__name = "report"}

---@class Report
---@param parts table
---@return Report
local function report(parts)
  if type(parts) ~= "table" then
    error("report takes a table: report{title = ..., table = ...}", 2)
  end
  return setmetatable(parts, meta)
end

return report
