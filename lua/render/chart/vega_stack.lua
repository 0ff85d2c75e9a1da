--- Piles for Vega-Lite, which by itself orders them by name, and takes a missing part of
-- an area for nothing: bars get the places of their parts, areas where each begins and
-- ends.

local native = require "almanac.native"
local vega_data = require "chart.vega_data"

local vega_stack = {}

--- What columns of the rows hold the piles of a layer: {order =} of bars, {top =, base =}
--- of areas; nil of what is not stacked.
function vega_stack.keys(names, layer, of_model)
  if not of_model.stacked then
    return nil
  end
  local key = names.keys[layer.encoding[of_model.along].field]
  if layer.mark.type == "area" then
    return {top = vega_data.free(names, key .. "_top"),
      base = vega_data.free(names, key .. "_base")}
  end
  return {order = vega_data.free(names, key .. "_place")}
end

local function value_or_null(value)
  if value == nil then
    return native.null
  end
  return value
end

--- Writes these columns into the rows of its dataset.
function vega_stack.add(rows, keys, of_model, color)
  for i = 1, rows.n do
    local row, span = rows[i], of_model.spans[i] or {}
    if keys.order then
      row[keys.order] = color.rank(of_model, i)
    else
      row[keys.base], row[keys.top] = value_or_null(span[1]), value_or_null(span[2])
    end
  end
end

--- Makes an encoding show them.
function vega_stack.apply(encoding, keys, along, model)
  if keys.order then
    encoding.order = {field = vega_data.path(keys.order), type = "quantitative"}
    return
  end
  local place = encoding[along]
  place.field, place.stack = vega_data.path(keys.top), nil
  if type(place.axis) == "table" then
    place.axis.title = model[along].title -- also says whether they are shares
  end
  encoding[along .. "2"] = {field = vega_data.path(keys.base)}
end

return vega_stack
