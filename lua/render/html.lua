--- Results as one self-contained page: text, figures, tables that sort, charts.
--
-- The page loads nothing: style and script stand in it. It is whole without the
-- script, which adds sorting, the source of a figure, and the other language.

local cards = require "html.cards"
local charts = require "html.charts"
local document = require "almanac.document"
local layout = require "almanac.layout"
local markup = require "html.markup"
local origins = require "html.origins"
local script = require "html.script"
local style = require "html.style"
local tables = require "html.tables"
local words = require "html.words"

local element, escape = markup.element, markup.escape

-- The section of each part by name; marks the main table of each.
local function sections_of(doc)
  local owner = {}
  for _, section in ipairs(doc.sections) do
    for _, name in ipairs(section.parts) do
      owner[name] = section.name
    end
  end
  for _, part in ipairs(doc.parts) do
    part.main = part.name == "table" or part.name == owner[part.name]
  end
  return owner
end

-- What the writers of parts share: the document, the texts of the page so far, both
-- languages, colours and numbers for ids.
local function page_of(doc, options)
  local texts = {}
  return setmetatable({
    doc = doc, options = options, language = options.language or "en", words = words.of(doc),
    said = {}, back = {}, texts = texts, ids = 0, aligned = {}, sheet = charts.sheet(),
    section_of = sections_of(doc), origins = origins.new(doc),
    out = function(text)
      texts[#texts + 1] = text
    end,
  }, {__index = words.page})
end

local function text_part(page, part)
  local first = part.name == "text" or part.name:find("%.about$") or part.name == "about"
  for line in (part.text .. "\n"):gmatch("(.-)\n") do
    if line ~= "" then
      page.out(element("p", {class = first and "lead" or nil}, page:say(line)) .. "\n")
    end
  end
end

local writers = {text = text_part, value = cards.value, table = tables.write,
  chart = charts.write}

local function write_part(page, part)
  if cards.fit(part) then
    return cards.write(page, part)
  end
  writers[part.kind](page, part)
end

-- Words and pictures before tables.
local function write_parts(page, parts)
  for _, part in ipairs(parts) do
    if part.kind ~= "table" or cards.fit(part) then
      write_part(page, part)
    end
  end
  for _, part in ipairs(parts) do
    if part.kind == "table" and not cards.fit(part) then
      write_part(page, part)
    end
  end
end

local function list(page, title, lines, cite)
  if #lines == 0 then
    return ""
  end
  local items = {}
  for i, line in ipairs(lines) do
    items[i] = element("li", nil, cite and origins.cite(page, line) or page:say(line))
  end
  return element("h3", nil, page:say(title)) ..
    element("ul", nil, "\n" .. table.concat(items, "\n")) .. "\n"
end

-- How figures came about, as lists.
local function account(page, section)
  return list(page, "Method", {section.method}) ..
    list(page, "Counted", section.ledger or {}) ..
    list(page, "Notes", section.notes or {}) ..
    list(page, "Sources", section.sources or {}, true) ..
    (section.seed and list(page, "Seed", {tostring(section.seed)}) or "")
end

-- Those of a section, folded away.
local function closing(page, section)
  local inner = account(page, section)
  if inner ~= "" then
    page.out(element("details", {class = "method"},
      element("summary", nil, page:say("Method, counts and sources")) .. "\n" .. inner) .. "\n")
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
  for k, section in ipairs(page.doc.sections) do
    items[k] = element("li", nil, element("a", {href = "#" .. markup.id("s", section.name)},
      page:say(section.title or section.name)))
  end
  if #items > 1 then
    page.out(element("nav", {["aria-label"] = page:word("Contents")},
      element("ol", nil, "\n" .. table.concat(items, "\n"))) .. "\n")
  end
end

local function write_section(page, group)
  local section = group.section
  page.out(string.format('<section id="%s">\n', markup.id("s", section.name)))
  page.out(element("h2", {id = markup.id("h", section.name)},
    page:say(section.title or section.name)) .. "\n")
  write_parts(page, group.parts)
  closing(page, section)
  page.out("</section>\n")
end

local function body(page)
  local doc = page.doc
  for k, group in ipairs(layout.groups(doc, true)) do
    if k == 1 then
      write_parts(page, group.parts)
      contents(page)
    else
      write_section(page, group)
    end
  end
  local inner = account(page, {method = doc.method, ledger = ledger_lines(doc),
    notes = doc.notes, sources = doc.sources, seed = doc.seed})
  if inner ~= "" then
    page.out('<div class="method">\n' ..
      element("h2", nil, page:say("Method, counts and sources")) .. "\n" .. inner .. "</div>\n")
  end
  origins.write(page)
end

local function head(page, title)
  local lang = page.language == "zh" and "zh-Hans" or "en"
  return "<!DOCTYPE html>\n" .. string.format('<html lang="%s">\n<head>\n', lang) ..
    '<meta charset="utf-8">\n' ..
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n' ..
    '<meta name="color-scheme" content="light dark">\n' ..
    element("title", nil, escape(page:word(title))) .. "\n<style>\n" .. style ..
    tables.css(page) .. page.sheet:css() .. "</style>\n</head>\n"
end

local function top(page, title)
  return '<a class="skip" href="#main">' .. page:say("To the text") .. "</a>\n<header>\n" ..
    element("h1", {id = "title"}, page:say(title)) .. "\n" ..
    '<button id="language" type="button" hidden>' ..
    (page.language == "zh" and "English" or "中文") .. '</button>\n</header>\n<main id="main">\n'
end

local function bottom(page)
  page:word("Close")
  local foot = element("footer", nil, element("p", nil, page:say("Made with Almanac")))
  return "</main>\n" .. foot .. '\n<div id="from" role="tooltip" aria-label="' ..
    escape(page:word("Where the figures are from")) .. '" hidden></div>\n' ..
    '<script id="words" type="application/json">' .. page:dictionary() .. "</script>\n" ..
    "<script>\n" .. script .. "</script>\n"
end

--- Writes `doc` through `out(text)`.
---@param options table language ("en" or "zh"), max_rows
local function render(doc, options, out)
  document.unpack(doc)
  local page, title = page_of(doc, options), doc.title or "Almanac"
  body(page)
  local above, below = top(page, title), bottom(page)
  out(head(page, title) .. "<body>\n" .. above)
  out(table.concat(page.texts))
  out(below .. "</body>\n</html>\n")
end

return {extensions = {"html", "htm"}, render = render}
