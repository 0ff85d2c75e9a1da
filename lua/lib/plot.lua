--- Charts: `plot{data = t, mark = "bar", encoding = {x = "penetration", y = "region"}}`.
--
-- The vocabulary is that of Vega-Lite: mark, encoding, layer, scale, axis, title. What
-- is to be computed is computed here: bins, quartiles, bands. A chart is a value, to be
-- returned or put into a report; the command line writes it (--as, -o). plot.tilemap,
-- plot.bump and plot.lorenz make charts of more than one mark, plot.spark a text.

local charts = require "almanac.charts"
local native = require "almanac.native"

local plot = {}

local function options(name, description)
  if type(description) ~= "table" then
    native.fail(string.format("plot.%s takes a table: plot.%s{data = t, value = \"COLUMN\"}",
      name, name))
  end
  return description
end

--- A chart from its description.
---@param description table
---@return Chart
local function new(description)
  if type(description) ~= "table" then
    native.fail("plot takes a table: plot{data = t, mark = \"bar\", encoding = {...}}")
  end
  return charts.new(require "almanac.plot.lower"(description))
end

--- A map of tiles: a square for every region, coloured by class.
---@param description table data, value, grid; region, classes, method, scheme, title, ...
---@return Chart
function plot.tilemap(description)
  return new(require "almanac.plot.tilemap"(options("tilemap", description)))
end

--- Ranks over time, a line for every one that is ranked.
---@param description table data, x (periods), value, by; descending, highlight, title, ...
---@return Chart
function plot.bump(description)
  return new(require "almanac.plot.bump"(options("bump", description)))
end

--- The curve of Lorenz: how small a share the least have.
---@param description table data, value; weights, by, title, ...
---@return Chart
function plot.lorenz(description)
  return new(require "almanac.plot.lorenz"(options("lorenz", description)))
end

--- The class of every value, as a label: "39.9 to 44.3 (n = 6)"; nil where it is missing.
-- Field `order` has the labels from least to most.
---@param values table a list that may have holes and then an `n`
---@param settings table? n (5), method ("quantile" or "equal"), rounding
---@return table
function plot.classes(values, settings)
  return require "almanac.plot.classes".of(values, settings or {})
end

--- A line of bars as a text, from the least value to the greatest: "▁▃█"; what is
-- missing is "·".
---@param values table a column, or a list that may have holes and then an `n`
---@return string
function plot.spark(values)
  return require "almanac.plot.spark"(values)
end

return setmetatable({}, {
  __metatable = "plot",
  __index = function(_, name)
    local found = plot[name]
    if found == nil then
      local names = {}
      for each in pairs(plot) do
        names[#names + 1] = each
      end
      local near = native.suggest(tostring(name), names)
      native.fail("plot has no \"" .. tostring(name) .. "\"", near and "did you mean plot." ..
        near .. "?" or "plot{data = t, mark = \"bar\", encoding = {...}}")
    end
    return found
  end,
  __newindex = function(_, name)
    native.fail("plot." .. tostring(name) .. " cannot be set")
  end,
  __call = function(_, description)
    return new(description)
  end,
})
