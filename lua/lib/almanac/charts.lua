--- Charts as values: what `plot` answers and a report holds.
--
-- A chart is kept as the text that travels to the renderers, made once: whatever a
-- script does with the value afterwards cannot change what is drawn.

local native = require "almanac.native"

local charts = {}

local texts = setmetatable({}, {__mode = "k"})

local meta = {
  __name = "chart",
  __metatable = "chart",
  __newindex = function()
    native.fail("a chart does not change once it is made",
      "say everything in plot{...}")
  end,
}

--- A chart from its lowered form, plain data.
---@param lowered table
---@return table chart
function charts.new(lowered)
  local chart = setmetatable({}, meta)
  rawset(chart, "title", lowered.title)
  texts[chart] = native.to_json(lowered, true)
  return chart
end

--- The lowered chart as JSON.
---@return string
function charts.text(chart)
  local text = texts[chart]
  if not text then
    native.fail("this chart was not made by plot",
      "plot{data = t, mark = \"bar\", encoding = {...}}")
  end
  return text
end

return charts
