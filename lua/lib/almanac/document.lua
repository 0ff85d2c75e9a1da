--- What a script returned, as a document: a title, parts, notes.
--
-- A part is {kind = "table", name, title, table} with a table of data,
-- {kind = "value", name, table} with one cell, {kind = "text", name, text}, or
-- {kind = "chart", name, title, text} with the lowered chart as JSON.
-- `from` of a table part says for each row which rows of the data it came from, that of a
-- chart for each row of each of its data;
-- `translations` of the document maps a text to the same in Chinese.

local charts = require "almanac.charts"
local core = require "almanac.core"
local native = require "almanac.native"
local origins = require "almanac.origins"
local records = require "almanac.records"
local sections = require "almanac.sections"

local document = {}

local is_list, scalars = records.is_list, records.scalars

local function complain(message, help)
  native.fail(message, help)
end

-- A text, a list of paragraphs, or the same in two languages, {en =, zh =}.
local function text_of(doc, value, what)
  if type(value) == "table" and native.metatable_name(value) == nil then
    local english, chinese = rawget(value, "en"), rawget(value, "zh")
    if type(english) == "string" then
      doc.translations[english] = type(chinese) == "string" and chinese or nil
      return english
    end
    local lines = {}
    for i = 1, rawlen(value) do
      lines[i] = text_of(doc, rawget(value, i), what)
    end
    return table.concat(lines, "\n")
  elseif value == nil or scalars[type(value)] then
    return value ~= nil and tostring(value) or nil
  end
  complain(what .. " of the report is a " .. type(value) .. ", not a text")
end

local function texts_of(doc, value, what)
  local texts = {}
  if type(value) == "table" then
    for i = 1, rawlen(value) do
      texts[i] = text_of(doc, rawget(value, i), what)
    end
  else
    texts[1] = text_of(doc, value, what)
  end
  return texts
end

local texts = {title = true, text = true, method = true, sources = true,
  notes = true, columns = true, failed = true, detail = true, sections = true,
  translations = true, name = true}

local function is_section(value)
  local kind = native.metatable_name(value)
  return kind == "report" or kind == "section"
end

-- A report inside a report is a section of it; of what ctx.run answered its table can
-- be a part.
local function refuse_section(name, value)
  local is_plain = type(value) == "table" and native.metatable_name(value) == nil
  if native.metatable_name(value) == "report" or is_plain and is_section(rawget(value, 1)) then
    complain("part `" .. name .. "` of the report is a report",
      "sections = {report{...}, ctx.run(\"ranking\")} lists those inside")
  end
end

local function add_part(doc, name, value, title)
  refuse_section(name, value)
  if native.metatable_name(value) == "chart" then
    doc.parts[#doc.parts + 1] = {kind = "chart", name = name,
      text = charts.text(value), title = title or rawget(value, "title"),
      from = charts.from(value)}
  else
    local t = records.table(value, "part `" .. name .. "` of the report")
    doc.parts[#doc.parts + 1] = {kind = "table", name = name, title = title, table = t,
      from = origins.of(value, t)}
  end
end

-- A part without a name of its own: {name =, title =, table =} or a bare table.
local function add_entry(doc, i, entry)
  local name = "part" .. i
  local inner = type(entry) == "table" and not core.is_table(entry) and
    (rawget(entry, "table") or rawget(entry, "chart") or rawget(entry, "text"))
  if not inner then
    return add_part(doc, name, entry)
  end
  name = text_of(doc, rawget(entry, "name"), "the name of a part") or name
  local title = text_of(doc, rawget(entry, "title"), "the title of a part")
  if type(inner) == "string" then
    doc.parts[#doc.parts + 1] = {kind = "text", name = name, title = title,
      text = inner}
  else
    add_part(doc, name, inner, title)
  end
end

-- The parts that come before all others, in their order.
local first = {"key", "table", "chart", key = 1, table = 2, chart = 3}

