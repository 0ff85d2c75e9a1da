--- A chart as numbers, before anything is drawn: what all renderers share.
--
-- model.new(chart, lang) -> {
--   title =, subtitle =, source =, description =,     -- texts or nil
--   x =, y =         -- axes: see axes.lua (scale, title, hidden, grid, values); or nil
--   color =          -- see color.lua (kind, entries of a legend, legend, note)
--   size =           -- {title =, hi =} when a field gives sizes; size of an item: 0 .. 1
--   shape =          -- {title =, entries = {{value, label}}, index}; or nil
--   layers = {{mark = {type = "bar", ...}, encoding =, n =, columns =,
--     along = "x" | "y", across =      -- which axis is measured
--     items = {...} or series = {...}, -- see marks.lua
--     stacked = boolean, groups = {n =, ...} or nil}, ...},
--   empty = boolean, -- there is nothing to draw, and nothing for a legend to tell
--   tile = boolean,  -- a map of tiles: square, without axes
--   outside =        -- how many marks are cut or left out where a domain is given
--   missing = {{title =, n =, of =}, ...},   -- values that are not drawn
--   notes = {text, ...},                     -- to be said below the chart
--   words =          -- what renderers say, in the language asked for: see language.lua
-- }
-- Coordinates are shares of the plot, 0 .. 1, x to the right and y upwards.

local axes = require "chart.axes"
local clip = require "chart.clip"
local color = require "chart.color"
local language = require "chart.language"
local marks = require "chart.marks"
local rows = require "chart.rows"
local stack = require "chart.stack"

local model = {}

local function is_number(channel)
  return channel ~= nil and channel.type == "quantitative"
end

-- Which axis a layer measures: bars reach along it, areas are filled along it.
local function orientation(layer)
  local encoding, orient = layer.encoding, layer.mark.orient
  if orient == "horizontal" or orient == "vertical" then
    return orient == "horizontal" and "x" or "y"
  end
  local x, y = encoding.x, encoding.y
  if is_number(x) and not is_number(y) then
    return "x"
  elseif is_number(x) and is_number(y) and encoding.y2 and not encoding.x2 and
    layer.mark.type == "bar" then
    return "x"
  end
  return "y"
end

local function new_layer(chart, given)
  local data = (chart.data or {})[given.data or 1] or {n = 0, columns = {}}
  local mark = type(given.mark) == "string" and {type = given.mark} or given.mark
  local layer = {mark = mark, encoding = given.encoding or {}, n = data.n,
    columns = data.columns, data = given.data or 1}
  layer.along = orientation(layer)
  layer.across = layer.along == "x" and "y" or "x"
  return layer
end

-- A layer whose encoding reads no field is drawn once.
local function once_without_fields(layer)
  for _, channel in pairs(layer.encoding) do
    if channel.field then
      return
    end
  end
  layer.n = 1
end

local function arrange(m, layer)
  local kind = layer.mark.type
  local along, across = layer.encoding[layer.along], layer.encoding[layer.across]
  if (kind ~= "bar" and kind ~= "area") or not is_number(along) or
    layer.encoding[layer.along .. "2"] then
    return
  end
  local how, by = stack.arrangement(layer, along, across)
  if how and across then
    layer.stacked = true
    layer.spans = stack.spans(layer, along, across, how, function(i)
      return m.color.rank(layer, i)
    end)
  elseif by then
    layer.groups = marks.groups(m.layers, layer, by)
  end
end

local function sizes(layers)
  local hi, title
  for _, layer in ipairs(layers) do
    local channel = layer.encoding.size
    if channel and channel.field and is_number(channel) then
      title = title or rows.heading(channel, channel.legend)
      for i = 1, layer.n do
        local value = rows.value(layer, channel, i)
        hi = type(value) == "number" and math.max(hi or 0, value) or hi
      end
    end
  end
  return title and {title = title, hi = hi and hi > 0 and hi or 1} or nil
end

local MOST_SHAPES = 6

