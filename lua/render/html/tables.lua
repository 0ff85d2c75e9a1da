--- Tables of a page: sorted by a press on a header, each figure with the rows of
-- the data behind it.

local format = require "almanac.format"
local layout = require "almanac.layout"
local markup = require "html.markup"
local native = require "almanac.native"

local element, escape = markup.element, markup.escape

local tables = {}

local SHORT = 24     -- bytes of a text that is kept in one line
local MOST_OPEN = 12 -- rows of a table that is not folded away beside a chart

local function numeric(field)
  return field.type == "number" or field.type == "integer"
end

-- The visible columns: fields with texts, values, and how they are aligned.
local function columns_of(part, shown)
  local texts = layout.columns(part, {max_rows = shown})
  local columns, k = {}, 0
  for j, field in ipairs(native.fields(part.table, true)) do
    if not field.hidden then
      k = k + 1
      columns[k] = {field = field, texts = texts[k].cells, numeric = numeric(field),
        values = native.values(part.table, j, shown)}
    end
  end
  return columns
end

--- Something with the rows of the data it came from: shown by the script on
-- hover, focus and tap.
function tables.sourced(page, inner, from)
  if not from or from == "" then
    return inner
  end
  return (element("button", {type = "button", class = "from", ["data-from"] = page:origin(from)},
    inner .. element("span", {class = "sr"}, page:say("where from"))):gsub("\n", ""))
end

local function heading(page, column)
  local field = column.field
  local inner = page:say(field.title or field.name)
  if field.unit and field.unit ~= "" and field.unit ~= field.name then
    inner = inner .. " " .. element("span", {class = "unit"}, page:say(field.unit))
  end
  return element("th", {scope = "col", class = column.numeric and "n" or nil,
    title = field.name}, inner)
end

local function cell(page, column, i)
  local text = column.texts[i]
  if column.values[i] == nil then
    return element("td", {class = "missing"}, '<span aria-hidden="true">' .. layout.missing ..
      "</span>" .. element("span", {class = "sr"}, page:say("missing")))
  elseif column.numeric then
    return element("td", {class = "n", ["data-v"] = string.format("%.17g", column.values[i])},
      escape(text))
  end
  return element("td", {class = #text <= SHORT and "s" or nil}, page:say(text))
end

local function row(page, columns, i, from)
  local cells = {}
  for k, column in ipairs(columns) do
    cells[k] = cell(page, column, i):gsub("\n$", "")
  end
  local told = from and from ~= ""
  return element("tr", {["data-from"] = told and page:origin(from) or nil,
    tabindex = told and "0" or nil}, table.concat(cells))
end

local function write_rows(page, part, columns, shown)
  local out = page.out
  out("<thead><tr>")
  for _, column in ipairs(columns) do
    out(heading(page, column))
  end
  out("</tr></thead>\n<tbody>\n")
  for i = 1, shown do
    out(row(page, columns, i, part.from and part.from[i]))
  end
  out("</tbody>")
end

local function caption(page, part, shown)
  local text = part.title and page:say(part.title) or ""
  if shown < part.rows then
    text = text .. " " .. escape(string.format("(%d / %d)", shown, part.rows))
  end
  return text ~= "" and element("caption", nil, text) or ""
end

-- Whether a chart of the same section shows what the table says.
local function beside_chart(page, part)
  local section = part.name:match("^(.*)%.[^.]*$") or part.name
  for _, other in ipairs(page.doc.parts) do
    if other.kind == "chart" and (other.name == section .. ".chart" or
      (other.name == "chart" and not page.doc.sections[1])) then
      return true
    end
  end
  return false
end

--- Writes a table part.
function tables.write(page, part)
  local shown = math.min(part.rows, page.options.max_rows or part.rows)
  local columns = columns_of(part, shown)
  local folded = beside_chart(page, part) and shown > MOST_OPEN
  if folded then
    page.out("<details class=table>" .. element("summary", nil, page:say("Table") ..
      escape(" (" .. format.count(part.rows, "row") .. ")")))
  end
  page.out('<div class="scroll" tabindex="0" role="region"' ..
    string.format(' aria-label="%s">', escape(page:word(part.title or "Table"))) ..
    '<table class="sort">' .. caption(page, part, shown))
  write_rows(page, part, columns, shown)
  page.out("</table></div>\n" .. (folded and "</details>\n" or ""))
end

--- The key figures of a part with the columns figure, value, unit.
function tables.cards(part)
  local of, cards = {}, {}
  for _, column in ipairs(columns_of(part, part.rows)) do
    of[column.field.name] = column
  end
  for i = 1, part.rows do
    local value = of.value.values[i]
    cards[i] = {
      figure = of.figure.texts[i], from = part.from and part.from[i],
      value = type(value) == "number" and format.number(value) or tostring(value or layout.missing),
      unit = of.unit and of.unit.values[i] or nil,
    }
  end
  return cards
end

return tables
