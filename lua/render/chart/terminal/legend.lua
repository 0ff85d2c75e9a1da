--- What colours, shades and shapes of a drawing in a terminal mean.

local layout = require "almanac.layout"
local native = require "almanac.native"
local palette = require "chart.palette"
local rows = require "chart.rows"
local tiles = require "chart.terminal.tiles"

local legend = {}

local STEPS = 8 -- swatches of a continuous scale

local function kinds(m)
  local found = {}
  for _, layer in ipairs(m.layers) do
    found[layer.mark.type] = true
    found.stacked = found.stacked or layer.stacked
  end
  return found
end

-- The letter along the line of a category, where lines have some.
local function letter_of(m, entry)
  for _, layer in ipairs(m.layers) do
    local channel = layer.encoding.color
    for _, own in ipairs(channel and channel.field and layer.series or {}) do
      if own.letter and rows.value(layer, channel, own.row) == entry.value then
        return own.letter
      end
    end
  end
end

-- What a category looks like where it is drawn.
local function swatch(pen, m, entry, place, on_tiles)
  local found, k = kinds(m), entry.index or place
  local letter = letter_of(m, entry)
  if pen.color then
    return pen:paint(pen.glyphs.swatch, entry.color)
  elseif letter then
    return letter
  elseif on_tiles then
    return tiles.swatch(pen, k, #m.color.entries)
  elseif found.area then
    return (pen:weave(k))
  elseif found.stacked then
    return pen:texture(k)
  end
  return pen:shape(math.max(1, k))
end

-- Whether bars side by side are named where they stand.
local function names_groups(m)
  for _, layer in ipairs(m.layers) do
    if layer.groups and layer.groups.channel.field == m.color.field then
      return true
    end
  end
  return false
end

-- Entries one after the other, as many as fit a line.
local function flow(list, width)
  local lines, line, used = {}, {}, 0
  for _, entry in ipairs(list) do
    local cells = native.width(entry.label) + entry.cells + 3
    if used + cells > width and used > 0 then
      lines[#lines + 1], line, used = table.concat(line, "  "), {}, 0
    end
    line[#line + 1] = entry.swatch .. " " .. layout.plain(entry.label)
    used = used + cells
  end
  lines[#lines + 1] = #line > 0 and table.concat(line, "  ") or nil
  return lines
end

local function plain_number(x)
  return (string.format("%.4g", x):gsub("^%-", "−"))
end

-- Each shade with the values that it stands for.
local function shades(pen, c)
  local list, n = {}, #pen.glyphs.shades
  local function at(k)
    return plain_number(c.lo + (c.hi - c.lo) * k / n)
  end
  for k, shade in ipairs(pen.glyphs.shades) do
    list[k] = {swatch = shade, cells = 1, label = at(k - 1) .. " to " .. at(k)}
  end
  return list
end

local function ramp(pen, c)
  local parts = {}
  for k = 1, STEPS do
    parts[k] = pen:paint(pen.glyphs.swatch, palette.ramp((k - 1) / (STEPS - 1), c.scheme))
  end
  return {{swatch = plain_number(c.lo) .. " " .. table.concat(parts), cells = STEPS + 6,
    label = plain_number(c.hi)}}
end

local function entries(pen, m, on_tiles)
  local c, list = m.color, {}
  if c.kind == "continuous" then
    list = pen.color and ramp(pen, c) or on_tiles and shades(pen, c) or {}
  else
    for k, entry in ipairs(c.entries or {}) do
      list[k] = {swatch = swatch(pen, m, entry, k, on_tiles), cells = 1, label = entry.label}
    end
  end
  if on_tiles and c.lacking then
    list[#list + 1] = {swatch = pen.glyphs.lacking, cells = 1, label = m.words.no_value}
  end
  return list
end

local function add(lines, more)
  table.move(more, 1, #more, #lines + 1, lines)
end

local function not_shown(lines, title, what, width)
  if title and title ~= "" then
    add(lines, layout.wrap(string.format("(%s: told by %s, which are not shown here)",
      layout.plain(title), what), width))
  end
end

-- Shapes, where they say something else than the colours do.
local function add_shapes(pen, m, lines, width)
  local list = {}
  for k, entry in ipairs(m.shape.entries) do
    list[k] = {swatch = pen:shape(k), cells = 1, label = entry.label}
  end
  add(lines, flow(list, width))
end

--- The lines of the legend.
---@param options table on_tiles, named (lines are named where they end), width
---@return string[]
function legend.lines(pen, m, options)
  local c, lines, width = m.color, {}, options.width
  local apart = m.shape and m.shape.field ~= c.field
  local colours_lost = not pen.color and apart and c.kind ~= "none" and not options.on_tiles
  if not options.named and c.legend and not colours_lost and not names_groups(m) then
    local list = entries(pen, m, options.on_tiles)
    local measured = c.kind == "continuous" or c.kind == "class"
    if measured and list[1] and c.title and c.title ~= "" then
      list[1].swatch = layout.plain(c.title) .. ": " .. list[1].swatch
      list[1].cells = list[1].cells + native.width(c.title) + 2
    end
    add(lines, flow(list, width))
    colours_lost = not list[1]
  end
  if apart then
    add_shapes(pen, m, lines, width)
  end
  if colours_lost then
    not_shown(lines, c.title, "colours", width)
  end
  if m.size then
    not_shown(lines, m.size.title, "sizes", width)
  end
  return lines
end

return legend