local function report(doc, value)
  local names = {}
  doc.title = text_of(doc, rawget(value, "title"), "`title`")
  doc.method = text_of(doc, rawget(value, "method"), "`method`")
  doc.failed = rawget(value, "failed") and true or false
  doc.sources = texts_of(doc, rawget(value, "sources"), "`sources`")
  doc.notes = texts_of(doc, rawget(value, "notes"), "`notes`")
  local text = text_of(doc, rawget(value, "text"), "`text`")
  if text then
    doc.parts[1] = {kind = "text", name = "text", text = text}
  end
  for name in next, value do
    if type(name) == "string" and not texts[name] then
      names[#names + 1] = name
    end
  end
  table.sort(names, function(a, b)
    local x, y = first[a] or #first + 1, first[b] or #first + 1
    if x ~= y then
      return x < y
    end
    return a < b
  end)
  for _, name in ipairs(names) do
    add_part(doc, name, rawget(value, name))
  end
  for i = 1, rawlen(value) do
    add_entry(doc, i, rawget(value, i))
  end
  local details = rawget(value, "detail")
  local shown = #doc.parts
  for i = 1, type(details) == "table" and rawlen(details) or 0 do
    add_entry(doc, shown + i, rawget(details, i))
    doc.parts[shown + i].detail = true
  end
  for english, chinese in next, rawget(value, "translations") or {} do
    doc.translations[english] = chinese
  end
  if rawget(value, "sections") ~= nil then
    sections.add(doc, rawget(value, "sections"), document.of, function(given)
      return text_of(doc, given, "a text of a section")
    end)
  end
end

-- Whether a value is what stands under `table` or `chart` in a report.
local function is_part(value)
  local name = native.metatable_name(value)
  return type(value) == "table" and (native.kind(value) or is_list(value) or
    name == "chart" or name == "section")
end

-- A table in a field of a record as something with rows: where names stand for
-- values or records, a list of them with their names.
local function as_records(field)
  if is_part(field) then
    return field
  end
  local list = {}
  for k, name in ipairs(records.names(field)) do
    local value = rawget(field, name)
    list[k] = {name = name}
    if type(value) == "table" and not native.kind(value) then
      for key, inner in next, value do
        list[k][key] = inner
      end
    else
      list[k].value = value
    end
  end
  return list
end

-- Adds a record: what it holds of plain values as the main table, then each table
-- in it as a part. Lists of plain values, residuals and the like, are details.
local function add_record(doc, value)
  local flat, inner = {}, {}
  for _, name in ipairs(records.names(value)) do
    local field = rawget(value, name)
    if type(field) == "table" then
      inner[#inner + 1] = name
    else
      flat[name] = field
    end
  end
  if next(flat) ~= nil then
    add_part(doc, rawget(value, "table") == nil and "table" or "values", flat)
  end
  for _, name in ipairs(inner) do
    local field = rawget(value, name)
    if next(field) ~= nil then
      add_part(doc, name, as_records(field))
      doc.parts[#doc.parts].detail = rawlen(field) > 0 and scalars[type(rawget(field, 1))] or nil
    end
  end
end

-- Whether a record is what `report` takes, without the word: its main part, and a title
-- or nothing that a report has no place for.
local function is_report(value)
  if not is_part(rawget(value, "table")) and not is_part(rawget(value, "chart")) then
    return false
  elseif rawget(value, "title") ~= nil or rawget(value, "text") ~= nil then
    return true
  end
  for name, field in next, value do
    if type(field) ~= "table" and not texts[name] then
      return false
    end
  end
  return true
end

--- The document of a result.
---@param value any
---@return table
function document.of(value)
  local doc = {parts = {}, notes = {}, sources = {}, sections = {}, translations = {}}
  if value == nil or scalars[type(value)] then
    doc.parts[1] = {kind = "value", name = "value", table = records.cell(value)}
  elseif native.metatable_name(value) == "report" then
    report(doc, value)
  elseif native.metatable_name(value) == "chart" then
    add_part(doc, "chart", value)
  elseif native.metatable_name(value) == "section" then -- return ctx.run(...)
    report(doc, {sections = {value}})
  elseif type(value) == "table" and native.kind(value) == nil and
    native.metatable_name(rawget(value, 1)) == "section" then
    report(doc, {sections = value})
  elseif type(value) == "table" and not native.kind(value) and not is_list(value) then
    local add = is_report(value) and report or add_record
    add(doc, value)
  elseif type(value) == "table" then
    local t = records.table(value, "the result")
    doc.parts[1] = {kind = "table", name = "table", table = t, from = origins.of(value, t)}
  else
    complain("the result is a " .. type(value),
      "return a table, a list of records, a value, or report{...}")
  end
  return doc
end

-- Which rows of the data the parts are from, by name, or nil when none tells.
local function from_of(doc)
  local of
  for _, part in ipairs(doc.parts) do
    if part.from then
      of = of or {}
      of[part.name] = part.from
    end
  end
  return of
end

--- Packs what travels as text: {name, title, method, ...} of each section, and what
-- only pages show.
function document.pack(doc)
  local rows = from_of(doc)
  if #doc.sections > 0 then
    doc.sections_json = native.to_json(doc.sections)
  end
  if rows or next(doc.translations) ~= nil then
    doc.beside_json = native.to_json{from = rows, translations = doc.translations,
      references = doc.references}
  end
  return doc
end

--- The reverse, for a renderer: `sections`, `translations`, `references` and `from` of
-- the parts in place.
function document.unpack(doc)
  doc.sections = doc.sections_json and native.from_json(doc.sections_json) or {}
  local beside = doc.beside_json and native.from_json(doc.beside_json) or {}
  doc.translations, doc.references = beside.translations or {}, beside.references
  for _, part in ipairs(doc.parts) do
    part.from = (beside.from or {})[part.name]
  end
  return doc
end

return document
