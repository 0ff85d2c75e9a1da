--- What a script returned, as a document: a title, parts, notes.
--
-- A part is {kind = "table", name, title, table} with a table of data,
-- {kind = "value", name, table} with one cell, {kind = "text", name, text}, or
-- {kind = "chart", name, title, text} with the lowered chart as JSON.

local charts = require "almanac.charts"
local core = require "almanac.core"
local native = require "almanac.native"
local records = require "almanac.records"

local document = {}

local is_list, scalars = records.is_list, records.scalars

local function complain(message, help)
  native.fail(message, help)
end

local function text_of(value, what)
  if type(value) == "table" and native.metatable_name(value) == nil then
    local lines = {}
    for i = 1, rawlen(value) do
      lines[i] = text_of(rawget(value, i), what)
    end
    return table.concat(lines, "\n")
  elseif value == nil or scalars[type(value)] then
    return value ~= nil and tostring(value) or nil
  end
  complain(what .. " of the report is a " .. type(value) .. ", not a text")
end

local function texts_of(value, what)
  local texts = {}
  if type(value) == "table" then
    for i = 1, rawlen(value) do
      texts[i] = text_of(rawget(value, i), what)
    end
  else
    texts[1] = text_of(value, what)
  end
  return texts
end

local texts = {title = true, text = true, method = true, sources = true,
  notes = true, columns = true, failed = true, detail = true}

local function add_part(doc, name, value, title)
  if native.metatable_name(value) == "chart" then
    doc.parts[#doc.parts + 1] = {kind = "chart", name = name,
      text = charts.text(value), title = title or rawget(value, "title")}
  else
    doc.parts[#doc.parts + 1] = {kind = "table", name = name, title = title,
      table = records.table(value, "part `" .. name .. "` of the report")}
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
  name = text_of(rawget(entry, "name"), "the name of a part") or name
  local title = text_of(rawget(entry, "title"), "the title of a part")
  if type(inner) == "string" then
    doc.parts[#doc.parts + 1] = {kind = "text", name = name, title = title,
      text = inner}
  else
    add_part(doc, name, inner, title)
  end
end

local function report(doc, value)
  local names = {}
  doc.title = text_of(rawget(value, "title"), "`title`")
  doc.method = text_of(rawget(value, "method"), "`method`")
  doc.failed = rawget(value, "failed") and true or false
  doc.sources = texts_of(rawget(value, "sources"), "`sources`")
  doc.notes = texts_of(rawget(value, "notes"), "`notes`")
  local text = text_of(rawget(value, "text"), "`text`")
  if text then
    doc.parts[1] = {kind = "text", name = "text", text = text}
  end
  for name in next, value do
    if type(name) == "string" and not texts[name] then
      names[#names + 1] = name
    end
  end
  table.sort(names, function(a, b)
    local first = a == "table" or (a == "chart" and b ~= "table")
    if a == "table" or b == "table" or a == "chart" or b == "chart" then
      return first and a ~= b
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
end

-- A table in a field of a record as something with rows: where names stand for
-- values or records, a list of them with their names.
local function as_records(field)
  if native.kind(field) or is_list(field) then
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
    add_part(doc, "table", flat)
  end
  for _, name in ipairs(inner) do
    local field = rawget(value, name)
    if next(field) ~= nil then
      add_part(doc, name, as_records(field))
      doc.parts[#doc.parts].detail = rawlen(field) > 0 and scalars[type(rawget(field, 1))] or nil
    end
  end
end

--- The document of a result.
---@param value any
---@return table
function document.of(value)
  local doc = {parts = {}, notes = {}, sources = {}}
  if value == nil or scalars[type(value)] then
    doc.parts[1] = {kind = "value", name = "value", table = records.cell(value)}
  elseif native.metatable_name(value) == "report" then
    report(doc, value)
  elseif native.metatable_name(value) == "chart" then
    add_part(doc, "chart", value)
  elseif type(value) == "table" and not native.kind(value) and not is_list(value) then
    add_record(doc, value)
  elseif type(value) == "table" then
    doc.parts[1] = {kind = "table", name = "table",
      table = records.table(value, "the result")}
  else
    complain("the result is a " .. type(value),
      "return a table, a list of records, a value, or report{...}")
  end
  return doc
end

return document
