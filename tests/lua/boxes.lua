-- Where the texts of an SVG stand, read from the picture itself: whether two of them
-- overlap, whether one lies outside.

local measure = require "chart.measure"

local boxes = {}

local entities = {["&amp;"] = "&", ["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"'}

local function attribute(text, name)
  return text:match(" " .. name:gsub("%-", "%%-") .. '="([^"]*)"')
end

-- The corners of the line of text, turned about its anchor.
local function corners(attributes, content)
  local size = tonumber(attribute(attributes, "font-size") or 12)
  local bold = attribute(attributes, "font-weight") == "bold"
  local x, y = tonumber(attribute(attributes, "x")), tonumber(attribute(attributes, "y"))
  local width = measure.width(content, size, bold)
  local anchor = attribute(attributes, "text-anchor") or "start"
  local x0 = x - width * ({start = 0, middle = 0.5, ["end"] = 1})[anchor]
  local turn = math.rad(tonumber((attribute(attributes, "transform") or ""):match(
    "^rotate%((%S+)") or 0))
  local list = {}
  for i, corner in ipairs{{x0, y - 0.72 * size}, {x0 + width, y - 0.72 * size},
    {x0 + width, y + 0.18 * size}, {x0, y + 0.18 * size}} do
    local dx, dy = corner[1] - x, corner[2] - y
    list[i] = {x + dx * math.cos(turn) - dy * math.sin(turn),
      y + dx * math.sin(turn) + dy * math.cos(turn)}
  end
  return list
end

--- The texts of a picture: {text =, corners = {{x, y}, ...}}.
function boxes.read(svg)
  local list = {}
  for attributes, content in svg:gmatch("<text( [^>]*)>(.-)</text>") do
    content = content:gsub("<title>.-</title>", ""):gsub("&%a+;", entities)
    list[#list + 1] = {text = content, corners = corners(attributes, content)}
  end
  return list
end

local function project(list, ax, ay)
  local lo, hi = math.huge, -math.huge
  for _, p in ipairs(list) do
    local at = p[1] * ax + p[2] * ay
    lo, hi = math.min(lo, at), math.max(hi, at)
  end
  return lo, hi
end

-- Whether some line parts two rectangles (separating axes).
local function parted(a, b)
  for _, box in ipairs{a, b} do
    for i = 1, 2 do
      local p, q = box[i], box[i + 1]
      local ax, ay = q[1] - p[1], q[2] - p[2]
      local a0, a1 = project(a, ax, ay)
      local b0, b1 = project(b, ax, ay)
      if a1 <= b0 or b1 <= a0 then
        return true
      end
    end
  end
  return false
end

--- What is wrong with where the texts stand, as sentences.
function boxes.faults(svg)
  local width, height = svg:match('viewBox="0 0 (%d+) (%d+)"')
  width, height = tonumber(width), tonumber(height)
  local list, faults = boxes.read(svg), {}
  for i, a in ipairs(list) do
    for _, p in ipairs(a.corners) do
      if p[1] < 0 or p[1] > width or p[2] < 0 or p[2] > height then
        faults[#faults + 1] = string.format("\"%s\" lies outside", a.text)
        break
      end
    end
    for j = i + 1, #list do
      if not parted(a.corners, list[j].corners) then
        faults[#faults + 1] = string.format("\"%s\" overlaps \"%s\"", a.text, list[j].text)
      end
    end
  end
  return faults
end

return boxes
