-- Colours can be told apart on both backgrounds, and by people who see two hues.

local check = require "check"
local palette = require "chart.palette"

local function channels(hex)
  local list = {}
  for i = 1, 3 do
    local c = tonumber(hex:sub(2 * i, 2 * i + 1), 16) / 255
    list[i] = c <= 0.04045 and c / 12.92 or ((c + 0.055) / 1.055) ^ 2.4
  end
  return list
end

-- Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
local seen_by = {
  all = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
  protanope = {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}},
  deuteranope = {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413},
    {-0.011820, 0.042940, 0.968881}},
  tritanope = {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602},
    {0.004733, 0.691367, 0.303900}},
}

local function cube_root(x)
  return x < 0 and -((-x) ^ (1 / 3)) or x ^ (1 / 3)
end

-- Oklab (Ottosson 2020), where distances are about as people judge them.
local function oklab(hex, matrix)
  local c, s = channels(hex), {}
  for i, row in ipairs(matrix) do
    s[i] = row[1] * c[1] + row[2] * c[2] + row[3] * c[3]
  end
  local r, g, b = s[1], s[2], s[3]
  local l = cube_root(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  local m = cube_root(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  local t = cube_root(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * t,
    1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * t,
    0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * t}
end

local function distance(a, b, matrix)
  local p, q, sum = oklab(a, matrix), oklab(b, matrix), 0
  for i = 1, 3 do
    sum = sum + (p[i] - q[i]) ^ 2
  end
  return math.sqrt(sum)
end

-- The nearest two of the first n categories, and how far apart they are.
local function nearest(n, theme, matrix)
  local least, pair = math.huge, nil
  for i = 1, n do
    for j = i + 1, n do
      local d = distance(palette.categories[i][theme], palette.categories[j][theme], matrix)
      if d < least then
        least, pair = d, palette.names[i] .. " and " .. palette.names[j]
      end
    end
  end
  return least, pair
end

check.run{
  ["contrast is that of WCAG"] = function()
    check.near(palette.contrast("#000000", "#ffffff"), 21, 1e-9)
    check.near(palette.contrast("#767676", "#ffffff"), 4.54, 1e-2)
  end,

  ["every category stands out from both backgrounds by 3 : 1"] = function()
    for i, color in ipairs(palette.categories) do
      for _, theme in ipairs{"light", "dark"} do
        local got = palette.contrast(color[theme], palette.background[theme])
        if got < 3 then
          error(palette.names[i] .. " " .. theme .. ": " .. got)
        end
      end
    end
  end,

  ["where the ground is not known, categories stand out from white and from black"] = function()
    for i, color in ipairs(palette.categories) do
      local ink = color == palette.parse("black")
      check.equal(color.either == nil, ink)
      local white = ink and 21 or palette.contrast(color.either, "#ffffff")
      local black = ink and 21 or palette.contrast(color.either, "#000000")
      if white < 2.7 or black < 3.5 then
        error(palette.names[i] .. ": " .. white .. ", " .. black)
      end
    end
  end,

  ["text can be read: 4.5 : 1, on backgrounds and on fills"] = function()
    for _, theme in ipairs{"light", "dark"} do
      local background = palette.background[theme]
      check.equal(palette.contrast(palette.ink[theme], background) >= 7, true)
      check.equal(palette.contrast(palette.muted[theme], background) >= 4.5, true)
      for _, color in ipairs(palette.categories) do
        check.equal(palette.contrast(palette.readable(color)[theme], background) >= 4.5, true)
      end
      for i = 0, 20 do
        local fill = palette.ramp(i / 20, "blues")
        local ink = palette.ink_on(fill)
        check.equal(palette.contrast(ink[theme], fill[theme]) >= 4, true)
      end
    end
  end,

  ["no two categories look alike, to anyone"] = function()
    for who, matrix in pairs(seen_by) do
      for _, theme in ipairs{"light", "dark", "either"} do
        for n, want in pairs{[5] = 0.08, [theme == "either" and 7 or 8] = 0.034} do
          local least, pair = nearest(n, theme, matrix)
          if least < want then
            error(string.format("%s, %s, %d: %s are %.3f apart", who, theme, n, pair, least))
          end
        end
      end
    end
  end,

  ["a sequential scheme becomes steadily darker, on black steadily lighter"] = function()
    for _, scheme in ipairs{"blues", "oranges", "viridis"} do
      local before
      for i = 0, 12 do
        local color = palette.ramp(i / 12, scheme)
        if before then
          local darker = palette.luminance(color.light) < palette.luminance(before.light)
          local lighter = palette.luminance(color.dark) > palette.luminance(before.dark)
          check.equal(darker and lighter, true)
        end
        before = color
      end
    end
  end,

  ["colours by name; nothing else comes through"] = function()
    check.equal(palette.parse("Orange"), palette.categories[5])
    check.equal(palette.parse("#ABC").light, "#aabbcc")
    check.equal(palette.parse("#a0b1c2").dark, "#a0b1c2")
    check.equal(palette.parse("url(#x)"), nil)
    check.equal(palette.parse("#12345"), nil)
    check.equal(palette.parse(7), nil)
  end,
}
