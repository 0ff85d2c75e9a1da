--- Box plots after Tukey: the box from quartile to quartile (type 7), the median in it,
-- whiskers to the furthest values within 1.5 times its length, the others as points.

local native = require "almanac.native"
local source = require "almanac.plot.source"
local stats = require "almanac.stats"

local FENCE = 1.5

-- Which channel holds the numbers: y unless only x does.
local function measure_of(layer)
  for _, name in ipairs({"y", "x"}) do
    local c = layer.channels[name]
    if c and c.field and layer.source:is_number(c.field) and
      (c.type == nil or c.type == "quantitative") then
      return name, name == "y" and "x" or "y"
    end
  end
  native.fail("a boxplot wants a column of numbers as x or y", "y = \"penetration\"")
end

-- The rows of every category that has a value, in order of first appearance.
local function group(values, labels)
  local order, rows = {}, {}
  for i = 1, values.n do
    local label = labels[i]
    if values[i] ~= nil and label ~= nil then
      if not rows[label] then
        order[#order + 1], rows[label] = label, {}
      end
      table.insert(rows[label], i)
    end
  end
  return order, rows
end

local function fences(mark, q1, q3)
  local extent = mark.extent
  if extent == "min-max" then
    return -math.huge, math.huge
  elseif extent ~= nil and not (type(extent) == "number" and extent > 0) then
    native.fail("the extent of a boxplot is a number above 0 or \"min-max\"", "extent = 1.5")
  end
  local reach = (extent or FENCE) * (q3 - q1)
  return q1 - reach, q3 + reach
end

-- The figures of one box, and the rows beyond its whiskers.
local function summarise(mark, values, rows)
  local list = {}
  for k, i in ipairs(rows) do
    list[k] = values[i]
  end
  local q1, median, q3 = table.unpack(stats.quantiles(list, {0.25, 0.5, 0.75}))
  local low, high = fences(mark, q1, q3)
  local box = {q1 = q1, median = median, q3 = q3, n = #list}
  local beyond = {}
  for k, x in ipairs(list) do
    if x < low or x > high then
      beyond[#beyond + 1] = rows[k]
    else
      box.low = math.min(box.low or x, x)
      box.high = math.max(box.high or x, x)
    end
  end
  return box, beyond
end

local titles = {low = "Lower whisker", q1 = "First quartile", median = "Median",
  q3 = "Third quartile", high = "Upper whisker"}

-- What the columns of the figures are called beside that of the category.
local function names_beside(label)
  local names = {n = source.free("n", label.name)}
  for figure in pairs(titles) do
    names[figure] = source.free(figure, label.name)
  end
  return names
end

local function described(field, title)
  return {type = "number", title = title or field.title or field.name, unit = field.unit,
    rounding = field.rounding}
end

local function label_field(of)
  return {type = of.type, title = of.title or of.name, title_zh = of.title_zh, unit = of.unit}
end

local function boxes_source(field, label, boxes, names)
  local columns, fields = {}, {[names.n] = {type = "integer", title = "n"}}
  for figure, title in pairs(titles) do
    fields[names[figure]] = described(field, title)
  end
  for _, name in pairs(names) do
    columns[name] = {n = #boxes}
  end
  columns[label.name], fields[label.name] = {n = #boxes}, label_field(label)
  for k, box in ipairs(boxes) do
    for figure, name in pairs(names) do
      columns[name][k] = box[figure]
    end
    columns[label.name][k] = box.label
  end
  return source.made(#boxes, columns, fields)
end

-- The values beyond the whiskers with what says whose they are.
local function beyond_source(layer, wanted, rows)
  local columns, fields = {}, {}
  for _, name in ipairs(wanted) do
    local of, values = layer.source:field(name), layer.source:values(name)
    fields[name] = of.type == "text" and label_field(of) or described(of)
    fields[name].type = of.type
    columns[name] = {n = #rows}
    for k, i in ipairs(rows) do
      columns[name][k] = values[i]
    end
  end
  return source.made(#rows, columns, fields)
end

local function copy(c, changes)
  local own = {}
  for word, value in pairs(c or {}) do
    own[word] = value
  end
  for word, value in pairs(changes) do
    own[word] = value
  end
  return own
end

-- The channel of the measure when it shows another figure of the box.
local function shows(c, name, field)
  return copy(c, {field = name, title = c.title or field.title or field.name})
end

local function layers_of(layer, along, across, made, names)
  local c, field = layer.channels[along], layer.source:field(layer.channels[along].field)
  local size = layer.mark.size or 0.6
  local category, tips = layer.channels[across], {}
  if type(category.axis) ~= "table" or category.axis.labels ~= false then
    tips[1] = {field = category.field, title = category.title}
  end
  for _, figure in ipairs({"median", "q1", "q3", "low", "high", "n"}) do
    tips[#tips + 1] = {field = names[figure]}
  end
  local list = {}
  local function add(mark, from, to)
    list[#list + 1] = {source = made, mark = mark,
      says = mark.type == "tick" and "Boxes, by their medians",
      channels = {[along] = shows(c, names[from], field),
        [along .. "2"] = to and {field = names[to]} or nil,
        [across] = layer.channels[across], tooltip = tips,
        color = mark.type ~= "tick" and layer.channels.color or nil}}
  end
  add({type = "rule"}, "low", "q1")
  add({type = "rule"}, "q3", "high")
  add({type = "bar", width = {band = size}, opacity = 0.6, color = layer.mark.color},
    "q1", "q3")
  add({type = "tick", width = {band = size}, color = "black", thickness = 2}, "median")
  return list
end

-- The points beyond the whiskers.
local function points_of(layer, along, across, beyond, wanted)
  local names = {}
  for k, name in ipairs(wanted) do
    names[k] = {field = name}
  end
  return {source = beyond, says = "Beyond the whiskers",
    mark = {type = "point", size = 24, color = layer.mark.color},
    channels = {[along] = copy(layer.channels[along], {}), [across] = layer.channels[across],
      color = layer.channels.color, tooltip = names}}
end

-- The columns that an outlier is told with.
local function wanted_of(layer, along, across)
  local wanted, seen = {}, {}
  local function add(c)
    if c and c.field and not seen[c.field] then
      seen[c.field] = true
      wanted[#wanted + 1] = c.field
    end
  end
  add(layer.channels[across])
  add(layer.channels.color)
  for _, name in ipairs({"detail", "tooltip"}) do
    for _, c in ipairs(layer.channels[name] or {}) do
      add(c)
    end
  end
  add(layer.channels[along])
  return wanted
end

-- The colour of a box can only tell its category once more.
local function check_color(layer, across)
  local color, category = layer.channels.color, layer.channels[across]
  if color and color.field and not (category and category.field == color.field) then
    native.fail("the color of a boxplot is that of its category",
      "color = \"" .. (category and category.field or "COLUMN") .. "\", or none")
  end
end

-- One box of all values stands over its own title.
local function add_category(layer, across, field)
  local name, values = source.free("all", field.name), {n = layer.source.n}
  for i = 1, values.n do
    values[i] = field.title or field.name
  end
  layer.source.columns[name] = values
  layer.source.fields[name] = {name = name, type = "text", title = "all"}
  layer.channels[across] = {field = name, axis = {title = false, labels = false}}
end

--- Rules, bars, ticks and points in place of a boxplot.
return function(layer)
  local along, across = measure_of(layer)
  if not (layer.channels[across] and layer.channels[across].field) then
    add_category(layer, across, layer.source:field(layer.channels[along].field))
  end
  check_color(layer, across)
  local c, category = layer.channels[along], layer.channels[across]
  local field, values = layer.source:field(c.field), layer.source:values(c.field)
  local label = layer.source:field(category.field)
  local order, rows = group(values, layer.source:values(label.name))
  local boxes, beyond, used = {}, {}, 0
  for _, name in ipairs(order) do
    local box, others = summarise(layer.mark, values, rows[name])
    box.label, used = name, used + box.n
    boxes[#boxes + 1] = box
    table.move(others, 1, #others, #beyond + 1, beyond)
  end
  local names = names_beside(label)
  local made = boxes_source(field, label, boxes, names)
  made.missing = {{field = field.title or field.name, n = values.n - used, of = values.n}}
  local wanted = wanted_of(layer, along, across)
  local list = layers_of(layer, along, across, made, names)
  if #beyond > 0 then
    list[#list + 1] = points_of(layer, along, across, beyond_source(layer, wanted, beyond), wanted)
  end
  return list
end
