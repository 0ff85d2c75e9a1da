--- Marks cut to the plot, where a chart gives a domain that is narrower than its data.
--
-- Bars and cells end at the edge; points, texts and rules beyond it are left out;
-- lines stop where they leave. All of these are counted.

local clip = {}

local TINY = 1e-9

local function inside(x)
  return x >= -TINY and x <= 1 + TINY
end

local function clamp(x)
  return math.max(0, math.min(1, x))
end

-- Whether the item stays, and whether it is cut.
local function cut_extent(item)
  if item.x1 < -TINY or item.x0 > 1 + TINY or item.y1 < -TINY or item.y0 > 1 + TINY then
    return false, true
  end
  local whole = inside(item.x0) and inside(item.x1) and inside(item.y0) and inside(item.y1)
  item.x0, item.x1 = clamp(item.x0), clamp(item.x1)
  item.y0, item.y1 = clamp(item.y0), clamp(item.y1)
  return true, not whole
end

local function cut_item(item)
  if item.x then
    local stays = inside(item.x) and inside(item.y)
    return stays, not stays
  end
  if item.x0 > item.x1 then
    item.x0, item.x1 = item.x1, item.x0
  end
  if item.y0 > item.y1 then
    item.y0, item.y1 = item.y1, item.y0
  end
  return cut_extent(item)
end

local function cut_items(layer)
  local kept, n = {}, 0
  for _, item in ipairs(layer.items) do
    local stays, is_cut = cut_item(item)
    kept[#kept + 1] = stays and item or nil
    n = n + (is_cut and 1 or 0)
  end
  layer.items = kept
  return n
end

-- The part of a segment within the square, as shares of it (Liang and Barsky 1984).
local function visible(a, b)
  local from, to = 0, 1
  local dx, dy = b.x - a.x, b.y - a.y
  for _, edge in ipairs{{-dx, a.x}, {dx, 1 - a.x}, {-dy, a.y}, {dy, 1 - a.y}} do
    local p, q = edge[1], edge[2]
    if p == 0 and q < -TINY then
      return nil
    elseif p < 0 then
      from = math.max(from, q / p)
    elseif p > 0 then
      to = math.min(to, q / p)
    end
  end
  if from < to then
    return from, to
  end
end

local function between(a, b, t)
  if t == 0 then
    return a
  elseif t == 1 then
    return b
  end
  return {x = a.x + (b.x - a.x) * t, y = a.y + (b.y - a.y) * t, row = a.row}
end

-- Adds the visible pieces of a run to `runs`.
local function cut_run(run, runs)
  local piece
  if #run == 1 and inside(run[1].x) and inside(run[1].y) then
    runs[#runs + 1] = run
  end
  for i = 2, #run do
    local a, b = run[i - 1], run[i]
    local from, to = visible(a, b)
    if not from then
      piece = nil
    else
      if piece == nil or from > 0 then
        piece = {between(a, b, from)}
        runs[#runs + 1] = piece
      end
      piece[#piece + 1] = between(a, b, to)
      piece = to == 1 and piece or nil
    end
  end
end

local function cut_line(series)
  local runs, points, n = {}, {}, 0
  for _, run in ipairs(series.runs) do
    cut_run(run, runs)
  end
  for _, p in ipairs(series.points) do
    local stays = p.x and p.y and inside(p.x) and inside(p.y)
    points[#points + 1] = stays and p or nil
    n = n + ((p.x and p.y and not stays) and 1 or 0)
  end
  series.runs, series.points = runs, points
  return n
end

local function cut_area(series)
  local n = 0
  for _, run in ipairs(series.runs) do
    for _, p in ipairs(run) do
      n = n + ((inside(p.x) and inside(p.y)) and 0 or 1)
      p.x, p.y, p.base = clamp(p.x), clamp(p.y), clamp(p.base)
    end
  end
  return n
end

--- Cuts the marks of a layer.
---@return integer how many values lie outside
function clip.layer(layer)
  if layer.items then
    return cut_items(layer)
  end
  local n = 0
  for _, series in ipairs(layer.series) do
    n = n + (layer.mark.type == "area" and cut_area or cut_line)(series)
  end
  return n
end

return clip
