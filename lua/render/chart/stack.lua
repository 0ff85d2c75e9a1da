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
  local shared = across and shares_places(layer, across)
  if along.stack == "normalize" or (along.stack == "zero" and shared) then
    return along.stack, nil
  end
  local color = encoding.color
  if not nominal(color) or not shared or color.field == across.field then
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

-- What is piled up at every place, and the places where a part is missing.
local function totals(layer, along, across)
  local sums, incomplete = {}, {}
  for i = 1, layer.n do
    local place, value = rows.value(layer, across, i), rows.value(layer, along, i)
    if place ~= nil and type(value) == "number" then
      sums[place] = (sums[place] or 0) + math.abs(value)
    elseif place ~= nil then
      incomplete[place] = true
    end
  end
  return sums, incomplete
end

--- From where to where every row reaches: {[row] = {base, top}}. Negative values
--- are stacked downwards; "normalize" makes every pile 100. Shares of a pile with a
--- missing part are unknown, and so is where the areas above it lie: both are left out.
---@param rank fun(row: integer): number
function stack.spans(layer, along, across, how, rank)
  local up, down, spans = {}, {}, {}
  local sums, incomplete = totals(layer, along, across)
  local shares = how == "normalize"
  if not shares and layer.mark.type ~= "area" then
    incomplete = {}
  end
  for _, i in ipairs(in_order(layer, rank)) do
    local place, value = rows.value(layer, across, i), rows.value(layer, along, i)
    if place ~= nil and type(value) == "number" and not incomplete[place] then
      if shares then
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
