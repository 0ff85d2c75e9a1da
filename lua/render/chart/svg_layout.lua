--- How a page is divided: title, legend, plot, axes, remarks. All in px.

local axis_ticks = require "chart.svg_ticks"
local canvas = require "chart.svg_canvas"
local ends = require "chart.svg_ends"
local labels = require "chart.svg_labels"
local legend = require "chart.svg_legend"
local measure = require "chart.measure"

local layout = {}

local WIDTH = 640
local PAD = 16
local TITLE, SUBTITLE, SMALL, SIZE = 17, 13, 11, 12
local LINE = 15

local function is_time_like(axis)
  return axis.scale.kind == "time" or axis.scale.periods
end

--- Categories and times need no title: their labels say what they are.
local function shown_title(axis, encoding_title)
  if axis == nil or axis.hidden or not axis.title then
    return nil
  end
  local plain = is_time_like(axis) or axis.scale.discrete
  if plain and axis.title == encoding_title then
    return nil
  end
  return axis.title
end

local function own_title(m, name)
  for _, layer in ipairs(m.layers) do
    local channel = layer.encoding[name]
    if channel and channel.field then
      return channel.title or channel.field
    end
  end
end

-- ---- heights ----

local function bars_in_band(m)
  local most = 1
  for _, layer in ipairs(m.layers) do
    most = math.max(most, layer.groups and layer.groups.n or 1)
  end
  return most
end

local function has_mark(m, kind)
  for _, layer in ipairs(m.layers) do
    if layer.mark.type == kind then
      return true
    end
  end
  return false
end

local function band_height(m, n)
  local step = n <= 12 and 26 or (n <= 40 and 20 or 16)
  if has_mark(m, "rect") then
    step = math.max(step, n <= 12 and 32 or 20)
  end
  return math.max(n, 1) * math.max(step, bars_in_band(m) * 13 + 8)
end

