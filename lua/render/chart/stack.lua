--- Bars and areas on top of each other or side by side.

local rows = require "chart.rows"

local stack = {}

local function nominal(channel)
  return channel and channel.field and channel.type ~= "quantitative"
end

-- Whether two rows stand at the same place of the axis across.
local function shares_places(layer, across)
  local seen = {}
  for i = 1, layer.n do
    local place = rows.value(layer, across, i)
    if place ~= nil then
      if seen[place] then
        return true
      end
      seen[place] = true
    end
  end
  return false
end

-- Bars that say neither how they are stacked nor how they stand side by side would
-- hide each other: they are set side by side by their colours.

--- How a layer of bars or areas is arranged: "zero" or "normalize" (stacked), or
--- nil, and the channel by which bars stand side by side, or nil.
---@param along table the channel that is measured
---@param across table? the other one
function stack.arrangement(layer, along, across)
  local encoding = layer.encoding
  local offset = encoding.xOffset or encoding.yOffset
  if offset and offset.field then
    return nil, layer.mark.type == "bar" and offset or nil
  end
  if along.stack == "zero" or along.stack == "normalize" then
    return along.stack, nil
  end
  local color = encoding.color
  local same = nominal(color) and across and color.field == across.field
  if not nominal(color) or same or not shares_places(layer, across) then
    return nil, nil
  end
  return nil, layer.mark.type == "bar" and color or nil
end

-- The rows of a layer in the order in which they are stacked: that of the
-- colours, first at the bottom.
local function in_order(layer, rank)
  local order = {}
  for i = 1, layer.n do
    order[i] = i
  end
  table.sort(order, function(a, b)
    local ra, rb = rank(a), rank(b)
    if ra ~= rb then
      return ra < rb
    end
    return a < b
  end)
  return order
end

local function totals(layer, along, across)
  local sums = {}
  for i = 1, layer.n do
    local place, value = rows.value(layer, across, i), rows.value(layer, along, i)
    if place ~= nil and type(value) == "number" then
      sums[place] = (sums[place] or 0) + math.abs(value)
    end
  end
  return sums
end

--- From where to where every row reaches: {[row] = {base, top}}. Negative values
--- are stacked downwards; "normalize" makes every pile 100.
---@param rank fun(row: integer): number
function stack.spans(layer, along, across, how, rank)
  local up, down, spans = {}, {}, {}
  local sums = how == "normalize" and totals(layer, along, across)
  for _, i in ipairs(in_order(layer, rank)) do
    local place, value = rows.value(layer, across, i), rows.value(layer, along, i)
    if place ~= nil and type(value) == "number" then
      if sums then
        value = sums[place] > 0 and 100 * value / sums[place] or 0
      end
      local pile = value < 0 and down or up
      local base = pile[place] or 0
      pile[place] = base + value
      spans[i] = {base, base + value}
    end
  end
  return spans
end

return stack
