--- What all renderers for eyes share: cells as text, headers, footers.

local format = require "almanac.format"
local native = require "almanac.native"

local layout = {}

local width = native.width

--- Stands for a missing value; no number, and no text that data holds.
layout.missing = "·"

local escapes = {["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t"}

local function escape(c)
  return escapes[c] or string.format("\\x%02X", c:byte(-1))
end

--- Text that cannot steer a terminal or break a line; U+009B steers some, too.
function layout.plain(text)
  return (text:gsub("%c", escape):gsub("\xC2[\x80-\x9F]", escape))
end

--- "penetration (%)"; a column of years that is named `years` says it once.
function layout.header(column)
  local name = layout.plain(column.name)
  if column.unit and column.unit ~= "" and column.unit ~= column.name then
    name = name .. " (" .. layout.plain(column.unit) .. ")"
  end
  return name
end

local function numeric(column)
  return column.type == "number" or column.type == "integer"
end

-- Cells 1 .. shown of a column of numbers, all with the same decimals.
local function number_cells(cells, shown, column)
  local values = {}
  for i = 1, shown do
    values[#values + 1] = cells[i]
  end
  local decimals, rounded = format.decimals(values, column.rounding)
  local texts = {}
  for i = 1, shown do
    texts[i] = cells[i] ~= nil and format.cell(cells[i], decimals) or false
  end
  return texts, rounded
end

local function other_cells(cells, shown)
  local texts = {}
  for i = 1, shown do
    texts[i] = cells[i] ~= nil and layout.plain(tostring(cells[i])) or false
  end
  return texts
end

local function text_column(part, j, field, shown)
  local values = native.values(part.table, j, shown)
  local right = numeric(field)
  local texts, rounded
  if right then
    texts, rounded = number_cells(values, shown, field)
  else
    texts = other_cells(values, shown)
  end
  local holes = 0
  for i = 1, shown do
    if not texts[i] then
      texts[i], holes = layout.missing, holes + 1
    end
  end
  return {name = layout.plain(field.name), header = layout.header(field),
    right = right, cells = texts, rounded = rounded or false, holes = holes > 0,
    empty = holes == shown}
end

--- The columns of a table part as text, and how many rows are shown.
---@return table[] columns {name, header, right, cells, rounded, holes, empty}
---@return integer shown
function layout.columns(part, options)
  local shown = part.rows
  if options.max_rows then
    shown = math.min(shown, options.max_rows)
  end
  local columns = {}
  for j, field in ipairs(native.fields(part.table, true)) do
    if not field.hidden then
      columns[#columns + 1] = text_column(part, j, field, shown)
    end
  end
  return columns, shown
end

local hints = {
  command = {rows = "--max-rows 0 shows all", columns = "--as csv shows all",
    digits = "--as csv has all digits"},
  session = {rows = ":rows 0 shows all", columns = ":select{...} shows others",
    digits = "a single value has all digits"},
}

--- How to see what is not shown: of a command, or of an input of a session.
---@param what "rows" | "columns" | "digits"
function layout.hint(options, what)
  return hints[options.session and "session" or "command"][what]
end

--- Adds to `footer` what the table does not show by itself.
function layout.remarks(columns, part, shown, footer, options)
  local rounded, holes = {}, false
  for _, column in ipairs(columns) do
    if column.rounded then
      rounded[#rounded + 1] = column.name
    end
    holes = holes or column.holes
  end
  if part.rows == 0 then
    footer[#footer + 1] = "no rows"
  elseif shown < part.rows then
    footer[#footer + 1] = string.format(
      "first %d of %d rows; %s", shown, part.rows, layout.hint(options, "rows"))
  end
  if holes then
    footer[#footer + 1] = layout.missing .. " = missing"
  end
  if #rounded > 0 then
    footer[#footer + 1] = "rounded to read: " .. table.concat(rounded, ", ") ..
      "; " .. layout.hint(options, "digits")
  end
end

--- A single value, with its unit.
function layout.scalar(part)
  local field = native.fields(part.table, true)[1]
  if part.value == nil then
    return layout.missing .. " (missing)"
  elseif numeric(field) and field.unit and field.unit ~= "" then
    return part.value .. (field.unit == "%" and "%" or " " .. field.unit)
  end
  return layout.plain(part.value)
end

--- The parts of a document to show; the names of its other tables go to its notes. A
-- chart is shown where it is the result and not the picture of one.
---@param charts? boolean whether they are shown beside tables
function layout.parts(doc, charts)
  local shown, others, tables = {}, {}, false
  for _, part in ipairs(doc.parts) do
    tables = tables or part.table ~= nil
  end
  for _, part in ipairs(doc.parts) do
    if part.kind == "chart" and tables and not charts then
      goto continue
    elseif part.detail then
      others[#others + 1] = string.format("--part %s (%s)", part.name,
        format.count(part.rows or 1, "row"))
    else
      shown[#shown + 1] = part
    end
    ::continue::
  end
  if #others > 0 then
    doc.more = "more: " .. table.concat(others, ", ") .. "; --as json has all"
  end
  return shown
end

--- The parts to show in groups: those of no section first, then section by section.
---@return table[] groups {section = table?, parts = table[]}
function layout.groups(doc, charts)
  local groups, owner = {{parts = {}}}, {}
  for k, section in ipairs(doc.sections or {}) do
    groups[k + 1] = {section = section, parts = {}}
    for _, name in ipairs(section.parts) do
      owner[name] = k + 1
    end
  end
  for _, part in ipairs(layout.parts(doc, charts)) do
    table.insert(groups[owner[part.name] or 1].parts, part)
  end
  return groups
end

--- The lines below a result, or a section: ledger, notes, method, sources, seed.
function layout.closing(doc)
  local lines, seen = {}, {}
  local function add(line)
    if not seen[line] then
      seen[line] = true
      lines[#lines + 1] = line
    end
  end
  for _, entry in ipairs(doc.ledger or {}) do
    add(layout.plain(type(entry) == "table" and entry.line or entry))
  end
  for _, note in ipairs(doc.notes or {}) do
    add("note: " .. layout.plain(note))
  end
  if doc.more then
    add(layout.plain(doc.more))
  end
  if doc.method then
    add("method: " .. layout.plain(doc.method))
  end
  if doc.sources and #doc.sources > 0 then
    add("sources: " .. layout.plain(table.concat(doc.sources, "; ")))
  end
  if doc.seed then
    add("seed: " .. doc.seed)
  end
  return lines
end

-- Cuts a word that is wider than a line by itself.
local function cut(word, limit, lines)
  local piece, used = {}, 0
  for _, code in utf8.codes(word) do
    local char = utf8.char(code)
    local cells = width(char)
    if used + cells > limit and used > 0 then
      lines[#lines + 1] = table.concat(piece)
      piece, used = {}, 0
    end
    piece[#piece + 1] = char
    used = used + cells
  end
  return table.concat(piece)
end

local function wrap_line(text, limit, lines)
  local line = text:match("^ *")
  local empty = true
  for word in text:gmatch("[^ ]+") do
    local joined = empty and line .. word or line .. " " .. word
    if width(joined) <= limit then
      line = joined
    else
      if not empty then
        lines[#lines + 1] = line
      end
      line = width(word) <= limit and word or cut(word, limit, lines)
    end
    empty = false
  end
  lines[#lines + 1] = line
end

--- Text broken at blanks into lines of at most `limit` cells.
function layout.wrap(text, limit)
  if width(text) <= limit and not text:find("\n", 1, true) then
    return {text}
  end
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do
    wrap_line(line, limit, lines)
  end
  return lines
end

return layout
