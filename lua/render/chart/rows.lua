--- The rows of a chart's layers, as the channels of their encodings see them.
--
-- A channel is {field =, value =, datum =, type =, ...}. Missing values, and
-- numbers that are none, are nil; a period is its text, and its place in time
-- comes from chart.times.

local format = require "almanac.format"
local ticks = require "chart.ticks"

local rows = {}

local function usable(value)
  if type(value) == "number" and (value ~= value or math.abs(value) == math.huge) then
    return nil
  end
  return value
end

--- A list as it travels ({n =, ...}, with holes) or as it is written by hand, from
--- its first to its last: for i, value in rows.each(list).
function rows.each(list)
  local n = type(list) == "table" and (list.n or #list) or 0
  return function(_, i)
    if i < n then
      return i + 1, list[i + 1]
    end
  end, nil, 0
end

--- Whether a channel stands for a column or a value on the scale.
function rows.is_given(channel)
  return channel ~= nil and (channel.field ~= nil or channel.datum ~= nil)
end

--- What row `i` has in a channel: the cell, or what the channel says of all rows.
function rows.value(layer, channel, i)
  if channel == nil then
    return nil
  end
  if channel.field then
    local column = layer.columns[channel.field]
    return column and usable(column[i])
  end
  return usable(channel.datum)
end

--- A value of a channel as a number: of a period, its place in time.
function rows.number(chart, channel, value)
  if type(value) == "number" then
    return value
  end
  if channel.type == "temporal" and value ~= nil then
    return chart.times and chart.times[tostring(value)] or tonumber(value)
  end
  return nil
end

local function with_unit(title, unit)
  if title and unit and unit ~= "" and unit ~= title then
    return title .. " (" .. unit .. ")"
  end
  return title
end

--- What a channel's column is called.
function rows.title(channel)
  return channel.title or channel.field
end

--- The same with its unit; `guide`, the channel's axis or legend, knows better.
function rows.heading(channel, guide)
  if type(guide) == "table" then
    return with_unit(guide.title, guide.unit)
  end
  return with_unit(rows.title(channel), channel.unit)
end

-- Digits after the point for all values of a field in the chart.
local function decimals_of(chart, field)
  local known = chart.decimals or {}
  chart.decimals = known
  if known[field] == nil then
    local values, about = {}, (chart.fields or {})[field] or {}
    for _, data in rows.each(chart.data) do
      local column = data.columns[field]
      for i = 1, column and data.n or 0 do
        if type(column[i]) == "number" and usable(column[i]) then
          values[#values + 1] = column[i]
        end
      end
    end
    known[field] = (format.decimals(values, about.rounding))
  end
  return known[field]
end

--- The digits after the point with which a channel's numbers are read; nil where it
--- has no column.
function rows.decimals(chart, channel)
  return channel.format and math.tointeger(channel.format) or
    channel.field and decimals_of(chart, channel.field) or nil
end

--- A value as text, with the digits that its field is read with; texts as
--- chart.clean(text) writes them, where it is given.
function rows.text(chart, channel, value)
  if type(value) ~= "number" then
    local text = value ~= nil and tostring(value) or nil
    return text and chart.clean and chart.clean(text) or text
  end
  if channel.type ~= "quantitative" then
    return format.number(value)
  end
  return ticks.label(value, rows.decimals(chart, channel) or ticks.decimals{value}, true)
end

--- The same with its unit: "77.8%", "731 10k persons".
function rows.text_with_unit(chart, channel, value)
  local text = rows.text(chart, channel, value)
  local unit = channel.unit
  if text == nil or type(value) ~= "number" or unit == nil or unit == "" then
    return text
  end
  return unit == "%" and text .. "%" or text .. " " .. unit
end

local ORDER = {"x", "x2", "y", "y2", "color", "size", "shape"}

-- The channels that tell one row from the others, and then its figures.
local function told(encoding)
  local names, figures, seen = {}, {}, {}
  local function add(channel)
    if type(channel) ~= "table" or not channel.field or seen[channel.field] then
      return
    end
    seen[channel.field] = true
    local list = channel.type == "quantitative" and figures or names
    list[#list + 1] = channel
  end
  if encoding.tooltip then
    for _, channel in rows.each(encoding.tooltip) do
      add(channel)
    end
    return names, figures
  end
  for _, channel in rows.each(encoding.detail) do
    add(channel)
  end
  add(encoding.text)
  for _, name in ipairs(ORDER) do
    add(encoding[name])
  end
  return names, figures
end

--- What is said of one row when it is pointed at: its names in one line, a line
--- for every figure.
---@param missing string says that a value is
function rows.tooltip(chart, layer, i, missing)
  local names, figures = told(layer.encoding)
  local head, lines = {}, {}
  for _, channel in ipairs(names) do
    head[#head + 1] = rows.text(chart, channel, rows.value(layer, channel, i))
  end
  if #head > 0 then
    lines[1] = table.concat(head, ", ")
  end
  for _, channel in ipairs(figures) do
    local value = rows.text_with_unit(chart, channel, rows.value(layer, channel, i))
    lines[#lines + 1] = rows.title(channel) .. ": " ..
      (value or missing)
  end
  return table.concat(lines, "\n")
end

return rows
