--- The page in two languages: what is said in English, and the same in Chinese.
--
-- A text without a translation stands as it is. The page carries the pairs it
-- uses, so that the script can change the language in place.

local format = require "almanac.format"
local markup = require "html.markup"
local native = require "almanac.native"
local vocabulary = require "html.vocabulary"

local words = {}

-- Titles of columns that the data names in both languages, also for their names, which
-- counts and methods use.
local function add_fields(pairs_of, t)
  for _, field in ipairs(native.fields(t, true)) do
    if field.title and field.title_zh then
      pairs_of[field.title] = field.title_zh
      pairs_of[field.name] = pairs_of[field.name] or field.title_zh
    end
  end
end

--- All pairs that hold for a document: its own before the vocabulary.
function words.of(doc)
  local pairs_of = {}
  for english, chinese in next, vocabulary.texts do
    pairs_of[english] = chinese
  end
  for _, part in ipairs(doc.parts) do
    if part.table then
      add_fields(pairs_of, part.table)
    end
  end
  for english, chinese in next, doc.translations or {} do
    pairs_of[english] = chinese
  end
  return pairs_of
end

local page = {}
words.page = page

-- Separators of a composed text, those that join the largest pieces first.
local joints = {{"; ", "；"}, {": ", "："}, {", ", "，"}, {" to ", "至"}, {" and ", "和"}}

-- A text without letters is the same in both languages, but for periods.
local function neutral(text)
  local date = format.date(text, "zh")
  if date ~= text and #text > 4 then
    return date
  end
  return not text:find("%a") and text or nil
end

local function by_pattern(self, text)
  for _, rule in ipairs(vocabulary.patterns) do
    local found = {text:match(rule[1])}
    if found[1] then
      for i, piece in ipairs(rule[3] and {} or found) do
        found[i] = self:chinese(piece)
        if not found[i] then
          return nil
        end
      end
      if type(rule[2]) == "function" then
        return rule[2](table.unpack(found))
      end
      return (rule[2]:gsub("%$(%d)", function(i)
        return found[tonumber(i)]
      end))
    end
  end
end

local function by_pieces(self, text)
  for _, joint in ipairs(joints) do
    local at, to = text:find(joint[1], 1, true)
    if at and at > 1 then
      local left, right = self:chinese(text:sub(1, at - 1)), self:chinese(text:sub(to + 1))
      return left and right and left .. joint[2] .. right
    end
  end
end

--- The text in Chinese, whole or not at all: a pair, a pattern, or pieces that are.
function page:chinese(text)
  local known = self.words[text]
  if known == nil then
    known = neutral(text) or by_pattern(self, text) or by_pieces(self, text) or false
    self.words[text] = known
  end
  return known or nil
end

--- The text in the language of the page; remembers the pair.
function page:word(text)
  local chinese = self:chinese(text)
  if not chinese or chinese == text then
    return text
  end
  self.said[text] = chinese
  return self.language == "zh" and chinese or text
end

--- The same as markup. Chinese that stands for several texts names the one it is here.
function page:say(text)
  local shown = self:word(text)
  if shown == text then
    return markup.escape(text)
  end
  self.back[shown] = self.back[shown] or text
  if self.back[shown] == text then
    return markup.escape(shown)
  end
  return string.format('<span data-en="%s">%s</span>', markup.escape(text), markup.escape(shown))
end

--- Takes two texts that stand for one another, unless the first stands for another one
-- already.
---@return boolean taken
---@return boolean certain whether the Chinese stands for no other text
function page:pair(english, chinese)
  local known = self.words[english]
  if known and known ~= chinese then
    return false, false
  end
  self.words[english], self.said[english] = chinese, chinese
  self.back[chinese] = self.back[chinese] or english
  return true, self.back[chinese] == english
end

--- Markup of a text that is given in both languages.
function page:both(english, chinese)
  self.words[english] = chinese
  return self:say(english)
end

--- Whether the name of a column is known as a word.
function page.is_word(_, name)
  return vocabulary.names[name:gsub("_", " ")] ~= nil
end

--- What a column or a part without a title is called: its name, as a word where it is one.
function page:called(name)
  name = name:gsub("_", " ")
  local english = vocabulary.names[name] or name
  if english ~= name and self.words[english] == nil then
    self.words[english] = self:chinese(name)
  end
  return english
end

--- Markup of a heading: with dates and words in place of periods and names of columns.
function page:heading(text)
  local english = text:gsub("%f[%w_][%w_]+%-?%w*%f[^%w_]", function(word)
    local name = word:find("^%a+%d$") and vocabulary.names[word]
    return name and (name:gsub("^%u", string.lower)) or word:find("^%d%d%d%d%-[SQ]%d$") and
      format.date(word, "en") or nil
  end)
  local chinese = english ~= text and self:chinese(text)
  return chinese and self:both(english, chinese) or self:say(english)
end

--- A number with its unit as one says it, as markup.
function page:figure(x, unit)
  return self:both(format.readable(x, unit, "en"), format.readable(x, unit, "zh"))
end

--- A period as one says it, as markup.
function page:date(period)
  return self:both(format.date(period, "en"), format.date(period, "zh"))
end

--- The pairs the page uses, as JSON in which nothing can end a script element.
function page:dictionary()
  local names, list = {}, {}
  for text in next, self.said do
    names[#names + 1] = text
  end
  table.sort(names, function(a, b)
    local x, y = self.back[self.said[a]] == a, self.back[self.said[b]] == b
    if x ~= y then
      return y -- of the texts with the same Chinese the last is the one that it stands for
    end
    return a < b
  end)
  for i, text in ipairs(names) do
    list[i] = markup.quote(text) .. ":" .. markup.quote(self.said[text])
  end
  return "{" .. table.concat(list, ",\n") .. "}"
end

return words
