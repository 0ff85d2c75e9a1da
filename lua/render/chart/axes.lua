--- The two axes of a chart, over all its layers: which scale, over which domain.
--
--   axis = {scale =, title = with its unit, hidden =, labels = boolean,
--           fixed = boolean,            -- the chart gives the domain
--           grid = boolean or nil, values = list or nil, decimals = integer or nil, field =}
--
-- Bars and areas begin at zero. Numbers are widened to whole steps unless the
-- chart gives the domain. Categories run from left to right and from the top to
-- the bottom, times and numbers from left to right and from the bottom to the top.

local color = require "chart.color"
local rows = require "chart.rows"
local scale = require "chart.scale"
local ticks = require "chart.ticks"

local axes = {}

local STEPS = 5 -- to which domains are widened

local function channels_of(layers, name)
  local list = {}
  for _, layer in ipairs(layers) do
    for _, key in ipairs{name, name .. "2"} do
      local channel = layer.encoding[key]
      if rows.is_given(channel) then
        list[#list + 1] = {layer = layer, channel = channel, second = key ~= name}
      end
    end
  end
  return list
end

-- The channel that decides what kind of axis this is: the first with a field.
local function leading(list)
  for _, entry in ipairs(list) do
    if entry.channel.field and not entry.second then
      return entry.channel
    end
  end
  return list[1] and list[1].channel
end

local function is_discrete(channel)
  return channel.type == "nominal" or channel.type == "ordinal"
end

-- Calls f(number) for every number on the axis, those of stacks included.
local function each_number(chart, list, name, f)
  for _, entry in ipairs(list) do
    local layer, spans = entry.layer, entry.layer.spans
    for i = 1, layer.n do
      if spans and layer.along == name and not entry.second then
        if spans[i] then
          f(spans[i][1])
          f(spans[i][2])
        end
      else
        local x = rows.number(chart, entry.channel, rows.value(layer, entry.channel, i))
        if x then
          f(x)
        end
      end
    end
  end
end

local function extent(chart, list, name, above_zero)
  local lo, hi
  each_number(chart, list, name, function(x)
    if not above_zero or x > 0 then
      lo, hi = math.min(lo or x, x), math.max(hi or x, x)
    end
  end)
  return lo, hi
end

-- Whether some layer's marks begin at zero on this axis.
local function from_zero(list, name)
  for _, entry in ipairs(list) do
    local kind, encoding = entry.layer.mark.type, entry.layer.encoding
    local given = (entry.channel.scale or {}).zero
    if given ~= nil then
      return given
    end
    if (kind == "bar" or kind == "area") and entry.layer.along == name and
      encoding[name .. "2"] == nil then
      return true
    end
  end
  return false
end

local function given_of(list, key)
  for _, entry in ipairs(list) do
    local value = (entry.channel.scale or {})[key]
    if value ~= nil then
      return value
    end
  end
end

local function apart(lo, hi)
  if lo == hi then
    local pad = lo == 0 and 1 or math.abs(lo) * 0.1
    lo, hi = lo - pad, hi + pad
  end
  return lo, hi
end

local MOST_EDGES = 24

-- The edges of bins, where bars reach from x to x2 and touch.
local function bin_edges(list, name)
  local values, seen = {}, {}
  for _, entry in ipairs(list) do
    local layer = entry.layer
    if layer.mark.type ~= "bar" or layer.along == name or not layer.encoding[name .. "2"] then
      return nil
    end
    for i = 1, layer.n do
      local value = rows.value(layer, entry.channel, i)
      if type(value) == "number" and not seen[value] then
        seen[value] = true
        values[#values + 1] = value
      end
    end
  end
  table.sort(values)
  return #values > 1 and #values <= MOST_EDGES and values or nil
end

local function number_domain(chart, list, name, kind, least)
  local lo, hi = extent(chart, list, name, kind == "log")
  local domain = given_of(list, "domain")
  if type(domain) == "table" and type(domain[1]) == "number" then
    return domain[1], domain[domain.n or #domain]
  end
  local edges = kind == "linear" and bin_edges(list, name)
  if edges then
    return edges[1], edges[#edges]
  elseif not lo then
    return kind == "log" and 1 or 0, kind == "log" and 10 or 1
  elseif kind == "log" then
    return lo == hi and lo / 2 or lo, lo == hi and hi * 2 or hi
  end
  if from_zero(list, name) or (kind == "sqrt" and lo >= 0) then
    lo, hi = math.min(lo, 0), math.max(hi, 0)
    if lo == hi then
      hi = 1
    end
  end
  lo, hi = apart(lo, hi)
  if given_of(list, "nice") == false then
    return lo, hi
  end
  return ticks.nice(lo, hi, STEPS, least)
end

local function is_normalized(list, name)
  for _, entry in ipairs(list) do
    if entry.channel.stack == "normalize" and entry.layer.along == name then
      return true
    end
  end
  return false
end

-- The least step that says something: 1 between whole numbers, else that of the format.
local function least_of(chart, list, name)
  local counted, decimals = not is_normalized(list, name), nil
  for _, entry in ipairs(list) do
    local about, axis = (chart.fields or {})[entry.channel.field], entry.channel.axis
    counted = counted and (not entry.channel.field or (about and about.type == "integer"))
    decimals = decimals or type(axis) == "table" and axis.format or nil
  end
  return counted and 1 or decimals and 10.0 ^ -decimals or nil
end

local kinds = {linear = true, log = true, sqrt = true, symlog = true}

local function number_scale(chart, list, name)
  local kind = given_of(list, "type")
  kind = kinds[kind] and kind or "linear"
  local least = kind == "linear" and least_of(chart, list, name) or nil
  local lo, hi = number_domain(chart, list, name, kind, least)
  if kind == "log" and given_of(list, "domain") == nil then
    lo, hi = ticks.log_nice(lo, hi, STEPS)
  end
  local result = scale.numeric(kind, lo, hi, given_of(list, "reverse") == true)
  result.least = least
  return result
end

local function period_texts(chart, list)
  local texts, seen = {}, {}
  for _, entry in ipairs(list) do
    for i = 1, entry.layer.n do
      local value = rows.value(entry.layer, entry.channel, i)
      local time = rows.number(chart, entry.channel, value)
      if time and not seen[value] then
        seen[value] = true
        texts[#texts + 1] = {text = tostring(value), time = time}
      end
    end
  end
  table.sort(texts, function(a, b)
    return a.time < b.time
  end)
  return texts
end

local function least_step(texts)
  local least
  for i = 2, #texts do
    local step = texts[i].time - texts[i - 1].time
    if step > 1e-9 then
      least = math.min(least or step, step)
    end
  end
  return least or 1
end

-- Bars over time are as wide as the least step allows, and stay on the paper.
local function time_scale(chart, list, barred)
  local texts, names = period_texts(chart, list), {}
  for i, entry in ipairs(texts) do
    names[i] = entry.text
  end
  local first, last = texts[1], texts[#texts]
  local lo, hi = first and first.time or 0, last and last.time or 1
  local domain, known = given_of(list, "domain"), chart.times or {}
  if type(domain) == "table" then
    lo, hi = known[domain[1]] or lo, known[domain[2]] or hi
  end
  local step = least_step(texts)
  if barred or lo == hi then
    lo, hi = lo - step / 2, hi + step / 2
  end
  local result = scale.numeric("time", lo, hi, given_of(list, "reverse") == true)
  result.frequency, result.texts = ticks.frequency(names), texts
  result.step = step / (hi - lo)
  return result
end

local MOST_PLACES = 1000

-- Whole numbers without holes: the places of a map of tiles.
local function tile_categories(categories)
  local lo, hi = categories[1], categories[1]
  for _, value in ipairs(categories) do
    if type(value) ~= "number" then
      return categories
    end
    lo, hi = math.min(lo, value), math.max(hi, value)
  end
  if hi and hi - lo > MOST_PLACES then
    return categories
  end
  local all = {}
  for value = math.floor(lo or 1), math.floor(hi or 0) do
    all[#all + 1] = value
  end
  return all
end

local centred = {line = true, area = true}

-- Lines run from edge to edge; all else has a share for each category.
local function band_or_point(list, name)
  for _, entry in ipairs(list) do
    local kind = entry.layer.mark.type
    if not centred[kind] and kind ~= "point" and kind ~= "text" then
      return "band"
    end
  end
  for _, entry in ipairs(list) do
    if name == "x" and centred[entry.layer.mark.type] then
      return "point"
    end
  end
  return "band"
end

-- Periods follow each other, so that not each must be named.
local function are_periods(chart, categories)
  for _, value in ipairs(categories) do
    if not (chart.times or {})[value] then
      return false
    end
  end
  return #categories > 0
end

local function category_scale(chart, layers, list, name, channel)
  local categories = color.categories(layers, name)
  if given_of(list, "kind") == "tile" then
    categories = tile_categories(categories)
  end
  local labels = {}
  for i, value in ipairs(categories) do
    labels[i] = rows.text(chart, channel, value)
  end
  local reversed = given_of(list, "reverse") == true
  local result = scale.discrete(band_or_point(list, name), categories, labels,
    (name == "y") ~= reversed)
  result.periods = are_periods(chart, categories)
  return result
end

local function is_barred(list)
  for _, entry in ipairs(list) do
    local kind = entry.layer.mark.type
    if kind == "bar" or kind == "rect" then
      return true
    end
  end
  return false
end

-- What is said beside the scale.
local function guide(list, name, channel)
  local about = channel.axis
  local axis = {field = channel.field, hidden = about == false,
    title = rows.heading(channel, about)}
  about = type(about) == "table" and about or {}
  if is_normalized(list, name) then
    axis.title = (about.title or rows.title(channel)) .. ", % of total"
  end
  axis.fixed = given_of(list, "domain") ~= nil
  axis.grid, axis.labels = about.grid, about.labels ~= false
  axis.decimals = about.format and math.tointeger(about.format)
  if about.values then
    axis.values = {}
    for i, value in rows.each(about.values) do
      axis.values[i] = value
    end
  end
  return axis
end

-- What the axis is called says how it runs, where that is not evenly.
local function name_scale(axis, words)
  local said = words.scales[axis.scale.kind]
  if said and not axis.hidden then
    axis.title = axis.title and axis.title ~= "" and axis.title .. words.comma .. said or said
  end
end

--- The axis `name` ("x" or "y"), or nil where no layer has it.
---@param words table see language.lua
function axes.new(chart, layers, name, words)
  local list = channels_of(layers, name)
  local channel = leading(list)
  if not channel then
    return nil
  end
  local axis = guide(list, name, channel)
  if is_discrete(channel) then
    axis.scale = category_scale(chart, layers, list, name, channel)
  elseif channel.type == "temporal" then
    axis.scale = time_scale(chart, list, is_barred(list))
  else
    axis.scale = number_scale(chart, list, name)
    axis.values = axis.values or bin_edges(list, name)
    name_scale(axis, words)
  end
  return axis
end

return axes
