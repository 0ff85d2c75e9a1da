--- How wide text is in a sans-serif font, in pixels.
--
-- Widths are those of Helvetica, which Arial and Liberation Sans share (the
-- numbers of its published font metrics, in thousandths of the font size); what
-- a terminal shows in two cells is one em wide. What is drawn with another font
-- may be some percent wider, so layouts leave a little room.

local native = require "almanac.native"

local measure = {}

local EM = 1000
local OTHER = 600 -- a letter beyond ASCII

-- From the blank to the tilde, in order of their codes.
local REGULAR = {
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}
local BOLD = {
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
  975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
  333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
  611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
}
local SPECIAL = {
  ["·"] = 333, ["–"] = 556, ["—"] = 1000, ["…"] = 1000, ["\u{2009}"] = 200,
  ["−"] = 584, ["×"] = 584, ["±"] = 584, ["≤"] = 549, ["≥"] = 549,
  ["→"] = 1000, ["↑"] = 500, ["\u{A0}"] = 278, ["’"] = 222,
}

local function char_width(char, widths)
  local byte = char:byte()
  if byte < 0x80 then
    return widths[byte - 31] or 0
  end
  return SPECIAL[char] or ({[0] = 0, [2] = EM})[native.width(char)] or OTHER
end

local function own_width(text, size, bold)
  local widths, sum = bold and BOLD or REGULAR, 0
  for char in text:gmatch(utf8.charpattern) do
    sum = sum + char_width(char, widths)
  end
  return sum * size / EM
end

local twins = {} -- a text and what stands in its place in the other language

--- Gives each of two texts that stand in the same place the room of the wider one, so
-- that pictures in two languages are laid out alike. Without an argument it ends that.
---@param pairs_of table? text = the other text
function measure.alike(pairs_of)
  twins = {}
  for one, other in next, pairs_of or {} do
    twins[one] = other
    twins[other] = twins[other] or one
  end
end

--- The width of one line of text.
---@param text string UTF-8
---@param size number of the font, in px
---@param bold boolean?
---@return number
function measure.width(text, size, bold)
  local own, twin = own_width(text, size, bold), twins[text]
  return twin and math.max(own, own_width(twin, size, bold)) or own
end

--- The widest of several texts.
function measure.widest(texts, size, bold)
  local most = 0
  for _, text in ipairs(texts) do
    most = math.max(most, measure.width(text, size, bold))
  end
  return most
end

--- The text, or as much of its beginning as fits with "…" after it.
---@param limit number px
function measure.cut(text, size, limit, bold)
  if own_width(text, size, bold) <= limit then
    return text
  end
  local room = limit - own_width("…", size, bold)
  local kept, used = {}, 0
  for char in text:gmatch(utf8.charpattern) do
    used = used + own_width(char, size, bold)
    if used > room then
      break
    end
    kept[#kept + 1] = char
  end
  local cut = table.concat(kept):gsub(" +$", "") .. "…"
  twins[cut] = twins[text] and text
  return cut
end

-- The beginning and the end of a text, with "…" between them.
local function cut_within(text, size, limit)
  local half, tail = (limit - own_width("…", size)) / 2, {}
  local chars, used = {}, 0
  for char in text:gmatch(utf8.charpattern) do
    chars[#chars + 1] = char
  end
  for i = #chars, 1, -1 do
    used = used + own_width(chars[i], size)
    if used > half then
      break
    end
    table.insert(tail, 1, chars[i])
  end
  local rest = table.concat(tail):gsub("^ +", "")
  return measure.cut(text, size, limit - own_width(rest, size)) .. rest
end

--- Texts cut to the same limit, those that would then read alike within.
---@param texts string[]
---@return string[]
function measure.cut_all(texts, size, limit)
  local cut, times = {}, {}
  for i, text in ipairs(texts) do
    cut[i] = measure.cut(text, size, limit)
    times[cut[i]] = (times[cut[i]] or 0) + 1
  end
  for i, text in ipairs(texts) do
    if cut[i] ~= text and times[cut[i]] > 1 then
      cut[i] = cut_within(text, size, limit)
    end
  end
  return cut
end

-- Words, with the blank before them; characters two cells wide are words of
-- their own, as lines may end between any two of them.
local function pieces(text)
  local list, word = {}, ""
  local function finish()
    if word ~= "" then
      list[#list + 1], word = word, ""
    end
  end
  for char in text:gmatch(utf8.charpattern) do
    local wide = char:byte() >= 0x80 and native.width(char) == 2
    if wide or char == " " then
      finish()
    end
    word = word .. char
    if wide then
      finish()
    end
  end
  finish()
  return list
end

--- Lines that fit into `limit` px; a single word that does not is cut.
---@return string[]
function measure.wrap(text, size, limit, bold)
  local lines, line = {}, ""
  for _, piece in ipairs(pieces(text)) do
    if line == "" then
      line = piece:gsub("^ +", "")
    elseif measure.width(line .. piece, size, bold) <= limit then
      line = line .. piece
    else
      lines[#lines + 1] = measure.cut(line, size, limit, bold)
      line = piece:gsub("^ +", "")
    end
  end
  if line ~= "" or #lines == 0 then
    lines[#lines + 1] = measure.cut(line, size, limit, bold)
  end
  return lines
end

return measure
