--- A field of characters to draw on: in Unicode each is eight dots of braille, in
-- ASCII one dot.
--
-- Coordinates are shares, 0 .. 1, x to the right and y upwards; columns and rows
-- count from 1, rows downwards.

local native = require "almanac.native"

local canvas = {}
local methods = {}

-- The bit of each dot of a braille character, by row and column.
local BITS = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}}

---@param ink table
function canvas.new(ink, width, height)
  local self = setmetatable({ink = ink, width = width, height = height, cells = {},
    across = ink.unicode and 2 or 1, down = ink.unicode and 4 or 1}, {__index = methods})
  for row = 1, height do
    self.cells[row] = {}
  end
  return self
end

local function clamp(x, lo, hi)
  return math.max(lo, math.min(hi, x))
end

--- The column and row in which a point lies.
function methods:cell(x, y)
  return math.tointeger(clamp(math.floor(x * self.width) + 1, 1, self.width)),
    math.tointeger(clamp(self.height - math.floor(y * self.height), 1, self.height))
end

local function set_dot(self, i, j, pair, char)
  local column, row = i // self.across + 1, j // self.down + 1
  local line = self.cells[row]
  local cell = line and column >= 1 and column <= self.width and
    (line[column] or {bits = 0}) or nil
  if not cell then
    return
  end
  line[column] = cell
  if not cell.char then
    cell.bits = cell.bits | BITS[j % self.down + 1][i % self.across + 1]
    cell.mark = char
    cell.pair = pair
  end
end

-- The dot at a point: its place in the field of dots.
local function dot_at(self, x, y)
  local wide, high = self.width * self.across, self.height * self.down
  return math.tointeger(clamp(math.floor(x * wide), 0, wide - 1)),
    math.tointeger(clamp(math.floor((1 - y) * high), 0, high - 1))
end

--- A straight line; `every` 2 leaves out each second dot.
function methods:line(x0, y0, x1, y1, pair, char, every)
  local i0, j0 = dot_at(self, x0, y0)
  local i1, j1 = dot_at(self, x1, y1)
  local steps = math.max(math.abs(i1 - i0), math.abs(j1 - j0), 1)
  for k = 0, steps, every or 1 do
    local t = k / steps
    set_dot(self, math.floor(i0 + (i1 - i0) * t + 0.5), math.floor(j0 + (j1 - j0) * t + 0.5),
      pair, char or "*")
  end
end

--- Fills between two heights with what is woven of dots (bits of braille; nil:
--- of characters).
function methods:shade(x, y0, y1, pair, char, dots)
  local i, j0 = dot_at(self, x, math.max(y0, y1))
  local _, j1 = dot_at(self, x, math.min(y0, y1))
  for j = j0, j1 do
    if not dots or dots & BITS[j % self.down + 1][i % self.across + 1] ~= 0 then
      set_dot(self, i, j, pair, char)
    end
  end
end

--- Dots in a column, so that shade can be told where to go.
function methods:dots_across()
  return self.width * self.across
end

--- Puts one character, over whatever is there.
function methods:put(column, row, char, pair)
  if column >= 1 and column <= self.width and row >= 1 and row <= self.height then
    self.cells[row][column] = {char = char, pair = pair}
  end
end

-- A blank parts it from what stands before and after.
local function is_free(self, column, row, cells)
  for k = column - 1, column + cells do
    local cell = self.cells[row][k]
    if cell and cell.char then
      return false
    end
  end
  return column + cells - 1 <= self.width
end

--- Writes text where no other text or mark stands; answers whether it could.
function methods:write(column, row, text, pair)
  local cells = native.width(text)
  if row < 1 or row > self.height or column < 1 or not is_free(self, column, row, cells) then
    return false
  end
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    self:put(column, row, char, pair)
    for k = 2, native.width(char) do
      self:put(column + k - 1, row, "", pair)
    end
    column = column + native.width(char)
  end
  return true
end

local function text_of(self, cell)
  if cell == nil then
    return " "
  elseif cell.char then
    return cell.char
  end
  return self.ink.unicode and utf8.char(0x2800 + cell.bits) or cell.mark
end

--- The rows as text.
---@return string[]
function methods:lines()
  local lines = {}
  for row = 1, self.height do
    local parts = {}
    for column = 1, self.width do
      local cell = self.cells[row][column]
      parts[column] = self.ink:paint(text_of(self, cell), cell and cell.pair)
    end
    lines[row] = table.concat(parts)
  end
  return lines
end

return canvas
