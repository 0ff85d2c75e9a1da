--- Characters and colours of a drawing in a terminal.
--
-- Colours are those of the pictures where the terminal says that it has them all, else
-- the nearest of the 216 that terminals have had for decades, nearest in hue rather
-- than in brightness. They stand out from light and dark backgrounds; ink is whatever
-- the terminal writes with.

local native = require "almanac.native"
local palette = require "chart.palette"

local ink = {}
local methods = {}

local unicode = {
  eighths = {"▏", "▎", "▍", "▌", "▋", "▊", "▉"}, full = "█",
  rising = {"▁", "▂", "▃", "▄", "▅", "▆", "▇"},
  shades = {"░", "▒", "▓", "█"}, points = {"●", "◆", "▲", "■", "○", "◇", "△", "□"},
  vertical = "│", horizontal = "─", corner = "└", left = "┤", below = "┬", guide = "┊",
  swatch = "■", cut = "…", lacking = "·",
  weaves = {0xff, 0x95, 0x2d, 0x21, 0x47, 0x12}, weave = 0x95, -- bits of braille
}

local ascii = {
  eighths = {"", "", "", "", "#", "#", "#"}, full = "#",
  rising = {"", "", "", "#", "#", "#", "#"},
  shades = {".", "-", "+", "#"}, points = {"o", "+", "x", "#", "@", "%", "&", "*"},
  vertical = "|", horizontal = "-", corner = "+", left = "+", below = "+", guide = ":",
  swatch = "#", cut = "~", lacking = "?",
  weaves = {"#", ".", "-", "+", ":", "x"}, weave = ".",
}

---@param options table unicode, color, truecolor (booleans)
function ink.new(options)
  return setmetatable({glyphs = options.unicode and unicode or ascii,
    unicode = options.unicode or false, color = options.color or false,
    truecolor = options.truecolor or false},
    {__index = methods})
end

local function channels(hex)
  local parts = {}
  for k = 1, 3 do
    parts[k] = tonumber(hex:sub(2 * k, 2 * k + 1), 16)
  end
  return parts
end

local STEPS = {0, 95, 135, 175, 215, 255} -- of each channel in the cube of 6 x 6 x 6

-- How bright, how blue and how red, of the standard BT.601; a hue counts twice.
local function look(r, g, b)
  local bright = 0.299 * r + 0.587 * g + 0.114 * b
  return bright, 2 * 0.564 * (b - bright), 2 * 0.713 * (r - bright)
end

-- The steps below and above a value.
local function around(value)
  local k = 1
  while k < 5 and STEPS[k + 1] <= value do
    k = k + 1
  end
  return k, k + 1
end

local places = {} -- of colours that have been asked for

-- The place of a colour in the cube.
local function nearest(hex)
  if places[hex] then
    return places[hex]
  end
  local own, best = channels(hex), math.huge
  local y, u, v = look(own[1], own[2], own[3])
  for _, r in ipairs{around(own[1])} do
    for _, g in ipairs{around(own[2])} do
      for _, b in ipairs{around(own[3])} do
        local y2, u2, v2 = look(STEPS[r], STEPS[g], STEPS[b])
        local distance = (y - y2) ^ 2 + (u - u2) ^ 2 + (v - v2) ^ 2
        if distance < best then
          best, places[hex] = distance, 16 + 36 * (r - 1) + 6 * (g - 1) + b - 1
        end
      end
    end
  end
  return places[hex]
end

-- What selects a colour, after 38 (of text) or 48 (of what is behind it).
local function selected(self, hex)
  if self.truecolor then
    return string.format("2;%d;%d;%d", table.unpack(channels(hex)))
  end
  return string.format("5;%d", nearest(hex))
end

local inks = {[palette.ink] = true, [palette.parse("black")] = true}

--- Text in a colour (a pair; nil: as it is).
function methods:paint(text, pair)
  if not self.color or not pair or text == "" or inks[pair] then
    return text
  end
  return string.format("\27[38;%sm%s\27[0m", selected(self, pair.either or pair.light), text)
end

--- Text on a colour, in black or white, whichever is read better.
function methods:fill(text, pair, on)
  if not self.color or not pair then
    return text
  end
  return string.format("\27[48;%s;38;%sm%s\27[0m", selected(self, pair.light),
    selected(self, on.light), text)
end

function methods:bold(text)
  return self.color and "\27[1m" .. text .. "\27[0m" or text
end

--- What fills the k-th part of a pile where there are no colours.
function methods:texture(k)
  local shades = self.glyphs.shades
  return shades[#shades - (k - 1) % #shades]
end

--- The mark of the k-th shape.
function methods:shape(k)
  local points = self.glyphs.points
  return points[(k - 1) % #points + 1]
end

--- What fills the k-th area (0: the only one): a character, and its dots where it is
--- made of dots.
function methods:weave(k)
  local weaves = self.glyphs.weaves
  local own = k > 0 and weaves[(k - 1) % #weaves + 1] or self.glyphs.weave
  if self.unicode then
    return utf8.char(0x2800 + own), own
  end
  return own
end

--- Text cut to `limit` cells.
function methods:cut(text, limit)
  if native.width(text) <= limit then
    return text
  end
  local piece, used = {}, 0
  for _, code in utf8.codes(text) do
    local char = utf8.char(code)
    used = used + native.width(char)
    if used > limit - 1 then
      break
    end
    piece[#piece + 1] = char
  end
  return limit > 0 and table.concat(piece) .. self.glyphs.cut or ""
end

-- The last cells of a text, at most `limit`.
local function tail_of(text, limit)
  local piece, used = "", 0
  for _, code in utf8.codes(text) do
    piece, used = piece .. utf8.char(code), used + native.width(utf8.char(code))
    while used > limit do
      local first = piece:match(utf8.charpattern)
      piece, used = piece:sub(#first + 1), used - native.width(first)
    end
  end
  return piece
end

--- Texts cut to the same limit, those that would then read alike within.
---@param texts string[]
---@return string[]
function methods:cut_all(texts, limit)
  local cut, times = {}, {}
  for i, text in ipairs(texts) do
    cut[i] = self:cut(text, limit)
    times[cut[i]] = (times[cut[i]] or 0) + 1
  end
  for i, text in ipairs(texts) do
    if cut[i] ~= text and times[cut[i]] > 1 then
      local rest = tail_of(text, limit // 2)
      cut[i] = self:cut(text, limit - native.width(rest)) .. rest
    end
  end
  return cut
end

--- The same, filled with blanks to exactly `limit` cells.
function methods:fit(text, limit, right)
  local shown = self:cut(text, limit)
  local blanks = (" "):rep(limit - native.width(shown))
  return right and blanks .. shown or shown .. blanks
end

return ink
