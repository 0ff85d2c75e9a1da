-- Prints every chart of charts.lua as SVG, for an XML parser.

local charts = require "charts"
local svg = require "svg"

for name, chart in pairs(charts) do
  print(svg.chart(chart, {id = name}))
end
