--- Metrics: columns that every table has which has what they need.
--
-- A metric is a file metrics/NAME.lua in a folder of scripts that returns metric{...}.
-- It is computed when it is first read, from the rows of the table it is read from; a
-- real column of its name goes before it. No verb shows it that does not name it.
---@meta

--- Marks a declaration as that of a metric; `metric` is a global, and require "metric".
---
--- ```lua
--- return metric{
---   name = "gdp_per_user", unit = "yuan", kind = "rate",
---   needs = {gdp = {}, users = {}}, value = "1e4 * gdp / users",
--- }
--- ```
---@param declaration almanac.Metric
---@return almanac.Metric
function metric(declaration) end

return metric
