--- The marks of every layer, in px.

local dense = require "chart.svg_dense"
local ends = require "chart.svg_ends"
local labels = require "chart.svg_labels"
local legend = require "chart.svg_legend"
local measure = require "chart.measure"
local model = require "chart.model"
local palette = require "chart.palette"
local shapes = require "chart.svg_shapes"

local marks = {}

local MOST_TARGETS = 600 -- points of lines that tell their values when pointed at
local FEW = 8 -- lines; more are drawn thinner

-- What a mark tells, and where that is from (the number of a page for it, or nil).
local function tooltip(m, layer, item)
  if layer.items and #layer.items > dense.many then
    return nil
  end
  return model.tooltip(m, layer, item.row), m.origin and m.origin(layer.data, item.row)
end

local function opacity(value)
  return {"fill-opacity", value ~= 1 and value or nil}
end

local function box(page, item)
  local x0, x1 = page.px(item.x0), page.px(item.x1)
  local y0, y1 = page.py(item.y1), page.py(item.y0)
  return x0, y0, x1 - x0, y1 - y0
end

-- Neighbours are parted by a thin line of the background.
local function draw_bars(c, page, m, layer)
  local touching = layer.stacked or layer.mark.type == "rect" or layer.encoding.x2 or
    layer.encoding.y2 or layer.groups
  local gap = layer.mark.type == "rect" and not m.tile and 1 or (m.tile and 2 or 0.5)
  for _, item in ipairs(layer.items) do
    local x, y, w, h = box(page, item)
    if touching then
      local inset_x = w > 3 * gap and gap / 2 or 0
      local inset_y = h > 3 * gap and gap / 2 or 0
      x, y, w, h = x + inset_x, y + inset_y, w - 2 * inset_x, h - 2 * inset_y
    end
    c:element("rect", {{"x", x}, {"y", y}, {"width", w}, {"height", h},
      {"rx", m.tile and 3 or layer.mark.cornerRadius}, opacity(item.opacity)},
      {fill = item.color}, tooltip(m, layer, item))
  end
end

local function in_px(page, run)
  local list = {}
  for i, p in ipairs(run) do
    list[i] = {x = page.px(p.x), y = page.py(p.y)}
  end
  return list
end

local function dash_of(layer)
  local dash = layer.mark.strokeDash
  if type(dash) ~= "table" then
    return nil
  end
  local parts = {}
  for i = 1, dash.n or #dash do
    parts[i] = tostring(math.floor(tonumber(dash[i]) or 0))
  end
  return table.concat(parts, " ")
end