local function plot_height(m, options, named)
  if options.plot_height or m.chart.height then
    return options.plot_height or m.chart.height
  elseif m.y == nil then
    return 60
  elseif m.y.scale.discrete then
    return band_height(m, #m.y.scale.categories)
  end
  local numbers = m.x and not m.x.scale.discrete and m.x.scale.kind ~= "time"
  local share = numbers and 9 / 16 or 15 / 32 -- of the width: 360 or 300 px of 640
  local high = math.max(200, math.min(share * options.width, 420))
  return math.max(high, named and #named <= 45 and #named * LINE or 0)
end

-- ---- margins ----

-- How far texts of text layers reach out of the plot to either side.
local function text_overhang(page, m, width)
  local left, right = 0, 0
  for _, layer in ipairs(m.layers) do
    local shifted = layer.mark.type == "text" and layer.mark.align and layer ~= page.naming
    for _, item in ipairs(shifted and layer.items or {}) do
      local anchor = ({left = "start", right = "end"})[layer.mark.align] or "middle"
      local box = canvas.box{x = item.x * width + (layer.mark.dx or 0), y = 0,
        text = item.text or "", size = layer.mark.fontSize or SIZE, anchor = anchor}
      left, right = math.max(left, -box.x0), math.max(right, box.x1 - width)
    end
  end
  return left, right
end

-- How far points reach out of it: they keep off the labels of the y axis.
local function point_overhang(m, width)
  local left, right = 0, 0
  for _, layer in ipairs(m.layers) do
    for _, item in ipairs(layer.mark.type == "point" and layer.items or {}) do
      local r = legend.point_radius(layer, item)
      left = math.max(left, r - item.x * width)
      right = math.max(right, r - (1 - item.x) * width)
    end
  end
  return left, right
end

local function side_room(page, m, width)
  local left, right = text_overhang(page, m, width)
  local l, r = point_overhang(m, width)
  left, right = math.max(left, l), math.max(right, r)
  local valued = page.valued
  if valued and valued.along == "x" then
    l, r = labels.bar_overhang(m, valued, width)
    left, right = math.max(left, l), math.max(right, r)
  end
  return left, right
end

-- Margins depend on the labels, and those on the width that margins leave.
local function horizontal(page, m, widest)
  local left, right = PAD + (widest > 0 and widest + 8 or 0), PAD
  page.gutter = 0
  for _ = 1, 4 do
    local width = page.width - left - right
    page.x_ticks = axis_ticks.x(m, width)
    local height, over_left, over_right = axis_ticks.extent(page.x_ticks, width)
    local room_left, room_right = side_room(page, m, width)
    page.x_height = height
    local beside = page.ends and ends.width(page.ends) or 0
    page.gutter = math.max(page.gutter, room_left)
    left = math.max(left, PAD + (widest > 0 and widest + 8 or 0) + page.gutter,
      over_left + 4)
    right = math.max(right, PAD + beside, PAD / 2 + room_right, over_right + 4)
  end
  page.plot = {x = left, w = page.width - left - right}
end

-- Lines of text end a little before the edge: the reader's font may be wider.
local function text_room(page)
  return (page.width - 2 * PAD) * 0.96
end

local function header(page, m)
  local room, y = text_room(page), PAD
  page.header = {}
  local function add(text, size, bold, line)
    for _, part in ipairs(text and text ~= "" and measure.wrap(text, size, room, bold) or {}) do
      y = y + line
      page.header[#page.header + 1] = {x = PAD, y = y - line * 0.25, text = part, size = size,
        bold = bold}
    end
  end
  add(m.title, TITLE, true, 22)
  add(m.subtitle, SUBTITLE, false, 18)
  return #page.header > 0 and y + 6 or y
end

local function footer(page, m, y)
  page.footer = {}
  local lines = {not page.ends and m.color.note or nil}
  for _, note in ipairs(m.notes) do
    lines[#lines + 1] = note
  end
  if m.source and m.source ~= "" then
    lines[#lines + 1] = m.words.source .. m.source
  end
  for _, text in ipairs(lines) do
    for _, part in ipairs(measure.wrap(text, SMALL, text_room(page))) do
      y = y + LINE
      page.footer[#page.footer + 1] = {x = PAD, y = y, text = part, size = SMALL}
    end
  end
  return y + PAD * 0.75
end

-- Square cells, as large as fits.
local function tile_plot(page, m)
  local nx, ny = #m.x.scale.categories, #m.y.scale.categories
  local cell = math.min(56, (page.width - 2 * PAD) / math.max(nx, 1))
  page.plot.w, page.plot.h = cell * nx, cell * ny
  page.plot.x = PAD
end

-- Room above and below the plot for values of upright bars that reach its edge.
local function value_room(page, m)
  local above, below = (m.y and not m.y.scale.discrete) and 6 or 0, 0
  if page.valued and page.valued.along == "y" then
    for _, item in ipairs(page.valued.items) do
      if item.negative then
        below = math.max(below, 18 - item.y0 * page.plot.h)
      else
        above = math.max(above, 18 - (1 - item.y1) * page.plot.h)
      end
    end
  end
  return above, below
end

local function vertical(page, m)
  local y = header(page, m)
  page.legend = legend.layout(m, page.width - 2 * PAD, page.ends ~= nil and
    page.ends.by_color)
  page.legend_y = y
  y = y + page.legend.height + (page.legend.height > 0 and 4 or 0)
  page.y_title = shown_title(m.y, own_title(m, "y"))
  if page.y_title then
    y = y + LINE
    page.y_title_y = y
    y = y + 4
  end
  local above, below = value_room(page, m)
  page.plot.y = y + 4 + above
  page.below = page.plot.y + page.plot.h + below
  y = page.below + (page.x_height > 0 and page.x_height + 2 or 0)
  page.x_title = shown_title(m.x, own_title(m, "x"))
  if page.x_title then
    y = y + LINE + 2
    page.x_title_y = y
  end
  page.footer_y = y + 6
end

--- Divides a page for the model of a chart.
---@param options table width, plot_height
function layout.new(m, options)
  local asked = options.width or m.chart.width and m.chart.width + 100 or WIDTH
  options = {width = math.floor(asked), plot_height = options.plot_height,
    plot_width = not options.width and m.chart.width or nil}
  local page = {width = options.width, pad = PAD, valued = labels.valued_layer(m)}
  page.ends, page.naming = ends.of(m)
  local height = plot_height(m, options, page.ends)
  if page.ends and (#page.ends * LINE > height or
    ends.width(page.ends) > page.width * 0.35) then
    page.ends, page.naming = nil, nil
  end
  local widest
  page.y_ticks, widest = axis_ticks.y(m, height, page.width)
  horizontal(page, m, widest)
  if options.plot_width then
    page.width = math.floor(page.width + options.plot_width - page.plot.w + 0.5)
    horizontal(page, m, widest)
  end
  page.plot.h = height
  if m.tile then
    tile_plot(page, m)
  end
  if page.valued and page.valued.along == "y" and
    not labels.values_fit(m, page.valued, page.plot.w) then
    page.valued = nil
  end
  vertical(page, m)
  page.px, page.py = canvas.placer(page.plot)
  return page
end

--- Adds the remarks below, when all else is drawn, and says how high the page is.
function layout.finish(page, m)
  page.height = math.ceil(footer(page, m, page.footer_y))
end

return layout
