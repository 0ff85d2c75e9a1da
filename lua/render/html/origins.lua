--- Where the figures of a page are from: the rows of the data behind them, each
-- told once, at the end of the page, where the script finds them; and the sources
-- that those rows name.

local format = require "almanac.format"
local markup = require "html.markup"

local element, escape = markup.element, markup.escape

local origins = {}

function origins.new(doc)
  return {lines = {}, number = {}, numbers = {}, known = doc.references or {}, ids = {},
    used = {}}
end

-- Remembers the sources that a line names, and the words in it, for the script; periods
-- stay as the data has them.
local function note_words(page, line)
  local o = page.origins
  for piece in line:gmatch("[^():;,]+") do
    piece = piece:match("^%s*(.-)%s*$")
    if o.known[piece] and not o.used[piece] then
      o.used[piece] = true
      o.ids[#o.ids + 1] = piece
    elseif piece:find("%a") and not o.known[piece] and format.date(piece) == piece then
      local name, unit = piece:match("^(.-) %-?%d[%d.]*%%? ?(.*)$")
      page:word(name or piece)
      page:word(unit or "")
    end
  end
end

--- Lines of sources as the numbers under which the page keeps them, "3 4".
function origins.add(page, text)
  local o = page.origins
  if o.numbers[text] then
    return o.numbers[text]
  end
  local numbers = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    if not o.number[line] then
      o.lines[#o.lines + 1] = line
      o.number[line] = #o.lines
      note_words(page, line)
    end
    numbers[#numbers + 1] = o.number[line]
  end
  o.numbers[text] = table.concat(numbers, " ")
  return o.numbers[text]
end

-- What a source is called, in both languages where the data does.
local function title_of(page, id)
  local known = page.origins.known[id]
  return element("span", nil, known.title_zh and page:both(known.title, known.title_zh) or
    escape(known.title))
end

--- A source that a section names, "PEN_A: title": a link where the page lists it.
function origins.cite(page, text)
  local o, id = page.origins, text:match("^([^:]+): ") or text
  if not o.known[id] then
    return page:say(text)
  elseif not o.used[id] then
    o.used[id] = true
    o.ids[#o.ids + 1] = id
  end
  return element("a", {href = "#" .. markup.id("src", id)}, escape(id)) .. ": " ..
    title_of(page, id)
end

local function write_sources(page)
  local o, items = page.origins, {}
  table.sort(o.ids)
  for i, id in ipairs(o.ids) do
    local known = o.known[id]
    local url = known.url and known.url:match("^https?://[^%s]+$")
    items[i] = element("li", {id = markup.id("src", id)}, element("b", nil, escape(id)) .. " " ..
      title_of(page, id) ..
      (url and " " .. element("a", {href = url, rel = "noreferrer"},
        escape(url:match("^https?://([^/]+)"))) or ""))
  end
  if #items > 0 then
    page.out(element("h3", nil, page:say("Sources")) .. "\n" ..
      element("ul", {class = "sources"}, "\n" .. table.concat(items, "\n")) .. "\n")
  end
end

local BLANK = "…" -- stands in a shape where each line has a number of its own

-- A line without its place: who it is of, its figures without their numbers, and these.
local function parted(text)
  local who, rest = text:match("^(.-): (.*)$")
  if not who or rest:find(BLANK, 1, true) then
    return nil
  end
  local numbers = {}
  local shape = (rest .. ","):gsub(" (%-?%d[%d.]*)([%% ,])", function(number, after)
    numbers[#numbers + 1] = number
    return " " .. BLANK .. after
  end)
  if #numbers > 0 then
    return who .. ": " .. table.concat(numbers, ", "), shape:sub(1, -2)
  end
end

-- The lines as {file, number, text, short, shape}.
local function read(lines)
  local list = {}
  for i, line in ipairs(lines) do
    local file, number, rest = line:match("^(%S+) line (%d+): (.*)$")
    list[i] = {file = file or "", number = number, text = rest or line}
    if file then
      list[i].short, list[i].shape = parted(rest)
    end
  end
  return list
end

local LEAST = 3 -- lines of one shape for which it is said once

-- How many lines from i on have the file and the shape of that one.
local function run_at(list, i)
  local last = i
  while list[i].shape and list[last + 1] and list[last + 1].file == list[i].file and
    list[last + 1].shape == list[i].shape do
    last = last + 1
  end
  return last - i + 1
end

-- The last of the lines from i on that share a list, and their shape where it is said
-- once.
local function group_at(list, i)
  local n = run_at(list, i)
  if n >= LEAST then
    return i + n - 1, list[i].shape
  end
  local last = i
  while list[last + 1] and list[last + 1].file == list[i].file and
    run_at(list, last + 1) < LEAST do
    last = last + 1
  end
  return last, nil
end

-- The lines in their order; those of one file share a list, numbered as in the file, and
-- what is the same in all of its lines is said above it.
local function listed(lines)
  local parts, list, i = {}, read(lines), 1
  while i <= #list do
    local last, shape = group_at(list, i)
    local file = list[i].file
    parts[#parts + 1] = file ~= "" and element("p", nil, escape(file) ..
      (shape and ": " .. element("span", nil, escape(shape)) or "")) .. "\n" or ""
    parts[#parts + 1] = (file ~= "" and '<ol data-file="' .. escape(file) .. '">' or "<ol>") .. "\n"
    for k = i, last do
      parts[#parts + 1] = (list[k].number and "<li value=" .. list[k].number .. ">" or "<li>") ..
        escape(shape and list[k].short or list[k].text) .. "\n"
    end
    parts[#parts + 1] = "</ol>\n"
    i = last + 1
  end
  return table.concat(parts)
end

--- Writes the section that lists the rows and the sources.
function origins.write(page)
  local o = page.origins
  if #o.lines == 0 and #o.ids == 0 then
    return
  end
  page.out('<div id="origin">\n' .. element("h2", nil, page:say("Where the figures are from")))
  page.out(element("p", {id = "how", hidden = true}, page:say("Point at a row of a table, a " ..
    "key figure or a mark of a chart, or press it, and it tells the rows of the data that it " ..
    "came from, with their sources.")) .. "\n")
  write_sources(page)
  if #o.lines > 0 then
    local summary = element("span", nil, page:say("Rows of the data")) ..
      string.format(" (%d)", #o.lines)
    page.out(element("details", {id = "origins", lang = "en"}, element("summary", nil, summary) ..
      "\n" .. listed(o.lines)) .. "\n")
  end
  page.out("</div>\n")
end

return origins
