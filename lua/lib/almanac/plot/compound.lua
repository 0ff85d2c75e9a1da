--- Marks that stand for several: lowered to bars, rules, ticks, points and areas over
-- the figures computed here, so that every renderer shows the same ones.

local compound = {}

local lowered = {
  boxplot = "almanac.plot.box",
  errorband = "almanac.plot.band",
  histogram = "almanac.plot.histogram",
}

local function binned(layer)
  local x, y = layer.channels.x, layer.channels.y
  return layer.mark.type == "bar" and ((x and x.bin) or (y and y.bin))
end

--- The layers that draw `layer`, which is one of them where its mark is simple.
---@return table[]
function compound.lower(layer)
  local name = binned(layer) and "histogram" or layer.mark.type
  if lowered[name] then
    return require(lowered[name])(layer)
  end
  return {layer}
end

return compound
