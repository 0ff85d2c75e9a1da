--- Tables of a page: sorted by a press on a header, each row with the rows of the
-- data behind it. What all cells of a column share is said once, by classes of the
-- table: n3 (column 3 holds numbers), w4 (column 4 holds long texts); a cell ends where
-- the next begins.

local format = require "almanac.format"
local layout = require "almanac.layout"
local markup = require "html.markup"
local native = require "almanac.native"
local origins = require "html.origins"

local element, escape = markup.element, markup.escape

local tables = {}

local SHORT = 24     -- bytes of a text that is kept in one line
local MOST_OPEN = 12 -- rows of a table that is not folded away beside a chart

local function numeric(field)
  return field.type == "number" or field.type == "integer"
end

--- The visible columns: fields with texts, values, and how they are aligned.
function tables.columns(part, shown)
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

local function is_long(column, shown)
  for i = 1, shown do
    if #column.texts[i] > SHORT then
      return true
    end
  end
  return false
end

-- The classes of a table; remembers the columns for which the page needs rules.
local function classes(page, columns, shown)
  local list = {"sort"}
  for k, column in ipairs(columns) do
    local kind = column.numeric and "n" or is_long(column, shown) and "w" or nil
    if kind then
      list[#list + 1] = kind .. k
      page.aligned[k] = true
    end
  end
  return table.concat(list, " ")
end

-- Whether all columns without a title have names that are known as words: a capital
-- letter among headers that are the data's own would look out of place.
local function all_known(page, columns)
  for _, column in ipairs(columns) do
    local field = column.field
    if (not field.title or field.title == field.name) and not page:is_word(field.name) then
      return false
    end
  end
  return true
end

local function heading(page, column, known)
  local field = column.field
  local name = known and page:called(field.name) or field.name:gsub("_", " ")
  local inner = page:say(field.title ~= field.name and field.title or name)
  if field.unit and field.unit ~= "" and field.unit ~= field.name then
    inner = inner .. " " .. element("span", {class = "unit"}, page:say(field.unit))
  end
  return element("th", {scope = "col"}, inner)
end

local function cell(page, column, i, tag)
  if column.values[i] == nil then
    return "<td class=m>"
  end
  local text = column.texts[i]
  local kept = column.numeric or format.date(text) ~= text -- periods as the data has them
  return tag .. (kept and escape(text) or page:say(text))
end

-- The column that names a row: one of the first two.
local function naming(columns)
  for k = 1, math.min(2, #columns) do
    if not columns[k].numeric then
      return k
    end
  end
end

local function write_rows(page, part, columns, shown)
  local head, name, known = {}, naming(columns), all_known(page, columns)
  for k, column in ipairs(columns) do
    head[k] = heading(page, column, known)
  end
  page.out("<thead><tr>" .. table.concat(head) .. "</tr></thead>\n<tbody>\n")
  for i = 1, shown do
    local cells, from = {}, part.from and part.from[i]
    for k, column in ipairs(columns) do
      cells[k] = cell(page, column, i, k == name and "<th scope=row>" or "<td>")
    end
    page.out((from and from ~= "" and '<tr data-from="' .. origins.add(page, from) .. '">' or
      "<tr>") .. table.concat(cells) .. "\n")
  end
  if shown == 0 and #columns > 0 then
    page.out(string.format("<tr><td colspan=%d>", #columns) .. page:say("no rows") .. "\n")
  end
  page.out("</tbody>")
end

-- What a table is called: its title, else its name where it is not the main one.
local function title_of(page, part)
  local name = part.name:match("%.([^.]*)$") or part.name
  return part.title or (not part.main and name ~= "table" and page:called(name)) or nil
end

-- The caption with its id, or nothing.
local function caption(page, part, shown)
  local title, inner = title_of(page, part), ""
  if title then
    inner = page:heading(title)
  end
  if shown < part.rows then
    inner = inner .. escape(string.format(" (%d / %d)", shown, part.rows))
  end
  if inner == "" then
    return ""
  end
  page.ids = page.ids + 1
  local id = "t" .. page.ids
  return element("caption", {id = id}, inner), id
end

-- The ids of what names the region in which a table is moved: the heading above, and the
-- caption.
local function naming_ids(page, part, id)
  local section = page.section_of[part.name]
  return (section and markup.id("h", section) or "title") .. (id and " " .. id or "")
end

-- Whether a chart of the same section shows what the table says.
local function beside_chart(page, part)
  local section = page.section_of[part.name]
  for _, other in ipairs(page.doc.parts) do
    if other.kind == "chart" and page.section_of[other.name] == section then
      return true
    end
  end
  return false
end

local function write_table(page, part, shown)
  local columns = tables.columns(part, shown)
  local told, id = caption(page, part, shown)
  page.out(string.format('<div class="scroll%s" tabindex="0" role="region" aria-labelledby="%s">',
    shown > MOST_OPEN and " tall" or "", naming_ids(page, part, id)))
  page.out(string.format('<table class="%s">', classes(page, columns, shown)))
  page.out(told)
  write_rows(page, part, columns, shown)
  page.out("</table></div>\n")
end

local function span(inner)
  return element("span", nil, inner)
end

--- Writes a table part; a long one is folded away where a chart shows it.
function tables.write(page, part)
  local shown = math.min(part.rows, page.options.max_rows or part.rows)
  if not (shown > MOST_OPEN and beside_chart(page, part)) then
    return write_table(page, part, shown)
  end
  local title = title_of(page, part)
  local count = page:both(format.count(part.rows, "row"), part.rows .. " 行")
  page.out("<details class=\"rows\">" .. element("summary", nil, span(page:say("Table")) ..
    (title and ": " .. span(page:heading(title)) or "") .. " (" .. span(count) .. ")") .. "\n")
  write_table(page, part, shown)
  page.out("</details>\n")
end

--- The rules for the columns of the tables written.
function tables.css(page)
  local rules, most = {}, 0
  for k in next, page.aligned do
    most = math.max(most, k)
  end
  for k = 1, most do
    if page.aligned[k] then
      rules[#rules + 1] = string.format(".n%d tr>:nth-child(%d){text-align:right}\n" ..
        ".w%d tr>:nth-child(%d){white-space:normal;min-width:13rem}\n", k, k, k, k)
    end
  end
  return table.concat(rules)
end

return tables
