--- One picture for both languages: what is the same in both stands once, a text in
-- the language of the page, which the script replaces by its pair. Only what lies
-- elsewhere or has no pair stands twice, and the style shows one of the two.

local markup = require "html.markup"

local bilingual = {}

local FURTHEST = 60 -- elements that one language may have and the other not, in a run

local entities = {["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"', ["&amp;"] = "&"}

local function plain(text)
  return (text:gsub("&%a+;", entities))
end

-- The same as `plain` took it, lines and all.
local function escaped(text)
  return (text:gsub('[&<>"]', {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;",
    ['"'] = "&quot;"}))
end

-- An element of a picture: its tags without the texts, the text shown, and the tooltip.
-- A text has a tooltip where it is cut short, perhaps in one language only.
local function element(source)
  local own = {source = source}
  own.tags = source:gsub("<title>(.-)</title>", function(tip)
    own.tip = plain(tip)
    return source:find("^<text") and "" or "<title></title>"
  end):gsub("^(<text[^>]*>)([^<]+)", function(tag, text)
    own.text = plain(text)
    return tag
  end)
  return own
end

-- The beginning of a picture, what it is called, and its elements.
local function read(svg)
  local open, name, about, body =
    svg:match("^(<svg.->)\n<title[^>]*>(.-)</title>\n<desc[^>]*>(.-)</desc>\n(.*)</svg>\n$")
  local list = {}
  for source in body:gsub("\n<", "\0<"):gmatch("[^%z]+") do
    list[#list + 1] = element(source)
  end
  return {open = open:match('viewBox="[^"]*"'), name = plain(name), about = plain(about),
    list = list}
end

-- The pieces of a line of a tooltip, and between them what joins them: name, value and
-- unit, or what commas part. The script takes lines apart in the same way.
local function pieces(line)
  local name, value = line:match("^(.-): (.*)$")
  if name then
    local number, unit = value:match("^([%-+%d.,\u{2009}\u{2212}]*%d%%?) (.*)$")
    return number and {name, ": " .. number .. " ", unit} or {name, ": ", value}
  end
  local list = {}
  for piece, joint in (line .. ", "):gmatch("(.-)(, )") do
    list[#list + 1], list[#list + 2] = piece, joint
  end
  list[#list] = nil
  return list
end

local function same_line(page, line, expected)
  if line == expected then
    return true
  end
  local list, told = pieces(line), {}
  for k, piece in ipairs(list) do
    told[k] = k % 2 == 1 and page:chinese(piece) or piece
  end
  if table.concat(told) ~= expected then
    return false
  end
  for k = 1, #list, 2 do
    local taken, certain = true, true
    if told[k] ~= list[k] then
      taken, certain = page:pair(list[k], told[k])
    end
    if not taken or (page.language == "zh" and not certain) then
      return false
    end
  end
  return true
end

local function lines(text)
  local list = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    list[#list + 1] = line
  end
  return list
end

-- Whether the script can make one tooltip of the other from the pairs of the page.
local function same_tip(page, english, chinese)
  local from, to = lines(english), lines(chinese)
  for k, line in ipairs(from) do
    if not to[k] or not same_line(page, line, to[k]) then
      return false
    end
  end
  return #from == #to
end

-- Whether two elements may stand for one another, as far as their tags tell.
local function alike(a, b)
  return a ~= nil and b ~= nil and a.tags == b.tags
end

local function marked(own, language)
  local source, n = own.source:gsub('class="', 'class="' .. language .. " ", 1)
  return n > 0 and source or (own.source:gsub("^<(%a+)", '<%1 class="' .. language .. '"'))
end

-- An attribute for the first tag.
local function attribute(source, name, value)
  return (source:gsub("^<%a+", function(tag)
    return string.format('%s %s="%s"', tag, name, escaped(value))
  end))
end

-- Both as one element, or as two.
local function shared(page, english, chinese)
  local shown, other = english, chinese
  if page.language == "zh" then
    shown, other = chinese, english
  end
  local source = shown.source
  if english.text ~= chinese.text then
    local taken, certain = page:pair(english.text, chinese.text)
    if not taken then
      return marked(english, "en") .. "\n" .. marked(chinese, "zh")
    elseif page.language == "zh" and not certain then
      source = attribute(source, "data-en", english.text)
    end
  end
  if english.tip ~= chinese.tip and
    not (english.tip and chinese.tip and same_tip(page, english.tip, chinese.tip)) then
    source = attribute(source, "data-other", other.tip or "")
  end
  return source
end

-- The nearest places after i and j from where both lists go on alike.
local function next_alike(a, b, i, j)
  for far = 1, FURTHEST do
    for k = 0, far do
      if alike(a[i + k], b[j + far - k]) then
        return i + k, j + far - k
      end
    end
  end
  return #a + 1, #b + 1
end

local function merged(page, a, b)
  local out, i, j = {}, 1, 1
  while i <= #a or j <= #b do
    if alike(a[i], b[j]) then
      out[#out + 1] = shared(page, a[i], b[j])
      i, j = i + 1, j + 1
    else
      local to_i, to_j = next_alike(a, b, i, j)
      for k = i, to_i - 1 do
        out[#out + 1] = marked(a[k], "en")
      end
      for k = j, to_j - 1 do
        out[#out + 1] = marked(b[k], "zh")
      end
      i, j = to_i, to_j
    end
  end
  return table.concat(out, "\n")
end

local function told(page, english, chinese)
  page:pair(english, chinese)
  return markup.escape(page.language == "zh" and chinese or english)
end

-- The beginning: what the picture is called, and what it shows where that is more.
local function head(page, id, english, chinese)
  local open = string.format('<svg %s id=%s role=img aria-labelledby="%s-t', english.open, id, id)
  local title = string.format("<title id=%s-t>%s</title>\n", id,
    told(page, english.name, chinese.name))
  if english.about == english.name then
    return open .. '">\n' .. title
  end
  return string.format('%s %s-d">\n%s<desc id=%s-d>%s</desc>\n', open, id, title, id,
    told(page, english.about, chinese.about))
end

--- Two pictures of the same chart as one, or as two of which the style shows one where
-- they have not the same size.
---@param english string SVG in a page, uncompressed
---@param chinese string
function bilingual.picture(page, id, english, chinese)
  local a, b = read(english), read(chinese)
  if a.open == b.open then
    return head(page, id, a, b) .. merged(page, a.list, b.list) .. "</svg>"
  end
  local function alone(own, language)
    return '<div class="' .. language .. '">' .. head(page, id .. language, own, own) ..
      merged(page, own.list, own.list) .. "</svg></div>"
  end
  return alone(a, "en") .. alone(b, "zh")
end

return bilingual
