--- Rectangles over two axes of categories in a terminal: heat maps and maps of
-- tiles, a block for each.

local native = require "almanac.native"
local palette = require "chart.palette"
local rows = require "chart.rows"

local tiles = {}

local WIDEST = 10   -- cells of a tile
local ROOMY = 3     -- cells from which there is a gap between tiles
local READABLE = 5  -- cells of a heading that may be cut

--- The layer of rectangles to draw so, or nil.
function tiles.layer_of(m)
  for _, layer in ipairs(m.layers) do
    local x, y = m.x, m.y
    if layer.mark.type == "rect" and x and y and x.scale.discrete and y.scale.discrete then
      return layer
    end
  end
end

-- How dark tile k of n is without colours: a shade where there are as many, else
-- the number of its class.
local function shade(pen, k, n)
  local shades = pen.glyphs.shades
  if n > #shades then
    return tostring(k)
  end
  return shades[math.max(1, math.min(#shades, math.ceil(k * #shades / n)))]
end

-- The same of a row; nil where it has no class.
local function shade_of(pen, m, layer, row)
  local channel = layer.encoding.color
  local value = channel and rows.value(layer, channel, row)
  if value == nil then
    return nil
  elseif m.color.kind == "continuous" then
    local span = m.color.hi - m.color.lo
    local t = span > 0 and (value - m.color.lo) / span or 1
    return shade(pen, math.min(4, math.floor(t * 4) + 1), 4)
  end
  for k, entry in ipairs(m.color.entries or {}) do
    if entry.value == value then
      return shade(pen, k, #m.color.entries)
    end
  end
end

local function by_place(layer)
  local at = {}
  for _, item in ipairs(layer.items or {}) do
    local x = rows.value(layer, layer.encoding.x, item.row)
    local y = rows.value(layer, layer.encoding.y, item.row)
    if x ~= nil and y ~= nil then
      at[y] = at[y] or {}
      at[y][x] = item
    end
  end
  return at
end

local function texts_of(m)
  local at = {}
  for _, layer in ipairs(m.layers) do
    if layer.mark.type == "text" then
      for y, row in pairs(by_place(layer)) do
        at[y] = at[y] or {}
        for x, item in pairs(row) do
          at[y][x] = at[y][x] or item.text
        end
      end
    end
  end
  return at
end

-- One tile: its text on its colour, or behind its shade.
local function tile(ink, m, layer, item, text, width)
  local inner = width >= ROOMY and width - 1 or width
  local gap = (" "):rep(width - inner)
  if not item then
    return (" "):rep(width)
  elseif item.color == palette.empty then
    return ink:fit(ink.glyphs.lacking .. text, inner) .. gap
  elseif ink.color then
    local own = text == "" and "" or " " .. text
    return ink:fill(ink:fit(own, inner), item.color, palette.ink_on(item.color)) .. gap
  end
  local dark = shade_of(ink, m, layer, item.row) or ink.glyphs.lacking
  return ink:fit(dark .. (text ~= "" and text or dark:rep(inner - 1)), inner) .. gap
end

local function width_of(m, texts, room)
  local n, longest = #m.x.scale.categories, 0
  for _, row in pairs(texts) do
    for _, text in pairs(row) do
      longest = math.max(longest, native.width(text))
    end
  end
  local wanted = math.min(WIDEST, math.max(longest + 3, m.tile and 0 or 6))
  return math.max(1, math.min(wanted, room // math.max(n, 1)))
end

-- Every how many columns there is room for a heading: names may be cut a little,
-- periods may not.
local function stride(m, width, n)
  local longest = 0
  for k = 1, n do
    longest = math.max(longest, native.width(m.x.scale.labels[k]))
  end
  if not m.x.scale.periods and width > READABLE then
    return 1, width - 1
  end
  local every = math.max(1, math.ceil((longest + 1) / width))
  return every, every * width - 1
end

local function header(ink, m, left, width, n)
  if m.x.hidden then
    return nil
  end
  local every, room = stride(m, width, n)
  local parts = {(" "):rep(left)}
  for i = 1, n, every do
    local last = (n - i + 1) * width
    parts[#parts + 1] = last < room and native.width(m.x.scale.labels[i]) > last and "" or
      ink:fit(m.x.scale.labels[i], room) .. " "
  end
  return (table.concat(parts):gsub(" +$", ""))
end

--- Draws the rectangles of `layer` into `width` cells.
---@return string[] lines
---@return integer lost columns that found no room
function tiles.draw(ink, m, layer, width)
  local at, texts, left = by_place(layer), texts_of(m), 0
  local y = m.y.scale
  for _, text in ipairs(m.y.hidden and {} or y.labels) do
    left = math.max(left, native.width(text) + 1)
  end
  left = math.min(left, width // 3)
  local cell = width_of(m, texts, width - left)
  local columns = m.x.scale.categories
  local n = math.min(#columns, (width - left) // cell)
  local lines = {header(ink, m, left, cell, n)}
  for i, key in ipairs(y.categories) do
    local parts = {m.y.hidden and "" or ink:fit(ink:cut(y.labels[i], left - 1), left)}
    for k = 1, n do
      local x = columns[k]
      local item = at[key] and at[key][x]
      local text = texts[key] and texts[key][x] or ""
      parts[#parts + 1] = tile(ink, m, layer, item, text, cell)
    end
    lines[#lines + 1] = (table.concat(parts):gsub(" +$", ""))
  end
  return lines, #columns - n
end

--- The character of class k of n in a legend without colours.
tiles.swatch = shade

return tiles
