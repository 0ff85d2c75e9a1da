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

--- A figure with what the data say of it.
---
--- ```lua
--- lineage.figure("users", 80200, "10k persons", "R", "cnnic-42") --> users 80200 10k persons (reported, cnnic-42)
--- ```
---@param title string
---@param value number?
---@param unit? string
---@param status? string # R, D or U
---@param source? string # ids of the table `sources`
---@return string
function lineage.figure(title, value, unit, status, source) end

--- A row of data: where it was read, its region and period, its figures as text.
---@param file? string
---@param line? integer
---@param region? string
---@param period? string
---@param figures string[]
---@return string
function lineage.line(file, line, region, period, figures) end

return lineage
