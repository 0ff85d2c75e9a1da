--- Bars that would hide each other: of one category, without a pile or a place of
-- their own. The longest would be seen, which is neither their sum nor their mean.

local format = require "almanac.format"
local source = require "almanac.plot.source"

local overlaps = {}

local telling = {"color", "xOffset", "yOffset"}

-- Whether the bars of a layer can hide each other at all.
local function is_exposed(layer)
  local along = layer.channels[layer.measure]
  local across = layer.channels[layer.measure == "x" and "y" or "x"]
  return layer.mark.type == "bar" and along and along.field and along.type == "quantitative" and
    not layer.channels[layer.measure .. "2"] and along.stack == nil and across and
    across.field and across.type ~= "quantitative", across
end

local function columns_of(layer, across)
  local columns = {layer.source:values(across.field)}
  for _, name in ipairs(telling) do
    local c = layer.channels[name]
    if c and c.field and c.type ~= "quantitative" and c.field ~= across.field then
      columns[#columns + 1] = layer.source:values(c.field)
    end
  end
  return columns
end

local function crowded(layer, across)
  local columns, counts, n = columns_of(layer, across), {}, 0
  if layer.channels.detail or #columns > 1 and not layer.channels.xOffset and
    not layer.channels.yOffset then
    return 0 -- they are piled up
  end
  local measured = layer.source:values(layer.channels[layer.measure].field)
  for i = 1, layer.source.n do
    if measured[i] ~= nil and columns[1][i] ~= nil then
      local place = source.key(columns, i)
      counts[place] = (counts[place] or 0) + 1
      n = n + (counts[place] == 2 and 1 or 0)
    end
  end
  return n
end

--- Says of which categories bars lie one over the other.
---@param list table[] layers
---@param remarks string[]
function overlaps.tell(list, remarks)
  for _, layer in ipairs(list) do
    local exposed, across = is_exposed(layer)
    local n = exposed and crowded(layer, across) or 0
    if n > 0 then
      remarks[#remarks + 1] = string.format("Bars hide each other: several rows for %s of %s",
        format.count(n, "value", "values"),
        across.title or layer.source:field(across.field).title or across.field)
    end
  end
end

return overlaps
