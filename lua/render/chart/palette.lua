--- Colours that people with any colour vision can tell apart, for light and for
--- dark backgrounds.
--
-- A colour here is a pair {light = "#rrggbb", dark = "#rrggbb"}. Categories take
-- the hues of Okabe and Ito (2008, "Color Universal Design"), those of them too
-- pale for white made darker and those too deep for black made lighter, so that
-- each stands out from both backgrounds by at least 3 : 1 (WCAG 2.1, 1.4.11). Where it
-- is not known which of them it is, in a terminal, categories have a third: `either`.

local palette = {}

local function pair(light, dark, either)
  return {light = light, dark = dark, either = either}
end

palette.background = pair("#ffffff", "#17191d")
palette.ink = pair("#1f2328", "#e8eaed")
palette.muted = pair("#59626d", "#a3abb5")
palette.grid = pair("#e6e8eb", "#2f343b")
palette.line = pair("#7d8590", "#7d8590") -- axes, zero lines
palette.neutral = pair("#868e98", "#7f8791") -- what has no colour of its own
palette.empty = pair("#e9ebee", "#2a2e34") -- a cell without a value

--- In the order they are given out.
palette.categories = {
  pair("#0072b2", "#3d95dd", "#127dbf"), -- blue
  pair("#c04400", "#e8702a", "#d25813"), -- vermillion
  pair("#009e73", "#22c49a", "#0aa97f"), -- green
  pair("#93307c", "#c272a8", "#a14489"), -- purple
  pair("#c48500", "#eba926", "#d0900b"), -- orange
  pair("#2397d8", "#9ad4f8", "#2397d8"), -- sky
  pair("#5b5200", "#eedb4b", "#877b17"), -- yellow
  pair("#30343a", "#e6eaf0"), -- black, white
}

local names = {"blue", "vermillion", "green", "purple", "orange", "sky", "yellow",
  "black"}
local named = {red = 2, vermilion = 2, skyblue = 6, steelblue = 1}
for i, name in ipairs(names) do
  named[name] = i
end
palette.names = names

-- Light to dark on white; the other way round on black, where little is dark.
local schemes = {
  blues = {
    light = {"#cfe1f2", "#9ecae1", "#6baed6", "#4292c6", "#2171b5", "#08519c", "#08306b"},
    dark = {"#1d3a57", "#23537d", "#2a6ca5", "#3f88c5", "#66a6dc", "#97c6ee", "#cfe5fb"},
  },
  oranges = {
    light = {"#fddfc0", "#fdbe85", "#fd9d52", "#f0762a", "#d9540b", "#a63603", "#7f2704"},
    dark = {"#4a2a12", "#6f3a10", "#984d0f", "#c4651a", "#e8853a", "#f6ad72", "#fddcbd"},
  },
  viridis = {
    light = {"#fde725", "#90d743", "#35b779", "#21918c", "#31688e", "#443983", "#440154"},
    dark = {"#440154", "#443983", "#31688e", "#21918c", "#35b779", "#90d743", "#fde725"},
  },
  blueorange = {
    light = {"#b35806", "#e08214", "#fdbf74", "#eceff1", "#9ecae1", "#4292c6", "#08519c"},
    dark = {"#f5a04c", "#c4721f", "#7d4a19", "#33383f", "#2a567d", "#3f88c5", "#8cc4f0"},
  },
}
schemes.diverging = schemes.blueorange
schemes.sequential = schemes.blues

local function channels(hex)
  local r, g, b = hex:match("^#(%x%x)(%x%x)(%x%x)$")
  return tonumber(r, 16), tonumber(g, 16), tonumber(b, 16)
end

--- The colour a share `t` of the way from one to the other.
function palette.mix(from, to, t)
  local r1, g1, b1 = channels(from)
  local r2, g2, b2 = channels(to)
  local function between(a, b)
    return math.floor(a + (b - a) * t + 0.5)
  end
  return string.format("#%02x%02x%02x", between(r1, r2), between(g1, g2),
    between(b1, b2))
end

local function along(stops, t)
  local at = math.max(0, math.min(1, t)) * (#stops - 1)
  local i = math.min(math.floor(at), #stops - 2)
  return palette.mix(stops[i + 1], stops[i + 2], at - i)
end

--- Whether there is a scheme of this name: blues, oranges, viridis, blueorange,
--- sequential, diverging.
function palette.has_scheme(name)
  return schemes[name] ~= nil
end

--- The colour at `t` (0 .. 1) of a scheme.
function palette.ramp(t, scheme)
  local stops = schemes[scheme] or schemes.blues
  return {light = along(stops.light, t), dark = along(stops.dark, t)}
end

local diverging = {blueorange = true, diverging = true}

--- `n` colours of a scheme, from its one end to its other; few of a sequential one
--- keep off its palest part.
function palette.steps(n, scheme)
  local list, low = {}, n <= 3 and 0.25 or 0.08
  if diverging[scheme] then
    low = 0
  end
  for i = 1, n do
    list[i] = palette.ramp(n == 1 and 0.6 or low + (1 - low) * (i - 1) / (n - 1), scheme)
  end
  return list
end

--- Relative luminance (WCAG 2.1).
function palette.luminance(hex)
  local sum, weights = 0, {0.2126, 0.7152, 0.0722}
  for i, c in ipairs{channels(hex)} do
    c = c / 255
    c = c <= 0.03928 and c / 12.92 or ((c + 0.055) / 1.055) ^ 2.4
    sum = sum + weights[i] * c
  end
  return sum
end

--- Contrast of two colours, 1 .. 21 (WCAG 2.1).
function palette.contrast(a, b)
  local la, lb = palette.luminance(a), palette.luminance(b)
  return (math.max(la, lb) + 0.05) / (math.min(la, lb) + 0.05)
end

local function readable(hex, ink, background)
  local t, found = 0, hex
  while palette.contrast(found, background) < 4.5 and t < 1 do
    t = t + 0.05
    found = palette.mix(hex, ink, t)
  end
  return found
end

--- The colour for text on the background: nearer to the ink until it can be read.
function palette.readable(color)
  return pair(readable(color.light, palette.ink.light, palette.background.light),
    readable(color.dark, palette.ink.dark, palette.background.dark))
end

-- Deeper than the ink of the page: fills of medium depth leave it no other 4.5 : 1.
local function ink_on(hex)
  local black, white = "#0c0e11", "#ffffff"
  return palette.contrast(hex, black) >= palette.contrast(hex, white) and black or white
end

--- The ink for text on a filled mark.
function palette.ink_on(color)
  return pair(ink_on(color.light), ink_on(color.dark))
end

local grey = {gray = true, grey = true, neutral = true}

--- A colour that a chart names: "#rrggbb", "#rgb" or one of ours; else nil.
function palette.parse(text)
  if type(text) ~= "string" then
    return nil
  end
  local lower = text:lower()
  if named[lower] then
    return palette.categories[named[lower]]
  elseif grey[lower] then
    return palette.neutral
  elseif lower:match("^#%x%x%x%x%x%x$") then
    return pair(lower, lower)
  elseif lower:match("^#%x%x%x$") then
    lower = lower:gsub("%x", "%0%0")
    return pair(lower, lower)
  end
end

return palette
