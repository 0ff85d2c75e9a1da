--- What stands at the end of a bar: its value, the same in all pictures.

local rows = require "chart.rows"
local ticks = require "chart.ticks"

local figures = {}

local SIGNIFICANT = 4

-- Four digits of the greatest value say enough where no precision is published.
local function decimals_of(m, layer)
  if layer.label_decimals == nil then
    local most = 0
    for _, item in ipairs(layer.items) do
      most = math.max(most, math.abs(item.value))
    end
    local magnitude = most > 0 and math.floor(math.log(most, 10)) or 0
    layer.label_decimals = math.min(rows.decimals(m.chart, layer.encoding[layer.along]) or 0,
      math.max(0, SIGNIFICANT - 1 - magnitude))
  end
  return layer.label_decimals
end

-- What is not zero does not read as zero.
local function decimals_for(decimals, value)
  if value ~= 0 and math.abs(value) < 0.5 * 10.0 ^ -decimals then
    return math.ceil(-math.log(math.abs(value), 10))
  end
  return decimals
end

--- The value of a bar of this layer as text.
---@param value number
function figures.text(m, layer, value)
  local channel = layer.encoding[layer.along]
  if channel.format or channel.rounding then
    return rows.text(m.chart, channel, value)
  end
  return ticks.label(value, decimals_for(decimals_of(m, layer), value), true)
end

return figures
