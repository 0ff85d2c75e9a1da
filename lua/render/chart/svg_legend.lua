--- The legend: one or more rows of swatches with names, above the plot.

local canvas = require "chart.svg_canvas"
local measure = require "chart.measure"
local palette = require "chart.palette"
local shapes = require "chart.svg_shapes"
local ticks = require "chart.ticks"

local legend = {}

local SIZE, LINE = 12, 20
local SWATCH, GAP, APART = 12, 6, 16
local RAMP, PIECES = 180, 30 -- of a continuous scale: its width, its steps

-- What the colours are of: a line, a point or a filled mark.
local function symbol_of(m)
  for _, layer in ipairs(m.layers) do
    local kind = layer.mark.type
    if layer.encoding.color and (kind == "line" or kind == "point") then
      return kind
    end
  end
  return "bar"
end

local function color_group(m)
  local group = {title = m.color.title, entries = {}}
  local symbol, shaped = symbol_of(m), m.shape and m.shape.field == m.color.field
  for i, entry in ipairs(m.color.entries) do
    group.entries[i] = {label = entry.label, color = entry.color, symbol = symbol,
      shape = shaped and m.shape.index[entry.value] or nil, width = SWATCH}
  end
  return group
end

local function shape_group(m)
  local group = {title = m.shape.title, entries = {}}
  for i, entry in ipairs(m.shape.entries) do
    group.entries[i] = {label = entry.label, color = palette.muted, symbol = "point", shape = i,
      width = SWATCH}
  end
  return group
end

--- Radius in px of a point whose size is this share of the greatest.
function legend.radius(share)
  return math.max(1.5, share * 13)
end

local RADIUS = 4

--- The radius of a point of a layer.
function legend.point_radius(layer, item)
  if item.size then
    return legend.radius(item.size)
  end
  local area = layer.mark.size
  return area and math.max(1, math.sqrt(area / math.pi)) or RADIUS
end

local function size_group(m)
  local group = {title = m.size.title, entries = {}}
  local values = ticks.linear(0, m.size.hi, 3)
  for _, value in ipairs(values) do
    if value > 0 then
      local r = legend.radius(math.sqrt(value / m.size.hi))
      group.entries[#group.entries + 1] = {label = ticks.label(value, ticks.decimals(values),
        true), color = palette.muted, symbol = "size", radius = r, width = 2 * r}
    end
  end
  return group
end

local function ramp_marks(color, count)
  local values, marks = ticks.linear(color.lo, color.hi, count), {}
  local texts, before, fit = ticks.labels(values, {group = true}), -math.huge, true
  for i, value in ipairs(values) do
    local at = (value - color.lo) / (color.hi - color.lo)
    local mark = {x = at * RAMP, text = texts[i], size = 11, y = 0,
      anchor = at < 0.05 and "start" or (at > 0.95 and "end" or "middle")}
    local box = canvas.box(mark)
    fit = fit and box.x0 > before + 6
    before, marks[i] = box.x1, mark
  end
  return marks, fit
end

local function ramp_group(m)
  local marks, fit
  for count = 4, 1, -1 do
    marks, fit = ramp_marks(m.color, count)
    if fit then
      break
    end
  end
  return {title = m.color.title, entries = {{label = "", symbol = "ramp", width = RAMP,
    marks = fit and marks or {marks[1]}, scheme = m.color.scheme}}, high = true}
end

local function with_lacking(m)
  local group = m.color.kind == "continuous" and ramp_group(m) or color_group(m)
  if m.color.lacking then
    table.insert(group.entries, {label = m.words.no_value, color = palette.empty, symbol = "bar",
      width = SWATCH})
  end
  return group
end

local function groups_of(m, named)
  local list = {}
  if m.color.legend and not named then
    list[1] = with_lacking(m)
  end
  if m.shape and not (m.color.legend and m.shape.field == m.color.field) then
    list[#list + 1] = shape_group(m)
  end
  if m.size then
    list[#list + 1] = size_group(m)
  end
  return list
end

-- Lays the entries of a group out from the left, in as many rows as they need.
local function flow(group, top, width)
  local x, y, rows_high = 0, top, group.high and 34 or LINE
  if group.title then
    group.lines = measure.wrap(group.title, SIZE, width)
    local title = measure.width(group.lines[1], SIZE) * 1.08 -- of a wider font
    x = title + APART
    local first = group.entries[1]
    local room = first and first.width + GAP + measure.width(first.label, SIZE) or 0
    if #group.lines > 1 or x + room > width or title > width / 2 then
      x, y = 0, top + #group.lines * LINE
    end
  end
  for _, entry in ipairs(group.entries) do
    entry.text = measure.cut(entry.label, SIZE, width - entry.width - GAP)
    local own = entry.width + GAP + measure.width(entry.text, SIZE)
    if x > 0 and x + own > width then
      x, y = 0, y + rows_high
    end
    entry.x, entry.y = x, y
    x = x + own + APART
  end
  group.top = top
  return y + rows_high
end

--- Lays it out below 0 in `width` px: a layout for `draw`, with its height.
---@param named boolean the lines have their names beside them
function legend.layout(m, width, named)
  local layout = {groups = groups_of(m, named), height = 0}
  for _, group in ipairs(layout.groups) do
    layout.height = flow(group, layout.height, width)
  end
  return layout
end

local draw = {}

function draw.bar(c, x, y, entry)
  c:element("rect", {{"x", x}, {"y", y - SWATCH / 2}, {"width", SWATCH}, {"height", SWATCH},
    {"rx", 2}}, {fill = entry.color})
end

function draw.line(c, x, y, entry)
  c:line(x, y, x + SWATCH, y, entry.color, 2.5)
end

function draw.point(c, x, y, entry)
  local path = entry.shape and shapes.symbol(shapes.names[entry.shape], x + SWATCH / 2, y, 5)
  if path then
    c:element("path", {{"d", path}}, {fill = entry.color})
  else
    c:element("circle", {{"cx", x + SWATCH / 2}, {"cy", y}, {"r", 5}}, {fill = entry.color})
  end
end

function draw.size(c, x, y, entry)
  c:element("circle", {{"cx", x + entry.radius}, {"cy", y}, {"r", entry.radius}},
    {fill = "none", stroke = entry.color})
end

function draw.ramp(c, x, y, entry)
  x = math.floor(x) -- steps meet at whole pixels
  for i = 1, PIECES do
    c:element("rect", {{"x", x + (i - 1) * RAMP / PIECES}, {"y", y - 5},
      {"width", RAMP / PIECES}, {"height", 10}},
      {fill = palette.ramp((i - 0.5) / PIECES, entry.scheme)})
  end
  for _, mark in ipairs(entry.marks) do
    c:text{x = x + mark.x, y = y + 18, text = mark.text, size = mark.size,
      anchor = mark.anchor, color = palette.muted}
  end
end

--- Draws it with its top left corner at x, y.
function legend.draw(c, layout, x, y)
  for _, group in ipairs(layout.groups) do
    for i, line in ipairs(group.lines or {}) do
      c:text{x = x, y = y + group.top + (i - 1) * LINE + 14, text = line, color = palette.muted}
    end
    for _, entry in ipairs(group.entries) do
      local middle = y + entry.y + 10
      draw[entry.symbol](c, x + entry.x, middle, entry)
      if entry.text ~= "" then
        c:text{x = x + entry.x + entry.width + GAP, y = middle + 4, text = entry.text,
          full = entry.label}
      end
    end
  end
end

return legend