local function draw_run(c, page, layer, series, run)
  local color = series.color
  local width = layer.mark.strokeWidth or (#layer.series > FEW and 1.25 or 2)
  if #run == 1 then
    c:element("circle", {{"cx", page.px(run[1].x)}, {"cy", page.py(run[1].y)},
      {"r", width + 1}}, {fill = color})
    return
  end
  local line = in_px(page, run)
  line = #line > dense.many and dense.line(line) or line
  c:element("path", {{"d", shapes.line(line, layer.mark.interpolate)},
    {"stroke-width", width}, {"stroke-linejoin", "round"}, {"stroke-linecap", "round"},
    {"stroke-dasharray", dash_of(layer)}, {"stroke-opacity", series.opacity}},
    {fill = "none", stroke = color}, series.label)
end

local function count_points(layer)
  local n = 0
  for _, series in ipairs(layer.series) do
    n = n + #series.points
  end
  return n
end

-- Dots where the chart asks for them, else unseen ones that tell their values.
local function draw_vertices(c, page, m, layer, series)
  local seen = layer.mark.point
  for _, p in ipairs(series.points) do
    if p[layer.along] then
      local place = {{"cx", page.px(p.x)}, {"cy", page.py(p.y)}, {"r", seen and 3 or 7}}
      if not seen then
        place[4] = {"fill-opacity", 0}
      end
      c:element("circle", place, {fill = series.color}, tooltip(m, layer, p))
    end
  end
end

-- Grey lines lie below those that are to be seen.
local function from_grey(list)
  local order = {}
  for _, grey in ipairs{true, false} do
    for _, series in ipairs(list) do
      if (series.color == palette.neutral) == grey then
        order[#order + 1] = series
      end
    end
  end
  return order
end

local function draw_lines(c, page, m, layer)
  local pointed = layer.mark.point or count_points(layer) <= MOST_TARGETS
  local order = from_grey(layer.series)
  for _, series in ipairs(order) do
    for _, run in ipairs(series.runs) do
      draw_run(c, page, layer, series, run)
    end
  end
  for _, series in ipairs(pointed and order or {}) do
    draw_vertices(c, page, m, layer, series)
  end
end

-- The points of an area's far and near side.
local function sides(page, layer, run)
  local top, base = in_px(page, run), {}
  for i, p in ipairs(run) do
    base[i] = layer.along == "x" and {x = page.px(p.base), y = top[i].y} or
      {x = top[i].x, y = page.py(p.base)}
  end
  return top, base, layer.mark.interpolate
end

-- One place between two that are missing has no width: it is a line.
local function draw_alone(c, series, top, base, opaque)
  c:element("line", {{"x1", base[1].x}, {"y1", base[1].y}, {"x2", top[1].x}, {"y2", top[1].y},
    {"stroke-width", 3}, {"stroke-opacity", opaque ~= 1 and opaque or nil}},
    {stroke = series.color}, series.label)
end

local function draw_area(c, page, layer, series, run)
  local faint = layer.encoding.y2 and 0.25 or (layer.stacked and 0.85 or 0.35)
  local top, base, interpolate = sides(page, layer, run)
  if #run == 1 then
    return draw_alone(c, series, top, base, series.opacity or math.max(faint, 0.5))
  end
  c:element("path", {{"d", shapes.area(top, base, interpolate)},
    opacity(series.opacity or faint)}, {fill = series.color}, series.label)
  if not layer.encoding.y2 and not layer.stacked then
    c:element("path", {{"d", shapes.line(top, interpolate)}, {"stroke-width", 2}},
      {fill = "none", stroke = series.color})
  end
end

local function draw_areas(c, page, _, layer)
  for _, series in ipairs(layer.series) do
    for _, run in ipairs(series.runs) do
      draw_area(c, page, layer, series, run)
    end
  end
end

local function draw_rules(c, page, m, layer)
  local width = layer.mark.strokeWidth or layer.mark.thickness or
    (layer.mark.type == "tick" and 2 or 1.25)
  for _, item in ipairs(layer.items) do
    local x0, y0, x1, y1 = page.px(item.x0), page.py(item.y0), page.px(item.x1), page.py(item.y1)
    if layer.mark.type == "rule" and m.layers[1].mark.type == "bar" then
      c:line(x0, y0, x1, y1, palette.background, width + 2) -- so that it is seen on bars
    end
    c:element("line", {{"x1", x0}, {"y1", y0}, {"x2", x1}, {"y2", y1}, {"stroke-width", width},
      {"stroke-dasharray", dash_of(layer)}, {"stroke-opacity", item.opacity}},
      {stroke = item.color}, tooltip(m, layer, item))
  end
end

local function draw_point(c, page, m, layer, item)
  local x, y, r = page.px(item.x), page.py(item.y), legend.point_radius(layer, item)
  local hollow = layer.mark.filled == false
  local colors = hollow and {fill = "none", stroke = item.color} or
    {fill = item.color, stroke = palette.background}
  local stroke = {"stroke-width", hollow and 1.5 or 0.75}
  local name = item.shape and shapes.names[item.shape] or
    layer.mark.shape
  local path = name and shapes.symbol(name, x, y, r)
  if path then
    c:element("path", {{"d", path}, stroke, opacity(item.opacity)}, colors,
      tooltip(m, layer, item))
  else
    c:element("circle", {{"cx", x}, {"cy", y}, {"r", r}, stroke,
      opacity(item.opacity or (item.size and 0.8))}, colors, tooltip(m, layer, item))
  end
end

local function draw_points(c, page, m, layer)
  local plain = not layer.encoding.size and not layer.encoding.shape and not layer.mark.shape
  if plain and #layer.items > dense.many then
    m.notes[#m.notes + 1] = m.words.dots:format(#layer.items)
    return dense.points(c, page, layer, legend.point_radius(layer, {}))
  end
  for _, item in ipairs(layer.items) do
    draw_point(c, page, m, layer, item)
  end
end

-- ---- texts ----

local aligns = {left = "start", right = "end", center = "middle"}
local baselines = {top = 0.8, middle = 0.36, bottom = -0.2}

local function key(x, y)
  return string.format("%.6f %.6f", x, y)
end

-- The colours of cells by their middles, where texts stand.
local function colors_of_cells(m)
  local found = {}
  for _, layer in ipairs(m.layers) do
    for _, cell in ipairs(layer.mark.type == "rect" and layer.items or {}) do
      found[key((cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2)] = cell.color
    end
  end
  return found
end

local function plain_text(page, cells, layer, item)
  local mark = layer.mark
  local size = mark.fontSize or 12
  local under = cells[key(item.x, item.y)]
  local color = item.color
  if under then
    color = color == palette.ink and palette.ink_on(under) or color
  else
    color = palette.readable(color)
  end
  local text = mark.limit and measure.cut(item.text, size, mark.limit) or item.text
  return {x = page.px(item.x) + (mark.dx or 0), size = size, text = text, full = item.text,
    y = page.py(item.y) + (mark.dy or 0) + (baselines[mark.baseline] or 0.36) * size,
    anchor = aligns[mark.align] or "middle", bold = mark.fontWeight == "bold",
    rotate = mark.angle and mark.angle ~= 0 and mark.angle or nil, color = color}
end

local function has_names_of_points(m)
  for _, layer in ipairs(m.layers) do
    if layer.mark.type == "text" or (layer.mark.type == "point" and layer.encoding.text) then
      return true
    end
  end
  return false
end

-- The radius of the greatest point at every place.
local function radii(m)
  local found = {}
  for _, layer in ipairs(m.layers) do
    for _, point in ipairs(layer.mark.type == "point" and layer.items or {}) do
      local at = key(point.x, point.y)
      found[at] = math.max(found[at] or 0, legend.point_radius(layer, point))
    end
  end
  return found
end

local function say_left_out(m, n, of)
  if n > 0 then
    m.notes[#m.notes + 1] = m.words.left_out:format(n, of)
  end
end

-- Texts that would cover another, or leave the page, are left out; those that name
-- points are placed later, where there is room.
local function draw_texts(c, page, m, layer)
  if layer == page.naming then
    return
  end
  local left_out, n, cells, points = 0, 0, colors_of_cells(m), page.radii
  for _, item in ipairs(layer.items) do
    if item.text and item.text ~= "" and not points[key(item.x, item.y)] then
      local text = plain_text(page, cells, layer, item)
      n = n + 1
      if labels.has_room(c, page, text) then
        c:text(text)
      else
        left_out = left_out + 1
      end
    end
  end
  say_left_out(m, left_out, n)
end

-- The points that have names, of text layers or their own, and those that have none.
local function named_points(page, m)
  local named, others = {}, {}
  for _, layer in ipairs(m.layers) do
    local names, kind = layer.mark.type == "text", layer.mark.type
    for _, item in ipairs((names or kind == "point") and layer.items or {}) do
      local r = page.radii[key(item.x, item.y)]
      local list = item.text and item.text ~= "" and named or others
      list[#list + 1] = r and {x = page.px(item.x), y = page.py(item.y), r = r,
        text = item.text, size = layer.mark.fontSize,
        color = names and palette.readable(item.color) or palette.ink}
    end
  end
  return named, others
end

-- Names keep off lines, too.
local function block_lines(c, page, m)
  for _, layer in ipairs(m.layers) do
    for _, series in ipairs(layer.mark.type == "line" and layer.series or {}) do
      for _, run in ipairs(series.runs) do
        labels.block(c, in_px(page, run))
      end
    end
  end
end

local drawers = {bar = draw_bars, rect = draw_bars, line = draw_lines, area = draw_areas,
  rule = draw_rules, tick = draw_rules, point = draw_points, text = draw_texts}

--- Draws all layers, then the labels beside their marks.
function marks.draw(c, page, m)
  local has_names = has_names_of_points(m)
  page.radii = has_names and radii(m) or {}
  for _, layer in ipairs(m.layers) do
    drawers[layer.mark.type](c, page, m, layer)
  end
  if page.valued then
    labels.draw_values(c, page, m, page.valued)
  end
  if page.ends then
    ends.draw(c, page, page.ends)
  end
  local named, others = {}, {}
  if has_names then
    named, others = named_points(page, m)
  end
  if #named > 0 then
    block_lines(c, page, m)
    say_left_out(m, labels.draw_names(c, page, named, others), #named)
  end
end

return marks
