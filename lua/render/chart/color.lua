--- The colours of a chart's marks: one colour scale for all layers.
--
--   color = {kind = "none" | "category" | "class" | "continuous", title =, field =,
--            entries = {{value =, label =, color = pair, index =}, ...},  -- of a legend
--            lo =, hi =, scheme =,       -- of "continuous"
--            legend = boolean,
--            lacking = boolean,          -- some cell has no value: palette.empty
--            note = text or nil}         -- to be said where names do not stand beside marks
--   color.of(layer, row) -> pair {light =, dark =}; see palette.lua
--   color.rank(layer, row) -> place of the row's category, for stacking
--   color.entry(layer, row) -> index of its entry in the legend, 0: "other", or none
--
-- There are eight colours for categories, and they are not given out twice: of
-- more categories the seven greatest have their own and the rest are grey, in
-- lines and points all are.

local palette = require "chart.palette"
local rows = require "chart.rows"
local ticks = require "chart.ticks"

local color = {}

local MOST = #palette.categories

local function add_category(list, seen, value)
  if value ~= nil and not seen[value] then
    seen[value] = true
    list[#list + 1] = value
  end
end

--- The categories of some layers' channels: those of `sort` or of the scale's
--- domain first, the others as they appear (numbers by size).
function color.categories(layers, name)
  local list, seen, sorted = {}, {}, true
  for _, layer in ipairs(layers) do
    local channel = layer.encoding[name]
    if channel and channel.type ~= "quantitative" then
      local given = (channel.scale or {}).domain or channel.sort
      for _, value in rows.each(given) do
        add_category(list, seen, value)
        sorted = false
      end
      for i = 1, layer.n do
        local value = rows.value(layer, channel, i)
        add_category(list, seen, value)
        sorted = sorted and (value == nil or type(value) == "number")
      end
    end
  end
  if sorted then
    table.sort(list)
  end
  return list
end

local function find(layers)
  for _, layer in ipairs(layers) do
    local channel = layer.encoding.color
    if rows.is_given(channel) then
      return channel
    end
  end
end

-- Sums of the measured values by category, to know the greatest.
local function weights(layers, categories)
  local sums = {}
  for _, value in ipairs(categories) do
    sums[value] = 0
  end
  for _, layer in ipairs(layers) do
    local x, y = layer.encoding.x, layer.encoding.y
    local along = y and y.type == "quantitative" and y or x
    for i = 1, layer.n do
      local key = rows.value(layer, layer.encoding.color, i)
      local value = rows.value(layer, along, i)
      if key ~= nil and sums[key] and type(value) == "number" then
        sums[key] = sums[key] + math.abs(value)
      end
    end
  end
  return sums
end

local function greatest(layers, categories, n)
  local sums, order, own = weights(layers, categories), {}, {}
  for i, value in ipairs(categories) do
    order[i] = {value = value, place = i}
  end
  table.sort(order, function(a, b)
    if sums[a.value] ~= sums[b.value] then
      return sums[a.value] > sums[b.value]
    end
    return a.place < b.place
  end)
  for i = 1, n do
    own[order[i].value] = true
  end
  return own
end

local function is_filled(layers)
  for _, layer in ipairs(layers) do
    local kind = layer.mark.type
    if layer.encoding.color and (kind == "bar" or kind == "area") then
      return true
    end
  end
  return false
end

local function range_color(channel, i)
  local range = (channel.scale or {}).range
  return type(range) == "table" and palette.parse(range[i]) or nil
end

local function entry(chart, channel, value, own, i)
  return {value = value, label = rows.text(chart, channel, value) or "", color = own,
    index = i}
end

local function too_many(result, layers, categories, chart, channel)
  local words = result.words
  local filled = is_filled(layers)
  local own = filled and greatest(layers, categories, MOST - 1) or {}
  local others, n = 0, 0
  for _, value in ipairs(categories) do
    if own[value] then
      n = n + 1
      result.entries[n] = entry(chart, channel, value, palette.categories[n], n)
      result.by_value[value], result.indices[value] = result.entries[n].color, n
    else
      others = others + 1
      result.by_value[value] = palette.neutral
      result.places[value] = #categories + result.places[value]
    end
  end
  if filled then
    result.entries[n + 1] = {label = words.other:format(others),
      color = palette.neutral, index = 0}
  else
    result.plain = true
    result.note = words.colors:format(#categories, rows.title(channel))
  end
end

local function by_category(result, layers, chart, channel)
  local categories = color.categories(layers, "color")
  result.categories, result.by_value, result.places, result.indices = categories, {}, {}, {}
  for i, value in ipairs(categories) do
    result.places[value] = i
  end
  local scheme = (channel.scale or {}).scheme
  local classed = palette.has_scheme(scheme) or
    (scheme == nil and channel.type == "ordinal" and channel.field ~= nil)
  result.kind = classed and "class" or "category"
  if not classed and #categories > MOST and not range_color(channel, #categories) then
    return too_many(result, layers, categories, chart, channel)
  end
  local steps = classed and palette.steps(#categories, scheme)
  for i, value in ipairs(categories) do
    local own = range_color(channel, i) or (steps or palette.categories)[i]
    result.entries[i] = entry(chart, channel, value, own, i)
    result.by_value[value], result.indices[value] = own, i
  end
end

local function bounds(layers)
  local lo, hi
  for _, layer in ipairs(layers) do
    local channel = layer.encoding.color
    for i = 1, channel and channel.field and layer.n or 0 do
      local value = rows.value(layer, channel, i)
      if type(value) == "number" then
        lo, hi = math.min(lo or value, value), math.max(hi or value, value)
      end
    end
  end
  return lo or 0, hi or 1
end

local function continuous(result, layers, channel)
  local given = channel.scale or {}
  local lo, hi = bounds(layers)
  if lo == hi then
    local pad = lo == 0 and 1 or math.abs(lo) * 0.1
    lo, hi = lo - pad, hi + pad
  end
  local both = lo < 0 and hi > 0
  result.kind = "continuous"
  result.scheme = palette.has_scheme(given.scheme) and given.scheme or
    (both and "diverging" or "sequential")
  local diverging = result.scheme == "diverging" or result.scheme == "blueorange"
  local middle = given.domainMid or 0
  if type(given.domain) == "table" then
    lo, hi = given.domain[1], given.domain[given.domain.n or #given.domain]
  elseif diverging and (both or given.domainMid) then
    local reach = math.max(middle - lo, hi - middle)
    lo, hi = middle - reach, middle + reach
  else
    lo, hi = ticks.nice(lo, hi, 4)
  end
  result.lo, result.hi = lo, hi
end

local function share(result, value)
  return (value - result.lo) / (result.hi - result.lo)
end

-- Whether the categories stand on an axis already, so that no legend is needed.
local function on_axis(layers, channel)
  for _, layer in ipairs(layers) do
    for _, name in ipairs{"x", "y"} do
      local axis = layer.encoding[name]
      if axis and axis.field == channel.field and axis.axis ~= false then
        return true
      end
    end
  end
  return false
end

local function named_color(channel)
  return channel and channel.value and palette.parse(channel.value)
end

-- Whether some cell has no value to be coloured by.
local function lacks_values(layers)
  for _, layer in ipairs(layers) do
    local channel = layer.encoding.color
    for i = 1, layer.mark.type == "rect" and channel and channel.field and layer.n or 0 do
      if rows.value(layer, channel, i) == nil then
        return true
      end
    end
  end
  return false
end

local defaults = {rule = palette.ink, text = palette.ink}

local function default_of(layer)
  return defaults[layer.mark.type] or palette.categories[1]
end

-- Fills in what the channel says: the entries of a legend, and whether there is one.
local function settle(result, chart, layers, channel)
  result.title, result.field = rows.heading(channel, channel.legend), channel.field
  if channel.type == "quantitative" and channel.field then
    continuous(result, layers, channel)
  else
    by_category(result, layers, chart, channel)
  end
  local repeated = channel.field ~= nil and on_axis(layers, channel)
  result.lacking = lacks_values(layers)
  result.legend = channel.legend ~= false and not repeated and not result.plain and
    (result.kind ~= "category" or #result.entries > 1)
  if repeated and result.plain then
    result.by_value, result.note = {}, nil
  end
end

local function color_of(result, layer, row)
  local own = layer.encoding.color
  local fixed = named_color(own) or palette.parse(layer.mark.color)
  if not rows.is_given(own) then
    return fixed or default_of(layer)
  end
  local value = rows.value(layer, own, row)
  if value == nil then
    return palette.empty
  elseif result.kind == "continuous" then
    return palette.ramp(share(result, value), result.scheme)
  end
  return result.by_value[value] or fixed or default_of(layer)
end

--- The colours of a chart's layers (with n, columns, encoding, mark).
---@param words table see language.lua
function color.new(chart, layers, words)
  local channel = find(layers)
  local result = {kind = "none", entries = {}, legend = false, words = words}
  if channel then
    settle(result, chart, layers, channel)
  end
  function result.of(layer, row)
    return color_of(result, layer, row)
  end
  function result.rank(layer, row)
    local value = rows.value(layer, layer.encoding.color, row)
    return value ~= nil and (result.places or {})[value] or 0
  end
  function result.entry(layer, row)
    local value = rows.value(layer, layer.encoding.color, row)
    return value ~= nil and (result.indices or {})[value] or 0
  end
  return result
end

return color
