--- The page in two languages: what is said in English, and the same in Chinese.
--
-- A text without a translation stands as it is. The page carries the pairs it
-- uses, so that the script can change the language in place.

local markup = require "html.markup"
local native = require "almanac.native"
local vocabulary = require "html.vocabulary"

local words = {}

-- Titles of columns that the data names in both languages.
local function add_fields(pairs_of, t)
  for _, field in ipairs(native.fields(t, true)) do
    if field.title and field.title_zh then
      pairs_of[field.title] = field.title_zh
    end
  end
end

--- All pairs that hold for a document: its own before the vocabulary.
function words.of(doc)
  local pairs_of = {}
  for _, part in ipairs(doc.parts) do
    if part.table then
      add_fields(pairs_of, part.table)
    end
  end
  for english, chinese in next, vocabulary do
    pairs_of[english] = pairs_of[english] or chinese
  end
  for english, chinese in next, doc.translations or {} do
    pairs_of[english] = chinese
  end
  return pairs_of
end

local page = {}
words.page = page

--- The text in the language of the page; remembers the pair.
function page:word(text)
  local chinese = self.words[text]
  if chinese then
    self.said = self.said or {}
    self.said[text] = chinese
  end
  return self.language == "zh" and chinese or text
end

--- The same as markup.
function page:say(text)
  local shown = self:word(text)
  if shown == text then
    return markup.escape(text)
  end
  return string.format('<span data-en="%s">%s</span>', markup.escape(text), markup.escape(shown))
end

--- Lines of sources as the numbers under which the page keeps them, "3 4".
function page:origin(text)
  self.lines, self.line_of = self.lines or {}, self.line_of or {}
  local numbers = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    if not self.line_of[line] then
      self.lines[#self.lines + 1] = line
      self.line_of[line] = #self.lines
    end
    numbers[#numbers + 1] = self.line_of[line] - 1
  end
  return table.concat(numbers, " ")
end

-- JSON in which nothing can end a script element.
local function quote(text)
  return '"' .. text:gsub('[%c"\\<>&]', function(c)
    return string.format("\\u%04x", c:byte())
  end) .. '"'
end

--- The pairs the page uses, as JSON.
function page:dictionary()
  local names, list = {}, {}
  for text in next, self.said or {} do
    names[#names + 1] = text
  end
  table.sort(names)
  for i, text in ipairs(names) do
    list[i] = quote(text) .. ":" .. quote(self.said[text])
  end
  return "{" .. table.concat(list, ",\n") .. "}"
end

--- The lines that the numbers stand for, as JSON.
function page:origins()
  local list = {}
  for i, line in ipairs(self.lines or {}) do
    list[i] = quote(line)
  end
  return "[" .. table.concat(list, ",\n") .. "]"
end

-- "Internet penetration (%)" is a text of its own on an axis.
local function add_axis_title(self, channel)
  local title, unit = channel.title, channel.unit
  if type(title) == "string" and type(unit) == "string" and self.words[title] then
    self.words[title .. " (" .. unit .. ")"] = self.words[title] .. "（" ..
      (self.words[unit] or unit) .. "）"
  end
end

--- A chart with its texts in the language of the page.
function page:translate_chart(value)
  if type(value) == "string" then
    return self:word(value)
  elseif type(value) ~= "table" then
    return value
  end
  add_axis_title(self, value)
  local copy = {}
  for key, inner in next, value do
    copy[key] = self:translate_chart(inner)
  end
  if copy.title and value.unit then
    self:word(value.title .. " (" .. value.unit .. ")")
  end
  return copy
end

return words
