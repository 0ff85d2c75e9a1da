--- Axes: light lines at numbers, labels, titles. Behind the marks.

local measure = require "chart.measure"
local palette = require "chart.palette"

local axes = {}

local SIZE, LINE = 12, 15

local function is_numeric(axis)
  return axis ~= nil and not axis.scale.discrete and axis.scale.kind ~= "time"
end

-- Lines at numbers unless the chart says otherwise; beside bars only along them.
local function wants_grid(axis)
  if axis.grid ~= nil then
    return axis.grid
  end
  return is_numeric(axis)
end

local function is_zero(axis, tick)
  return is_numeric(axis) and tick.value == 0 and axis.scale.kind ~= "log"
end

-- Calls draw(tick) for the lines that the axis wants; the tick at zero, whose line is
-- darker, is given back.
local function each_line(axis, ticks, draw)
  local zero
  for _, tick in ipairs(ticks) do
    if is_zero(axis, tick) then
      zero = tick
    elseif wants_grid(axis) then
      draw(tick)
    end
  end
  return zero
end

local function horizontal_lines(c, page, axis)
  local x0, x1 = page.plot.x - page.gutter, page.plot.x + page.plot.w
  local zero = each_line(axis, page.y_ticks, function(tick)
    c:line(x0, page.py(tick.at), x1, page.py(tick.at), palette.grid, 1)
  end)
  page.zero_y = zero and page.py(zero.at)
end

local function vertical_lines(c, page, axis)
  local y0, y1 = page.plot.y, page.plot.y + page.plot.h
  local zero = each_line(axis, page.x_ticks, function(tick)
    c:line(page.px(tick.at), y0, page.px(tick.at), y1, palette.grid, 1)
  end)
  page.zero_x = zero and page.px(zero.at)
end

local function y_labels(c, page)
  local x = page.plot.x - page.gutter - 8
  for _, tick in ipairs(page.y_ticks) do
    if tick.text then
      c:text{x = x, y = page.py(tick.at) + 0.36 * SIZE, text = tick.text, anchor = "end",
        full = tick.label, color = palette.ink}
    end
  end
end

local function x_label(c, page, tick, y)
  local x = page.px(tick.at)
  if tick.rotate then
    local steep = tick.rotate == -90
    c:text{x = x + (steep and 0.36 * SIZE or 5), y = y + (steep and 0 or 6), text = tick.text,
      full = tick.label, anchor = "end", rotate = tick.rotate}
    return
  end
  for i, line in ipairs(tick.lines or {tick.label}) do
    c:text{x = x, y = y + i * LINE - 3, text = line, anchor = "middle"}
  end
end

local function x_labels(c, page, axis)
  local y = page.below + 6
  for _, tick in ipairs(page.x_ticks) do
    if not axis.scale.discrete and not wants_grid(axis) then
      local x = page.px(tick.at)
      c:line(x, y - 6, x, y - 1, palette.line, 1)
    end
    x_label(c, page, tick, y)
  end
end

-- Above and below the plot; the one below ends with the axis where it has room.
local function titles(c, page)
  local room = page.width - 2 * page.pad
  if page.y_title then
    c:text{x = page.pad, y = page.y_title_y, text = measure.cut(page.y_title, SIZE, room),
      full = page.y_title, color = palette.muted}
  end
  if page.x_title then
    local text = measure.cut(page.x_title, SIZE, room)
    local right = math.max(page.plot.x + page.plot.w, page.pad + measure.width(text, SIZE))
    c:text{x = right, y = page.x_title_y, text = text, full = page.x_title, anchor = "end",
      color = palette.muted}
  end
end

--- What lies behind the marks.
function axes.draw(c, page, m)
  if m.y and not m.y.hidden then
    horizontal_lines(c, page, m.y)
  end
  if m.x and not m.x.hidden then
    vertical_lines(c, page, m.x)
  end
  y_labels(c, page)
  if m.x and not m.x.hidden then
    x_labels(c, page, m.x)
  end
  titles(c, page)
end

--- The lines on which marks stand, before them: zero, or else the edge.
function axes.draw_base(c, page, m)
  local plot = page.plot
  if page.zero_y then
    c:line(plot.x - page.gutter, page.zero_y, plot.x + plot.w, page.zero_y, palette.line, 1)
  end
  if page.zero_x then
    c:line(page.zero_x, plot.y, page.zero_x, plot.y + plot.h, palette.line, 1)
  end
  local x = m.x
  if x and not x.hidden and not x.scale.discrete and not page.zero_y and
    not (m.y and m.y.scale.discrete) then
    local y = plot.y + plot.h
    c:line(plot.x, y, plot.x + plot.w, y, palette.line, 1)
  end
end

return axes
