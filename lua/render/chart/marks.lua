--- The marks of a layer as numbers: where each stands in a unit square, x to the
--- right and y upwards. What is computed here is what every renderer draws.
--
--   bar, rect   items {x0 <= x1, y0 <= y1, horizontal =, value =, negative =}
--   line        series {key =, label =, color =, runs = {{item {x, y}, ...}, ...}}
--   area        series, of items {x, y, base}; base is a y, or an x where x is measured
--   point, text items {x, y, size =, shape =, text =}
--   rule, tick  items {x0, x1, y0, y1}
-- Every item also has row (of its data), color (a pair) and opacity or nil.

local color = require "chart.color"
local rows = require "chart.rows"

local marks = {}

local FILL = 0.8 -- of its share that a bar takes

local function place(model, layer, name, i)
  local channel, axis = layer.encoding[name], model[name:sub(1, 1)]
  if not axis or not rows.is_given(channel) then
    return nil
  end
  local value = rows.value(layer, channel, i)
  if value ~= nil and not axis.scale.discrete then
    value = rows.number(model.chart, channel, value)
  end
  if value == nil then
    return nil
  end
  return axis.scale:at(value)
end

local function has(layer, name)
  return rows.is_given(layer.encoding[name])
end

-- Without a channel a mark stands in the middle of the axis.
local function place_or_middle(model, layer, name, i)
  if has(layer, name) then
    return place(model, layer, name, i)
  end
  return 0.5
end

local function number_at(layer, name, i)
  local channel = layer.encoding[name]
  local value = channel and (rows.value(layer, channel, i) or channel.value)
  return type(value) == "number" and value or nil
end

local function item(model, layer, i, fields)
  fields.row, fields.color = i, model.color.of(layer, i)
  local opacity = number_at(layer, "opacity", i)
  fields.opacity = opacity or layer.mark.opacity
  return fields
end

-- ---- bars ----

-- width = {band = 0.6}: of its share
local function band_share(layer, default)
  local width = layer.mark.width
  return type(width) == "table" and tonumber(width.band) or default
end

-- The share of the axis across that belongs to a row's bar.
local function across_extent(model, layer, name, i)
  if has(layer, name .. "2") then
    local from, to = place(model, layer, name, i), place(model, layer, name .. "2", i)
    return from, to
  end
  local at = place_or_middle(model, layer, name, i)
  if not at then
    return nil
  end
  local axis = model[name]
  local width = (axis and axis.scale.step or 1) * band_share(layer, FILL)
  local groups = layer.groups
  if not groups then
    return at - width / 2, at + width / 2
  end
  local k = groups.index[rows.value(layer, groups.channel, i)]
  if not k then
    return nil
  end
  if axis and axis.scale.flipped then
    k = groups.n + 1 - k
  end
  local from = at - width / 2 + (k - 1) * width / groups.n
  return from, from + width / groups.n
end

local function zero_of(axis)
  local scale = axis.scale
  if scale.kind == "log" then
    return scale.flipped and 1 or 0
  end
  return scale:at(math.max(math.min(0, math.max(scale.lo, scale.hi)),
    math.min(scale.lo, scale.hi)))
end

-- From where to where a row's bar reaches on the axis along.
local function along_extent(model, layer, i)
  local name = layer.along
  local axis = model[name]
  if layer.spans then
    local span = layer.spans[i]
    if span then
      return axis.scale:at(span[1]), axis.scale:at(span[2])
    end
    return nil
  end
  local to = place(model, layer, name, i)
  if to == nil or axis.scale.discrete then
    return nil
  end
  if has(layer, name .. "2") then
    return place(model, layer, name .. "2", i), to
  end
  return zero_of(axis), to
end

local function sorted(a, b)
  if a > b then
    return b, a
  end
  return a, b
end

local function bar(model, layer, i)
  local base, top = along_extent(model, layer, i)
  local from, to = across_extent(model, layer, layer.across, i)
  if not (base and top and from and to) then
    return nil
  end
  local a0, a1 = sorted(base, top)
  local c0, c1 = sorted(from, to)
  local horizontal = layer.along == "x"
  local fields = {horizontal = horizontal, negative = top < base,
    value = rows.value(layer, layer.encoding[layer.along], i)}
  if horizontal then
    fields.x0, fields.x1, fields.y0, fields.y1 = a0, a1, c0, c1
  else
    fields.x0, fields.x1, fields.y0, fields.y1 = c0, c1, a0, a1
  end
  return item(model, layer, i, fields)
end

local function rect_extent(model, layer, name, i)
  if has(layer, name .. "2") then
    return place(model, layer, name, i), place(model, layer, name .. "2", i)
  end
  local axis = model[name]
  if not axis or not has(layer, name) then
    return 0, 1
  end
  local at = place(model, layer, name, i)
  local step = axis.scale.step or 0
  if at then
    return at - step / 2, at + step / 2
  end
end

local function rect(model, layer, i)
  local x0, x1 = rect_extent(model, layer, "x", i)
  local y0, y1 = rect_extent(model, layer, "y", i)
  if not (x0 and x1 and y0 and y1) then
    return nil
  end
  x0, x1 = sorted(x0, x1)
  y0, y1 = sorted(y0, y1)
  return item(model, layer, i, {x0 = x0, x1 = x1, y0 = y0, y1 = y1})
end

-- ---- rules and ticks ----

local function rule_extent(model, layer, name, i)
  if has(layer, name .. "2") then
    return place(model, layer, name, i), place(model, layer, name .. "2", i)
  elseif has(layer, name) then
    local at = place(model, layer, name, i)
    return at, at
  end
  return 0, 1
end

