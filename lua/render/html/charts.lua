--- Charts of a page: SVG in the text of the page.

local markup = require "html.markup"
local native = require "almanac.native"
local svg = require "svg"

local charts = {}

--- Writes a chart part.
function charts.write(page, part)
  page.ids = page.ids + 1
  local chart = page:translate_chart(native.from_json(part.text))
  page.out(markup.element("figure", nil,
    svg.chart(chart, {id = "c" .. page.ids, width = page.options.chart_width})))
end

return charts
