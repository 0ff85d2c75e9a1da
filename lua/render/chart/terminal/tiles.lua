--- Rectangles over two axes of categories in a terminal: heat maps and maps of
-- tiles, a block for each.

local layout = require "almanac.layout"
local native = require "almanac.native"
local palette = require "chart.palette"
local rows = require "chart.rows"

local tiles = {}

local WIDEST, NARROWEST = 10, 3 -- cells of a tile

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
  if not item then
    return (" "):rep(width)
  end
  if ink.color then
    return ink:fill(ink:fit(" " .. text, width - 1), item.color, palette.ink_on(item.color)) .. " "
  end
  local dark = shade_of(ink, m, layer, item.row)
  local rest = text ~= "" and text or dark and dark:rep(width - 2) or ""
  return ink:fit((dark or layout.missing) .. rest, width - 1) .. " "
end

local function width_of(m, texts, room)
  local n, longest = #m.x.scale.categories, 0
  for _, row in pairs(texts) do
    for _, text in pairs(row) do
      longest = math.max(longest, native.width(text))
    end
  end
  local wanted = math.min(WIDEST, math.max(longest + 3, m.tile and 0 or 6))
  return math.max(NARROWEST, math.min(wanted, room // math.max(n, 1)))
end

local function header(ink, m, left, width)
  if m.x.hidden then
    return nil
  end
  local parts = {(" "):rep(left)}
  for i, text in ipairs(m.x.scale.labels) do
    parts[i + 1] = ink:fit(text, width - 1) .. " "
  end
  return (table.concat(parts):gsub(" +$", ""))
end

--- Draws the rectangles of `layer` into `width` cells.
---@return string[] lines
function tiles.draw(ink, m, layer, width)
  local at, texts, left = by_place(layer), texts_of(m), 0
  local y = m.y.scale
  for _, text in ipairs(m.y.hidden and {} or y.labels) do
    left = math.max(left, native.width(text) + 1)
  end
  left = math.min(left, width // 3)
  local cell = width_of(m, texts, width - left)
  local lines = {header(ink, m, left, cell)}
  for i, key in ipairs(y.categories) do
    local parts = {m.y.hidden and "" or ink:fit(ink:cut(y.labels[i], left - 1), left)}
    for _, x in ipairs(m.x.scale.categories) do
      local item = at[key] and at[key][x]
      local text = texts[key] and texts[key][x] or ""
      parts[#parts + 1] = tile(ink, m, layer, item, text, cell)
    end
    lines[#lines + 1] = (table.concat(parts):gsub(" +$", ""))
  end
  return lines
end

--- The character of class k of n in a legend without colours.
tiles.swatch = shade

return tiles
