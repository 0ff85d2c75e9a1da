--- Parts of a result that belong together: report{sections = {...}}.
--
-- A section is what ctx.run answered, or another report. It keeps its own
-- method, sources, notes and ledger; its parts join those of the whole, under
-- names that begin with that of the section: "ranking", "ranking.chart".

local native = require "almanac.native"

local sections = {}

local function part_name(section, part)
  return part.name == "table" and section or section .. "." .. part.name
end

local function unique(name, taken)
  local k, free = 2, name
  while taken[free] do
    free, k = name .. k, k + 1
  end
  taken[free] = true
  return free
end

-- The parts that the entry wants of its document, in their order: all, or those named in
-- `parts` of what ctx.run answered.
local function wanted(entry, inner, k)
  local names = native.metatable_name(entry) == "section" and rawget(entry, "parts")
  if not names then
    return inner.parts
  end
  local kept, by_name, known = {}, {}, {}
  for i, part in ipairs(inner.parts) do
    by_name[part.name], known[i] = part, part.name
  end
  for i, name in ipairs(type(names) == "table" and names or {names}) do
    kept[i] = by_name[name] or native.fail(string.format(
      "section %d of the report has no part %q", k, tostring(name)),
      "parts: " .. table.concat(known, ", "))
  end
  return kept
end

-- A list that is one in JSON even when it is empty.
local function list_of(texts)
  local copy = table.move(texts or {}, 1, #(texts or {}), 1, {})
  copy.n = #copy
  return copy
end

-- The name, heading and document of one entry of the list.
local function read(entry, k, document_of)
  local kind = native.metatable_name(entry)
  if kind == "section" then
    return entry.name, entry, rawget(entry, "document")
  elseif kind == "report" or kind == nil and type(entry) == "table" and
    rawget(entry, "title") ~= nil then -- report{...}, or the same without the word
    return rawget(entry, "name") or "section" .. k, entry, document_of(entry)
  end
  native.fail(string.format("section %d of the report is a %s", k, kind or type(entry)),
    "what ctx.run(\"ranking\") answers, or {title = \"...\", table = t}")
end

-- Adds one entry of the list under its name.
local function add(doc, k, name, entry, inner, text_of)
  local section = {
    name = name, title = text_of(rawget(entry, "title")) or inner.title,
    method = inner.method, sources = list_of(inner.sources), notes = list_of(inner.notes),
    ledger = list_of(inner.ledger), parts = {},
  }
  local parts = wanted(entry, inner, k)
  local text = native.metatable_name(entry) == "section" and text_of(rawget(entry, "text"))
  if text then
    parts = table.move(parts, 1, #parts, 2, {})
    parts[1] = {kind = "text", name = "about", text = text}
  end
  for english, chinese in next, inner.translations do
    doc.translations[english] = doc.translations[english] or chinese
  end
  for _, shared in ipairs(parts) do
    local part = {} -- the same section may stand in a report twice
    for field, value in next, shared do
      part[field] = value
    end
    part.name = part_name(name, shared)
    section.parts[#section.parts + 1] = part.name
    doc.parts[#doc.parts + 1] = part
  end
  doc.sections[#doc.sections + 1] = section
end

--- Adds the sections of `list` to a document. `text_of(value)` reads a text.
function sections.add(doc, list, document_of, text_of)
  local taken = {}
  local kind = native.metatable_name(list) or type(list)
  if kind ~= "table" then
    native.fail("`sections` of the report is a " .. kind .. ", not a list",
      "sections = {report{...}, ctx.run(\"ranking\")}")
  end
  for k = 1, rawlen(list) do
    local name, entry, inner = read(rawget(list, k), k, document_of)
    add(doc, k, unique(name, taken), entry, inner, text_of)
  end
end

return sections
