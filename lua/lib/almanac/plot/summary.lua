--- What a chart says in words: its text alternative, and what is missing from it.

local format = require "almanac.format"

local summary = {}

local names = {bar = "Bars", line = "Lines", point = "Points", area = "Areas", rule = "Rules",
  text = "Labels", tick = "Ticks", rect = "Tiles"}

local function is_tile_of_numbers(layer)
  local color = layer.channels.color
  return layer.mark.type == "rect" and color and color.type == "quantitative"
end

--- How many places of the layers have no value: lines by column, and their sum.
---@param list table[] layers
---@return string[] lines
---@return integer total
function summary.missing(list)
  local lines, seen, total = {}, {}, 0
  local function add(name, n, of)
    local line = string.format("%d of %d missing (%s)", n, of, name)
    if n > 0 and not seen[line] then
      seen[line] = true
      lines[#lines + 1] = line
      total = total + n
    end
  end
  local done = {}
  for _, layer in ipairs(list) do
    local source = layer.source
    for _, m in ipairs(not done[source] and source.missing or {}) do
      add(m.field, m.n, m.of)
    end
    done[source] = true
    local told = {"x", "y", "x2", "y2", is_tile_of_numbers(layer) and "color" or nil}
    for _, name in ipairs(source.missing and {} or told) do
      local c = layer.channels[name]
      if c and c.field then
        local values, n = source:values(c.field), 0
        for i = 1, values.n do
          n = n + (values[i] == nil and 1 or 0)
        end
        local field = source:field(c.field)
        add(field.title or field.name, n, values.n)
      end
    end
  end
  return lines, total
end

local function shown(x, field)
  if type(x) ~= "number" then
    return tostring(x)
  end
  local decimals = format.decimals({x}, field.rounding)
  return format.with_unit(x, field.unit, decimals)
end

-- "Internet penetration from 39.9% (Yunnan) to 77.8% (Beijing)".
local function extent(layer, name, other)
  local c = layer.channels[name]
  local field, values = layer.source:field(c.field), layer.source:values(c.field)
  local label = layer.channels.detail and layer.channels.detail[1] or layer.channels[other]
  local labels = label and label.field and not layer.source:is_number(label.field) and
    layer.source:values(label.field)
  local low, high, n = nil, nil, 0
  for i = 1, values.n do
    local x = values[i]
    if x ~= nil then
      n = n + 1
      low = (low == nil or x < values[low]) and i or low
      high = (high == nil or x > values[high]) and i or high
    end
  end
  local title = c.title or field.title or field.name
  if low == nil then
    return title .. ": no values"
  end
  local function tell(i)
    local whose = labels and labels[i]
    return shown(values[i], field) .. (whose and " (" .. tostring(whose) .. ")" or "")
  end
  if n == 1 then
    return title .. " " .. tell(low)
  elseif values[low] == values[high] then
    return string.format("%s %s, all %d", title, shown(values[low], field), n)
  end
  return string.format("%s from %s to %s", title, tell(low), tell(high))
end

local function count_of(values)
  local seen, n = {}, 0
  for i = 1, values.n do
    if values[i] ~= nil and not seen[values[i]] then
      seen[values[i]], n = true, n + 1
    end
  end
  return n
end

local function span(layer, name)
  local c = layer.channels[name]
  local field = layer.source:field(c.field)
  local title = c.title or field.title or field.name
  local values, first, last = layer.source:values(c.field), nil, nil
  if c.sort then
    return string.format("%s: %s", title,
      format.count(count_of(values), "category", "categories"))
  end
  for i = 1, values.n do
    local text = values[i]
    if text ~= nil then
      first = (first == nil or time(text) < time(first)) and text or first
      last = (last == nil or time(text) > time(last)) and text or last
    end
  end
  return first and string.format("%s %s to %s", title, first, last) or title
end

local function tell(layer)
  local parts = {}
  for _, name in ipairs({"x", "y"}) do
    local c = layer.channels[name]
    if c and c.field and c.type == "quantitative" then
      parts[#parts + 1] = extent(layer, name, name == "x" and "y" or "x")
    elseif c and c.field then
      parts[#parts + 1] = span(layer, name)
    end
  end
  local color = layer.channels.color
  if color and color.field and color.type == "quantitative" then
    parts[#parts + 1] = extent(layer, "color", "y")
  elseif color and color.datum ~= nil then
    parts[#parts + 1] = tostring(color.datum)
  elseif color and color.sort and color.sort.n > 1 then
    local field = layer.source:field(color.field)
    parts[#parts + 1] = string.format("by %s: %s", color.title or field.title or field.name,
      color.sort.n <= 8 and format.list(color.sort) or format.count(color.sort.n, "value"))
  end
  local name = layer.says or names[layer.mark.type]
  return #parts > 0 and name .. ": " .. table.concat(parts, "; ") .. "." or nil
end

--- Sets `description` of a chart: what its layers show, then the remarks.
function summary.describe(chart, list, remarks)
  local lines = {}
  for _, layer in ipairs(list) do
    local silent = layer.mark.type == "text" or layer.mark.type == "rule"
    if layer.words then
      lines[#lines + 1] = layer.words
    elseif layer.says or (layer.says == nil and not silent) then
      lines[#lines + 1] = tell(layer)
    end
  end
  for _, line in ipairs(remarks) do
    lines[#lines + 1] = line .. "."
  end
  chart.description = table.concat(lines, " ")
end

return summary
