--- Results as one self-contained page: text, figures, tables that sort, charts.
--
-- The page loads nothing: style and script stand in it. It is whole without the
-- script, which adds sorting, the source of a figure, and the other language.

local charts = require "html.charts"
local document = require "almanac.document"
local layout = require "almanac.layout"
local markup = require "html.markup"
local script = require "html.script"
local style = require "html.style"
local tables = require "html.tables"
local words = require "html.words"

local element, escape = markup.element, markup.escape

-- What the renderers of parts share: the document, where its text goes, the
-- language, and numbers for ids.
local function page_of(doc, options, out)
  return {
    doc = doc, out = out, options = options, language = options.language or "en",
    words = words.of(doc), ids = 0,
  }
end

local function text_part(page, part)
  for line in (part.text .. "\n"):gmatch("(.-)\n") do
    if line ~= "" then
      page.out(element("p", nil, page:say(line)))
    end
  end
end

local function value_part(page, part)
  page.out(element("p", {class = "value"}, escape(layout.scalar(part))))
end

-- Key figures: each a card with its name, the number, and its unit.
local function key_part(page, part)
  page.out("<dl class=key>\n")
  for _, card in ipairs(tables.cards(part)) do
    local number = escape(card.value) .. (card.unit and element("span", {class = "unit"},
      page:say(card.unit)) or "")
    page.out(element("div", nil, element("dt", nil, page:say(card.figure)) ..
      element("dd", nil, tables.sourced(page, number, card.from))))
  end
  page.out("</dl>\n")
end

local writers = {
  text = text_part, value = value_part, table = tables.write, chart = charts.write,
}

local function write_part(page, part)
  if part.name == "key" and part.kind == "table" then
    return key_part(page, part)
  end
  writers[part.kind](page, part)
end

-- Words and pictures before tables.
local function write_parts(page, parts)
  for _, part in ipairs(parts) do
    if part.kind ~= "table" or part.name == "key" then
      write_part(page, part)
    end
  end
  for _, part in ipairs(parts) do
    if part.kind == "table" and part.name ~= "key" then
      write_part(page, part)
    end
  end
end

local function list(page, title, lines, translate)
  if #lines == 0 then
    return ""
  end
  local items = {}
  for i, line in ipairs(lines) do
    items[i] = element("li", nil, translate and page:say(line) or escape(layout.plain(line)))
  end
  return element("h4", nil, page:say(title)) ..
    element("ul", nil, table.concat(items))
end

-- How the figures of a section came about, folded away.
local function closing(page, section)
  local inner = list(page, "Method", {section.method}, true) ..
    list(page, "Counted", section.ledger or {}) ..
    list(page, "Notes", section.notes or {}) ..
    list(page, "Sources", section.sources or {})
  if section.seed then
    inner = inner .. list(page, "Seed", {tostring(section.seed)})
  end
  if inner ~= "" then
    page.out(element("details", {class = "method"},
      element("summary", nil, page:say("Method, counts and sources")) .. inner))
  end
end

local function ledger_lines(doc)
  local lines, seen = {}, {}
  for _, entry in ipairs(doc.ledger or {}) do
    if not seen[entry.line] then
      seen[entry.line] = true
      lines[#lines + 1] = entry.line
    end
  end
  return lines
end

local function contents(page)
  local items = {}
  for k, section in ipairs(page.doc.sections or {}) do
    items[k] = element("li", nil, element("a", {href = "#" .. markup.id(section.name)},
      page:say(section.title or section.name)))
  end
  if #items > 1 then
    page.out(element("nav", {["aria-label"] = page:word("Contents")},
      element("ol", nil, table.concat(items))))
  end
end

local function write_section(page, group)
  local section = group.section
  page.out(string.format('<section id="%s">\n', markup.id(section.name)))
  page.out(element("h2", nil, page:say(section.title or section.name)))
  write_parts(page, group.parts)
  closing(page, section)
  page.out("</section>\n")
end

local function header(page)
  local title = page.doc.title or "Almanac"
  page.out("<!DOCTYPE html>\n")
  page.out(string.format('<html lang="%s">\n<head>\n<meta charset="utf-8">\n',
    page.language == "zh" and "zh-Hans" or "en"))
  page.out('<meta name="viewport" content="width=device-width, initial-scale=1">\n')
  page.out('<meta name="color-scheme" content="light dark">\n')
  page.out(element("title", nil, escape(page:word(title))))
  page.out("<style>\n" .. style .. "</style>\n</head>\n<body>\n")
  page.out('<header>\n' .. element("h1", nil, page:say(title)))
  page.out(element("button", {id = "language", type = "button", hidden = true},
    page.language == "zh" and "English" or "中文") .. "</header>\n<main>\n")
end

local function footer(page)
  page.out("</main>\n<footer>" .. element("p", nil, page:say("Made with Almanac")) ..
    "</footer>\n")
  page.out('<div id="from" role="status" hidden></div>\n')
  page.out('<script id="words" type="application/json">' .. page:dictionary() .. "</script>\n")
  page.out('<script id="origins" type="application/json">' .. page:origins() .. "</script>\n")
  page.out("<script>\n" .. script .. "</script>\n</body>\n</html>\n")
end

--- Writes `doc` through `out(text)`.
---@param options table language ("en" or "zh"), max_rows
local function render(doc, options, out)
  document.unpack(doc)
  local page = setmetatable(page_of(doc, options, out), {__index = words.page})
  header(page)
  for k, group in ipairs(layout.groups(doc, true)) do
    if k == 1 then
      write_parts(page, group.parts)
      contents(page)
    else
      write_section(page, group)
    end
  end
  closing(page, {method = doc.method, ledger = ledger_lines(doc), notes = doc.notes,
    sources = doc.sources, seed = doc.seed})
  footer(page)
end

return {extensions = {"html", "htm"}, render = render}
