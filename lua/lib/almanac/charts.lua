--- Charts as values: what `plot` answers and a report holds.
--
-- A chart is kept as the text that travels to the renderers, made once: whatever a
-- script does with the value afterwards cannot change what is drawn.

local native = require "almanac.native"

local charts = {}

local texts = setmetatable({}, {__mode = "k"})
local sources = setmetatable({}, {__mode = "k"})

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
---@param from table[]? of its data, in their order: what `plot` read
---@return table chart
function charts.new(lowered, from)
  local chart = setmetatable({}, meta)
  rawset(chart, "title", lowered.title)
  texts[chart] = native.to_json(lowered, true)
  sources[chart] = from
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

--- Which rows of the data the rows of a chart came from: a list of texts for each of
-- its data. Asked for when all is told that can be.
---@return table?
function charts.from(chart)
  local all, found = {n = #(sources[chart] or {})}, false
  for k, source in ipairs(sources[chart] or {}) do
    local list = source:origins()
    all[k], found = list or {n = 0}, found or list ~= nil
  end
  return found and all or nil
end

return charts
