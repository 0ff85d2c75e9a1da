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

--- The title of a channel; with its unit unless that says the same.
function rows.title(channel, bare)
  local title = channel.title or channel.field
  if title and not bare and channel.unit and channel.unit ~= "" and channel.unit ~= title then
    return title .. " (" .. channel.unit .. ")"
  end
  return title
end

-- Digits after the point for all values of a field in the chart.
local function decimals_of(chart, field)
  local known = chart.decimals or {}
  chart.decimals = known
  if known[field] == nil then
    local values, about = {}, (chart.fields or {})[field] or {}
    for _, data in ipairs(chart.data or {}) do
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

--- Digits that a format such as ".1f" asks for, or nil.
function rows.asked_decimals(text)
  return type(text) == "string" and math.tointeger(tonumber(text:match("%.(%d)f$"))) or nil
end

--- A value as text, with the digits that its field is read with.
function rows.text(chart, channel, value)
  if type(value) ~= "number" then
    return value ~= nil and tostring(value) or nil
  end
  if channel.type ~= "quantitative" then
    return format.number(value)
  end
  local decimals = rows.asked_decimals(channel.format)
  if not decimals then
    decimals = channel.field and decimals_of(chart, channel.field) or ticks.decimals{value}
  end
  return ticks.label(value, decimals, true)
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
  local tooltip = encoding.tooltip
  if tooltip and tooltip.field == nil then
    for _, channel in ipairs(tooltip) do
      add(channel)
    end
    if #names + #figures > 0 then
      return names, figures
    end
  end
  add(encoding.detail)
  add(encoding.text)
  for _, name in ipairs(ORDER) do
    add(encoding[name])
  end
  add(tooltip)
  return names, figures
end

--- What is said of one row when it is pointed at: its names in one line, a line
--- for every figure.
function rows.tooltip(chart, layer, i)
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
    lines[#lines + 1] = (rows.title(channel, true) or channel.field) .. ": " ..
      (value or "missing")
  end
  return table.concat(lines, "\n")
end

return rows
