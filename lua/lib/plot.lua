--- Charts: `plot{data = t, mark = "bar", encoding = {x = "penetration", y = "region"}}`.
--
-- The vocabulary is that of Vega-Lite: mark, encoding, layer, scale, axis, title. What
-- is to be computed is computed here: bins, quartiles, bands. A chart is a value, to be
-- returned or put into a report; the command line writes it (--as, -o).

local charts = require "almanac.charts"
local native = require "almanac.native"

local plot = {}

--- A chart from its description.
---@param description table
---@return Chart
local function new(description)
  if type(description) ~= "table" then
    native.fail("plot takes a table: plot{data = t, mark = \"bar\", encoding = {...}}")
  end
  return charts.new(require "almanac.plot.lower"(description))
end

return setmetatable({}, {
  __metatable = "plot",
  __index = plot,
  __newindex = function(_, name)
    native.fail("plot." .. tostring(name) .. " cannot be set")
  end,
  __call = function(_, description)
    return new(description)
  end,
})
