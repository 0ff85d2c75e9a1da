--- Which marks an axis has on the page, and how its labels stand: in one line, in
--- several, turned, or not all of them.

local measure = require "chart.measure"
local ticks = require "chart.ticks"

local axis_ticks = {}

local SIZE, LINE = 12, 15
local LEAST = 13.5 -- px from one line of text to the next

-- ---- the y axis ----

-- Labels that would touch the one before, or that of zero, go without their text.
local function thin_y(list, height)
  local zero, before
  for _, tick in ipairs(list) do
    zero = tick.value == 0 and tick.at or zero
  end
  local function touches(tick, at)
    return at ~= nil and math.abs(tick.at - at) * height < LEAST
  end
  for _, tick in ipairs(list) do
    if tick.value ~= 0 and (touches(tick, before) or touches(tick, zero)) then
      tick.text = nil
    else
      before = tick.at
    end
  end
end

--- The marks of the y axis, those to be named with their `text`, and how wide the
--- widest is.
function axis_ticks.y(m, height, width)
  local axis = m.y
  if not axis or axis.hidden then
    return {}, 0
  end
  local count = math.max(2, math.min(8, math.floor(height / 52)))
  local function fits(list)
    return #list * 22 <= height
  end
  local list, texts = axis.scale:ticks(count, fits, axis), {}
  for i, tick in ipairs(list) do
    texts[i] = tick.label
  end
  local cut, widest = measure.cut_all(texts, SIZE, width * 0.38), 0
  for i, tick in ipairs(axis.labels and list or {}) do
    tick.text = cut[i]
    widest = math.max(widest, math.min(measure.width(tick.text, SIZE), width * 0.38))
  end
  thin_y(list, height)
  return list, widest
end

-- ---- the x axis ----

local function row_fits(list, width, gap)
  local before = -math.huge
  local order = {table.unpack(list)}
  table.sort(order, function(a, b) return a.at < b.at end)
  for _, tick in ipairs(order) do
    local half = measure.width(tick.label, SIZE) / 2
    local x = tick.at * width
    if x - half < before + gap then
      return false
    end
    before = x + half
  end
  return true
end

-- Every how many of periods may be named, so that the same part of the year is.
local strides = {half = {1, 2, 4, 6, 8, 10, 20}, quarter = {1, 2, 4, 8, 12, 20, 40},
  month = {1, 3, 6, 12, 24, 60, 120}, day = {1, 3, 6, 12, 24, 60, 120},
  year = {1, 2, 5, 10, 20, 50, 100}}

local function thinned(list, width, frequency)
  for k = 1, #list do
    local every = (strides[frequency] or {})[k] or k
    local kept = {}
    for i = #list, 1, -every do
      table.insert(kept, 1, list[i])
    end
    if row_fits(kept, width, 8) then
      return kept
    end
  end
  return {}
end

-- Fewer and fewer until they fit.
local function number_ticks(axis, width)
  for count = math.max(2, math.min(10, math.floor(width / 60))), 2, -1 do
    local list = axis.scale:ticks(count, nil, axis)
    if row_fits(list, width, 16) then
      return list
    end
  end
  return thinned(axis.scale:ticks(1, nil, axis), width)
end

local MOST_LINES = 3

-- The labels in lines of their own, each as wide as the place; false when some do
-- not fit.
local function wrapped(list, room)
  for _, tick in ipairs(list) do
    local lines = measure.wrap(tick.label, SIZE, room)
    if #lines > MOST_LINES or table.concat(lines):find("…", 1, true) then
      return false
    end
    tick.lines = lines
  end
  return true
end

local LONGEST = 130 -- of a turned label

local function turned(list, step)
  local angle, texts = step >= 20 and -40 or -90, {}
  for i, tick in ipairs(list) do
    texts[i] = tick.label
  end
  for i, text in ipairs(measure.cut_all(texts, SIZE, LONGEST)) do
    list[i].text, list[i].rotate = text, angle
  end
  return list
end

-- Names below upright bars: in one line, in several, turned, or not all.
local function category_ticks(axis, width)
  local list = axis.scale:ticks()
  local step = axis.scale.step * width
  if row_fits(list, width, 6) then
    return list
  elseif axis.scale.periods then
    return thinned(list, width, ticks.frequency(axis.scale.labels))
  elseif wrapped(list, step - 4) then
    return list
  elseif step >= 13.5 then
    return turned(list, step)
  end
  return thinned(list, width)
end

--- The marks of the x axis: {at, label} and how the label stands: `lines`, or `text`
--- turned by `rotate` degrees, or in one line.
function axis_ticks.x(m, width)
  local axis = m.x
  if not axis or axis.hidden or not axis.labels then
    return {}
  elseif axis.scale.discrete then
    return category_ticks(axis, width)
  elseif axis.scale.kind == "time" then
    return axis.scale:ticks(0, function(list)
      return row_fits(list, width, 12)
    end)
  end
  return number_ticks(axis, width)
end

--- The height that labels below the plot take, and how far they reach out to its left
--- and its right.
function axis_ticks.extent(list, width)
  local height, left, right = 0, 0, 0
  for _, tick in ipairs(list) do
    local at = tick.at * width
    if tick.rotate then
      local long = measure.width(tick.text, SIZE)
      local turn = math.rad(-tick.rotate)
      height = math.max(height, long * math.sin(turn) + SIZE * math.cos(turn) + 6)
      left = math.max(left, long * math.cos(turn) + SIZE * math.sin(turn) - at)
    else
      local half = measure.widest(tick.lines or {tick.label}, SIZE) / 2
      height = math.max(height, #(tick.lines or {1}) * LINE + 7)
      left, right = math.max(left, half - at), math.max(right, half - (width - at))
    end
  end
  return height, left, right
end

return axis_ticks