local function shapes(m, layers)
  local list, channel = color.categories(layers, "shape"), nil
  for _, layer in ipairs(layers) do
    channel = channel or layer.encoding.shape
  end
  if not channel or not channel.field or #list == 0 then
    return nil
  elseif #list > MOST_SHAPES then
    m.notes[#m.notes + 1] = m.words.shapes:format(#list, rows.title(channel))
    return nil
  end
  local result = {title = rows.heading(channel, channel.legend), field = channel.field,
    entries = {}, index = {}}
  for i, value in ipairs(list) do
    result.entries[i] = {value = value, label = rows.text(m.chart, channel, value)}
    result.index[value] = i
  end
  return result
end

local DRAWN = {"x", "y", "x2", "y2", "size"}

-- Values without which a mark is not drawn, counted once for every column.
local function count_missing(m)
  local seen = {}
  for _, layer in ipairs(m.layers) do
    for _, name in ipairs(DRAWN) do
      local channel = layer.encoding[name]
      local key = channel and channel.field and layer.data .. "\0" .. channel.field
      if key and not seen[key] then
        seen[key] = true
        local n = 0
        for i = 1, layer.n do
          n = n + (rows.value(layer, channel, i) == nil and 1 or 0)
        end
        if n > 0 then
          m.missing[#m.missing + 1] = {title = rows.title(channel), n = n, of = layer.n}
        end
      end
    end
  end
end

local function count_not_above_zero(m, name)
  local axis = m[name]
  if not axis or axis.scale.kind ~= "log" then
    return
  end
  local n = 0
  for _, layer in ipairs(m.layers) do
    local channel = layer.encoding[name]
    for i = 1, channel and layer.n or 0 do
      local value = rows.value(layer, channel, i)
      n = n + (type(value) == "number" and value <= 0 and 1 or 0)
    end
  end
  if n > 0 then
    m.notes[#m.notes + 1] = m.words.not_above_zero:format(n)
  end
end

local function is_tile(layers)
  for _, layer in ipairs(layers) do
    local x = layer.encoding.x
    if x and (x.scale or {}).kind == "tile" then
      return true
    end
  end
  return false
end

-- What is to be said below: the remarks that came with the chart, else what is
-- missing.
local function add_remarks(m, chart)
  for _, line in rows.each(chart.remarks) do
    m.notes[#m.notes + 1] = line
  end
  for _, entry in ipairs(chart.remarks and {} or m.missing) do
    m.notes[#m.notes + 1] = m.words.missing_of:format(entry.n, entry.of, entry.title)
  end
end

--- What is said of a row of a layer when it is pointed at.
function model.tooltip(m, layer, row)
  return rows.tooltip(m.chart, layer, row, m.words.missing)
end

local function place_marks(m)
  local fixed, outside = m.x and m.x.fixed or m.y and m.y.fixed, 0
  for _, layer in ipairs(m.layers) do
    marks.place(m, layer)
    outside = outside + (fixed and clip.layer(layer) or 0)
  end
  m.outside = outside
  if outside > 0 then
    m.notes[#m.notes + 1] = m.words.outside:format(outside)
  end
end

-- Whether there is nothing between the axes: a line of missing values is none.
local function is_empty(m)
  for _, layer in ipairs(m.layers) do
    if #(layer.items or {}) > 0 then
      return false
    end
    for _, own in ipairs(layer.series or {}) do
      if #own.runs > 0 then
        return false
      end
    end
  end
  return true
end

local function settle_emptiness(m)
  m.empty = is_empty(m)
  if m.empty then
    m.color.legend, m.size, m.shape = false, nil, nil
  end
end

---@param chart table the chart as it travels, decoded
---@param lang string? "en" or "zh": what is said beside the marks
function model.new(chart, lang)
  chart = language.translate(chart, lang)
  local m = {chart = chart, words = language.words(lang),
    title = chart.title, subtitle = chart.subtitle,
    source = chart.source, description = chart.description, layers = {}, missing = {},
    notes = {}}
  for i, given in rows.each(chart.layers) do
    m.layers[i] = new_layer(chart, given)
    once_without_fields(m.layers[i])
  end
  m.tile = is_tile(m.layers)
  m.color = color.new(chart, m.layers, m.words)
  for _, layer in ipairs(m.layers) do
    arrange(m, layer)
  end
  m.x, m.y = axes.new(chart, m.layers, "x", m.words),
    axes.new(chart, m.layers, "y", m.words)
  m.size, m.shape = sizes(m.layers), shapes(m, m.layers)
  place_marks(m)
  settle_emptiness(m)
  count_missing(m)
  add_remarks(m, chart)
  count_not_above_zero(m, "x")
  count_not_above_zero(m, "y")
  return m
end

return model
