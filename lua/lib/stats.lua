--- Statistics for scripts: the kernels of the core (almanac.stats), and what is
-- easier said in Lua: least squares by formula.

local core = require "almanac.stats"

local stats = {}
for name, value in pairs(core) do
  stats[name] = value
end

return stats
