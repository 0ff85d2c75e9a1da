--- A metric: a column that every table has which has what it needs.
--
-- `metric{name = ..., needs = {...}, value = "..."}` only marks its argument;
-- what the declaration may hold is checked where it is read.

local meta = {__name = "metric"}

---@class Metric
---@param declaration table
---@return Metric
local function metric(declaration)
  if type(declaration) ~= "table" then
    error("metric takes a table: metric{name = ..., value = ...}", 2)
  end
  return setmetatable(declaration, meta)
end

return metric
