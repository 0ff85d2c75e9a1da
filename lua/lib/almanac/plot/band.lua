--- Error bands: an area between two columns, or around the mean of several values.
--
-- With y2 the band lies between y and y2. Without, the values of each x are summarised:
-- ci is the interval of 95 % of their mean after Student, stderr and stdev one standard
-- error or deviation around it, iqr the quartiles (type 7). Fewer than two values have
-- no width and leave a gap.

local native = require "almanac.native"
local source = require "almanac.plot.source"
local stats = require "almanac.stats"

local LEVEL = 0.95

local extents = {}

function extents.stdev(list)
  local mean, sd = stats.mean(list), stats.sd(list)
  return mean - sd, mean + sd
end

function extents.stderr(list)
  local mean, error = stats.mean(list), stats.sd(list) / math.sqrt(#list)
  return mean - error, mean + error
end

function extents.ci(list)
  local t = stats.critical((1 + LEVEL) / 2, {name = "t", df = #list - 1})
  local mean, error = stats.mean(list), stats.sd(list) / math.sqrt(#list)
  return mean - t * error, mean + t * error
end

function extents.iqr(list)
  return table.unpack(stats.quantiles(list, {0.25, 0.75}))
end

local says = {ci = "95 % interval of the mean", stderr = "mean and one standard error",
  stdev = "mean and one standard deviation", iqr = "quartiles"}

-- The values at every x (of every group), in order of first appearance.
local function group(layer, values)
  local xs = layer.source:values(layer.channels.x.field)
  local color = layer.channels.color
  local groups = color and color.field and layer.source:values(color.field)
  local order, at = {}, {}
  for i = 1, values.n do
    local x, by = xs[i], groups and groups[i] or ""
    if x ~= nil and values[i] ~= nil and not (groups and groups[i] == nil) then
      at[by] = at[by] or {}
      if not at[by][x] then
        at[by][x] = {x = x, by = by, list = {}}
        order[#order + 1] = at[by][x]
      end
      table.insert(at[by][x].list, values[i])
    end
  end
  return order
end

local function field_of(of, title)
  return {type = of.type == "integer" and "number" or of.type, title = title or of.title or
    of.name, unit = of.unit, rounding = of.rounding}
end

local function summarise(layer)
  local y = layer.source:field(layer.channels.y.field)
  local x = layer.source:field(layer.channels.x.field)
  local color = layer.channels.color
  local by = color and color.field
  local values = layer.source:values(y.name)
  local extent = layer.mark.extent or "ci"
  local order, used = group(layer, values), 0
  local low, high = source.free("low", x.name, by), source.free("high", x.name, by)
  local columns = {[x.name] = {}, [low] = {}, [high] = {}}
  local fields = {[x.name] = field_of(x), [low] = field_of(y), [high] = field_of(y, says[extent])}
  if by then
    columns[by], fields[by] = {}, field_of(layer.source:field(by))
  end
  for k, point in ipairs(order) do
    used = used + #point.list
    columns[x.name][k] = point.x
    if #point.list > 1 then
      columns[low][k], columns[high][k] = extents[extent](point.list)
    end
    if by then
      columns[by][k] = point.by
    end
  end
  for _, column in pairs(columns) do
    column.n = #order
  end
  local made = source.made(#order, columns, fields)
  made.missing = {{field = y.title or y.name, n = values.n - used, of = values.n}}
  return made, low, high
end

--- An area in place of an error band.
return function(layer)
  local c = layer.channels
  if not (c.x and c.x.field and c.y and c.y.field and layer.source:is_number(c.y.field)) then
    native.fail("an errorband wants x, and a column of numbers as y",
      "y = \"low\", y2 = \"high\", or y alone to summarise its values at each x")
  end
  local mark = {type = "area", opacity = layer.mark.opacity or 0.25, color = layer.mark.color,
    interpolate = layer.mark.interpolate, line = layer.mark.borders}
  if c.y2 then
    return {{source = layer.source, mark = mark, channels = c,
      says = "Band, by its lower edge"}}
  end
  local y = {}
  for word, value in pairs(c.y) do
    y[word] = value
  end
  local field = layer.source:field(c.y.field)
  local made, low, high = summarise(layer)
  y.field, y.title = low, y.title or field.title or field.name
  return {{source = made, mark = mark, says = "Band, by its lower edge",
    channels = {x = c.x, y = y, y2 = {field = high}, color = c.color}}}
end