local function rule(model, layer, i)
  local x0, x1 = rule_extent(model, layer, "x", i)
  local y0, y1 = rule_extent(model, layer, "y", i)
  if x0 and x1 and y0 and y1 then
    return item(model, layer, i, {x0 = x0, x1 = x1, y0 = y0, y1 = y1})
  end
end

-- A short line across the measured axis.
local function tick(model, layer, i)
  local x, y = place_or_middle(model, layer, "x", i), place_or_middle(model, layer, "y", i)
  if not (x and y) then
    return nil
  end
  local axis = model[layer.across]
  local half = (axis and axis.scale.step or 0.1) * band_share(layer, 0.6) / 2
  if layer.along == "x" then
    return item(model, layer, i, {x0 = x, x1 = x, y0 = y - half, y1 = y + half})
  end
  return item(model, layer, i, {x0 = x - half, x1 = x + half, y0 = y, y1 = y})
end

-- ---- points and texts ----

local function size_share(model, layer, i)
  local channel, size = layer.encoding.size, model.size
  if channel and channel.field and size then
    local value = rows.value(layer, channel, i)
    if type(value) ~= "number" then
      return nil
    end
    return math.sqrt(math.max(0, value) / size.hi)
  end
end

local function shape_of(model, layer, i)
  local channel = layer.encoding.shape
  if channel and channel.field and model.shape then
    return model.shape.index[rows.value(layer, channel, i)]
  end
end

local function point(model, layer, i)
  local x, y = place_or_middle(model, layer, "x", i), place_or_middle(model, layer, "y", i)
  if not (x and y) then
    return nil
  end
  local text = layer.encoding.text
  local label
  if text then
    label = rows.text(model.chart, text, text.field and rows.value(layer, text, i) or text.value)
  end
  return item(model, layer, i, {x = x, y = y, size = size_share(model, layer, i),
    shape = shape_of(model, layer, i), text = label})
end

-- ---- lines and areas ----

-- The channels by which rows belong to one line or another.
local function parting(layer)
  local list, encoding = {}, layer.encoding
  local function add(channel)
    if rows.is_given(channel) and channel.type ~= "quantitative" then
      list[#list + 1] = channel
    end
  end
  add(encoding.color)
  for _, channel in rows.each(encoding.detail) do
    add(channel)
  end
  add(encoding.shape)
  return list
end

local function series_key(layer, channels, i)
  local parts = {}
  for k, channel in ipairs(channels) do
    parts[k] = tostring(rows.value(layer, channel, i))
  end
  return table.concat(parts, "\0")
end

local function vertex(model, layer, i)
  local p = {row = i}
  p[layer.across] = place_or_middle(model, layer, layer.across, i)
  if layer.mark.type == "area" then
    local base, top = along_extent(model, layer, i)
    p[layer.along], p.base = base and top, base
  else
    p[layer.along] = place_or_middle(model, layer, layer.along, i)
  end
  return p
end

-- A point without a measure ends the run.
local function runs_of(points, along)
  local runs, run = {}, nil
  for _, p in ipairs(points) do
    if p[along] == nil then
      run = nil
    else
      if run == nil then
        run = {}
        runs[#runs + 1] = run
      end
      run[#run + 1] = p
    end
  end
  return runs
end

local function in_order(points, across)
  for k, p in ipairs(points) do
    p.place = k
  end
  table.sort(points, function(a, b)
    if a[across] ~= b[across] then
      return a[across] < b[across]
    end
    return a.place < b.place
  end)
end

-- Lines are called by the first channel in which no two of them are the same: by
-- their colour, unless some share it.
local function name_series(model, layer, channels, list)
  for k, channel in ipairs(channels) do
    local seen, twice = {}, false
    for _, own in ipairs(list) do
      local value = rows.value(layer, channel, own.row)
      own.label = value ~= nil and rows.text(model.chart, channel, value) or nil
      twice = twice or (value ~= nil and seen[value])
      seen[value or ""] = true
    end
    layer.named_by = channel
    if not twice or k == #channels then
      return
    end
  end
end

local function new_series(model, layer, i, key)
  return {key = key, points = {}, row = i,
    color = model.color.of(layer, i), entry = model.color.entry(layer, i),
    opacity = layer.mark.opacity}
end

local function series(model, layer)
  local list, by_key, channels = {}, {}, parting(layer)
  for i = 1, layer.n do
    local key = series_key(layer, channels, i)
    local own = by_key[key]
    if not own then
      own = new_series(model, layer, i, key)
      by_key[key], list[#list + 1] = own, own
    end
    local p = vertex(model, layer, i)
    if p[layer.across] then
      own.points[#own.points + 1] = p
    end
  end
  for k, own in ipairs(list) do
    in_order(own.points, layer.across)
    own.runs, own.place = runs_of(own.points, layer.along), k
  end
  name_series(model, layer, channels, list)
  return list
end

-- ---- all ----

local makers = {bar = bar, rect = rect, rule = rule, tick = tick, point = point,
  text = point}

--- Gives the layer its `items`, or its `series`.
function marks.place(model, layer)
  local kind = layer.mark.type
  if kind == "line" or kind == "area" then
    layer.series = series(model, layer)
    return
  end
  layer.items = {}
  local make = makers[kind]
  for i = 1, layer.n do
    layer.items[#layer.items + 1] = make(model, layer, i)
  end
end

--- The categories by which bars stand side by side.
function marks.groups(layers, layer, channel)
  local name = channel == layer.encoding.color and "color" or
    (channel == layer.encoding.xOffset and "xOffset" or "yOffset")
  local groups = {channel = channel, index = {}, n = 0}
  for k, value in ipairs(color.categories(layers, name)) do
    groups.index[value], groups.n = k, k
  end
  return groups
end

return marks
