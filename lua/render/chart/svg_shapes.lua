--- Paths: symbols of points, lines through points.

local canvas = require "chart.svg_canvas"

local shapes = {}

local number = canvas.number

shapes.names = {"circle", "square", "diamond", "triangle-up", "triangle-down", "cross"}

-- Corners for a radius of 1, of about the area of the circle.
local corners = {
  square = {{-0.89, -0.89}, {0.89, -0.89}, {0.89, 0.89}, {-0.89, 0.89}},
  diamond = {{0, -1.3}, {1.1, 0}, {0, 1.3}, {-1.1, 0}},
  ["triangle-up"] = {{0, -1.3}, {1.2, 0.85}, {-1.2, 0.85}},
  ["triangle-down"] = {{0, 1.3}, {1.2, -0.85}, {-1.2, -0.85}},
  cross = {{-0.4, -1.1}, {0.4, -1.1}, {0.4, -0.4}, {1.1, -0.4}, {1.1, 0.4}, {0.4, 0.4},
    {0.4, 1.1}, {-0.4, 1.1}, {-0.4, 0.4}, {-1.1, 0.4}, {-1.1, -0.4}, {-0.4, -0.4}},
}

--- The path of a symbol; nil for the circle, which is an element of its own.
function shapes.symbol(name, x, y, radius)
  local list = corners[name]
  if not list then
    return nil
  end
  local parts = {}
  for i, corner in ipairs(list) do
    parts[i] = number(x + corner[1] * radius) .. " " .. number(y + corner[2] * radius)
  end
  return "M" .. table.concat(parts, "L") .. "Z"
end

local function pair(x, y)
  return number(x) .. " " .. number(y)
end

local segments = {}

function segments.step(a, b)
  local middle = (a.x + b.x) / 2
  return "H" .. number(middle) .. "V" .. number(b.y) .. "H" .. number(b.x)
end

segments["step-before"] = function(_, b)
  return "V" .. number(b.y) .. "H" .. number(b.x)
end

segments["step-after"] = function(_, b)
  return "H" .. number(b.x) .. "V" .. number(b.y)
end

-- Slopes after Steffen (1990): the curve never leaves the range of its neighbours.
local function slopes(points)
  local n, s, list = #points, {}, {}
  for i = 1, n - 1 do
    local dx = points[i + 1].x - points[i].x
    s[i] = dx ~= 0 and (points[i + 1].y - points[i].y) / dx or 0
  end
  for i = 2, n - 1 do
    local h0, h1 = points[i].x - points[i - 1].x, points[i + 1].x - points[i].x
    local p = h0 + h1 ~= 0 and (s[i - 1] * h1 + s[i] * h0) / (h0 + h1) or 0
    local least = math.min(math.abs(s[i - 1]), math.abs(s[i]), math.abs(p) / 2)
    local same = s[i - 1] * s[i] > 0
    list[i] = same and (s[i] > 0 and 2 or -2) * least or 0
  end
  list[1], list[n] = s[1] or 0, s[n - 1] or 0
  return list
end

local function monotone(points)
  local parts, m = {}, slopes(points)
  for i = 2, #points do
    local a, b = points[i - 1], points[i]
    local third = (b.x - a.x) / 3
    parts[#parts + 1] = "C" .. pair(a.x + third, a.y + third * m[i - 1]) .. " " ..
      pair(b.x - third, b.y - third * m[i]) .. " " .. pair(b.x, b.y)
  end
  return table.concat(parts)
end

--- The path from the first of the points to the last, without its beginning.
local function onwards(points, interpolate)
  if interpolate == "monotone" then
    return monotone(points)
  end
  local parts = {}
  for i = 2, #points do
    local segment = segments[interpolate]
    parts[#parts + 1] = segment and segment(points[i - 1], points[i]) or
      "L" .. pair(points[i].x, points[i].y)
  end
  return table.concat(parts)
end

--- A line through points {x, y}, in px.
function shapes.line(points, interpolate)
  return "M" .. pair(points[1].x, points[1].y) .. onwards(points, interpolate)
end

local reversed_step = {["step-before"] = "step-after", ["step-after"] = "step-before"}

--- The area between two lines of points.
function shapes.area(top, base, interpolate)
  local back = {}
  for i = #base, 1, -1 do
    back[#back + 1] = base[i]
  end
  return shapes.line(top, interpolate) .. "L" .. pair(back[1].x, back[1].y) ..
    onwards(back, reversed_step[interpolate] or interpolate) .. "Z"
end

return shapes
