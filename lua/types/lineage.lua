--- Where the figures of a result came from: require "lineage".
---@meta

---@class almanac.lineage
local lineage = {}

--- The rows of the data behind a row of a result, a line each: file, line, region,
--- period, and the figures with their status and source.
---@param p almanac.Panel
---@param measures almanac.Measure[]
---@param rows integer[]
---@return string
function lineage.of(p, measures, rows) end

return lineage
