--- Results as aligned text for a terminal.
--
-- Columns are as wide as their widest cell in terminal cells, numbers stand to
-- the right with their points in line. Nothing is left out silently: what does
-- not fit, or was rounded, is named below the table.

local document = require "almanac.document"
local format = require "almanac.format"
local layout = require "almanac.layout"
local native = require "almanac.native"

local GAP = "  "
local NARROWEST = 12 -- a text column is not wrapped below this
local WIDEST = 80 -- nor is one wider where there is no terminal

local width = native.width

local function longest(lines)
  local most = 0
  for _, line in ipairs(lines) do
    most = math.max(most, width(line))
  end
  return most
end

local function measure(columns)
  for _, column in ipairs(columns) do
    column.width = math.max(width(column.header), longest(column.cells))
  end
end

local function total_width(columns)
  local total = 0
  for i, column in ipairs(columns) do
    total = total + column.width + (i > 1 and #GAP or 0)
  end
  return total
end

-- Bars of plot.spark as digits, 1 to 8, where there is no Unicode.
local function without_bars(columns)
  for _, column in ipairs(columns) do
    for i, text in ipairs(column.cells) do
      column.cells[i] = text:gsub("\xE2\x96([\x81-\x88])", function(last)
        return string.char(last:byte() - 0x80 + 0x30)
      end)
    end
  end
end

-- Narrows the widest text column, step by step, until the table fits or no
-- text column can give more.
local function narrow(columns, limit)
  while total_width(columns) > limit do
    local widest
    for _, column in ipairs(columns) do
      local floor = math.max(NARROWEST, width(column.header))
      if not column.right and column.width > floor and
        (widest == nil or column.width > widest.width) then
        widest = column
      end
    end
    if widest == nil then
      return
    end
    local over = total_width(columns) - limit
    widest.width = math.max(NARROWEST, width(widest.header), widest.width - over)
  end
end

local function cap(columns)
  for _, column in ipairs(columns) do
    if not column.right then
      column.width = math.min(column.width, math.max(WIDEST, width(column.header)))
    end
  end
end

-- Drops columns from the right until the rest fits; the first always stays.
local function hide(columns, limit)
  local hidden = {}
  while #columns > 1 and total_width(columns) > limit do
    table.insert(hidden, 1, table.remove(columns).name)
  end
  return hidden
end

-- Drops columns without a value; the first always stays.
local function leave_out_empty(columns)
  local empty = {}
  for j = #columns, 2, -1 do
    if columns[j].empty then
      table.insert(empty, 1, table.remove(columns, j).name)
    end
  end
  return empty
end

local function pad(text, column, last)
  local blanks = (" "):rep(column.width - width(text))
  if column.right then
    return blanks .. text
  end
  return last and text or text .. blanks
end

local function write_line(columns, cell_of, out)
  local wrapped, height = {}, 1
  for j, column in ipairs(columns) do
    wrapped[j] = layout.wrap(cell_of(column), column.width)
    height = math.max(height, #wrapped[j])
  end
  for line = 1, height do
    local parts = {}
    for j, column in ipairs(columns) do
      parts[j] = pad(wrapped[j][line] or "", column, j == #columns)
    end
    out(table.concat(parts, GAP):match("^(.*[^ ])") or "") -- in one pass over wide blanks
    out("\n")
  end
end

local function write_header(columns, options, out)
  local line = {}
  write_line(columns, function(column)
    return column.header
  end, function(text)
    line[#line + 1] = text
  end)
  local text = table.concat(line)
  if options.color then
    text = text:gsub("([^\n]+)", "\27[1m%1\27[0m")
  end
  out(text)
end

local function write_table(part, options, out, footer)
  local columns, shown = layout.columns(part, options)
  if #columns == 0 then
    footer[#footer + 1] = "a table without columns"
    return
  end
  local empty = part.inventory and shown > 0 and leave_out_empty(columns) or {}
  if #empty > 0 then
    footer[#footer + 1] = "without a value, not shown: " .. table.concat(empty, ", ")
  end
  if not options.unicode then
    without_bars(columns)
  end
  measure(columns)
  if not options.width then
    cap(columns)
  else
    narrow(columns, options.width)
    local hidden = hide(columns, options.width)
    if #hidden > 0 then
      footer[#footer + 1] = format.count(#hidden, "column") ..
        " hidden to fit " .. options.width .. " cells: " ..
        table.concat(hidden, ", ") .. "; " .. layout.hint(options, "columns")
    end
  end
  write_header(columns, options, out)
  for i = 1, shown do
    write_line(columns, function(column)
      return column.cells[i]
    end, out)
  end
  layout.remarks(columns, part, shown, footer, options)
end

local function paragraphs(text, options, out)
  for _, line in ipairs(layout.wrap(text, options.width or 80)) do
    out(line)
    out("\n")
  end
end

local writers = {}

function writers.table(part, options, out, footer)
  if part.title then
    paragraphs(layout.plain(part.title), options, out)
  end
  write_table(part, options, out, footer)
end

function writers.text(part, options, out)
  paragraphs(part.text, options, out)
end

function writers.value(part, _, out)
  out(layout.scalar(part))
  out("\n")
end

function writers.chart(part, options, out)
  local chart = native.from_json(part.text)
  if options.plot then
    local terminal = require "chart.terminal" -- a table alone does without it
    for _, line in ipairs(terminal.chart(chart, options)) do
      out(line .. "\n")
    end
    return
  end
  if part.title then
    paragraphs(layout.plain(part.title), options, out)
  end
  paragraphs(layout.plain("chart: " .. chart.description), options, out)
end

local function write_parts(parts, options, out)
  for i, part in ipairs(parts) do
    local footer = {}
    if i > 1 then
      out("\n")
    end
    writers[part.kind](part, options, out, footer)
    for _, line in ipairs(footer) do
      line = "(" .. line .. ")"
      if options.width then
        paragraphs(line, options, out)
      else
        out(line .. "\n")
      end
    end
  end
end

local function write_closing(of, options, out)
  local closing = layout.closing(of)
  if #closing > 0 and not options.quiet then
    out("\n")
    for _, line in ipairs(closing) do
      paragraphs(line, options, out)
    end
  end
end

local function write_section(group, options, out)
  local title = layout.plain(group.section.title or group.section.name)
  out("\n" .. (options.color and "\27[1m" .. title .. "\27[0m" or title) .. "\n")
  out(("="):rep(width(title)) .. "\n\n")
  write_parts(group.parts, options, out)
  write_closing(group.section, options, out)
end

--- Writes `doc` through `out(text)`.
---@param doc table what almanac.document makes of a result
---@param options table width (cells, nil: all columns are shown), max_rows, color
---@param out fun(text: string)
local function render(doc, options, out)
  document.unpack(doc)
  if doc.title then
    paragraphs(layout.plain(doc.title), options, out)
    out("\n")
  end
  for _, group in ipairs(layout.groups(doc, options.plot)) do
    if group.section then
      write_section(group, options, out)
    else
      write_parts(group.parts, options, out)
    end
  end
  write_closing(doc, options, out)
end

return {extensions = {"txt"}, render = render}
