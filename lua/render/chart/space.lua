--- Rectangles that are taken: which new ones would cover one of them.
--
-- Kept in rows of ROW px, so that a page with thousands of labels is searched
-- quickly.

local space = {}
local methods = {}

local ROW = 16

function space.new()
  return setmetatable({rows = {}}, {__index = methods})
end

local function each_row(box)
  return math.floor(box.y0 / ROW), math.floor(box.y1 / ROW)
end

--- Takes {x0, y0, x1, y1}.
function methods:add(box)
  local first, last = each_row(box)
  for k = first, last do
    local row = self.rows[k] or {}
    self.rows[k] = row
    row[#row + 1] = box
  end
end

local function overlap(a, b)
  return a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1
end

--- Whether nothing taken overlaps `box`.
function methods:is_free(box)
  local first, last = each_row(box)
  for k = first, last do
    for _, other in ipairs(self.rows[k] or {}) do
      if overlap(box, other) then
        return false
      end
    end
  end
  return true
end

return space
