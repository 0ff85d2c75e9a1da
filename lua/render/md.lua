--- Results as Markdown.

local document = require "almanac.document"
local layout = require "almanac.layout"
local native = require "almanac.native"

-- Nothing in a cell may end it or start markup.
local function escape(text)
  return (text:gsub("[|\\*_`<>%[%]]", "\\%0"))
end

local function write_table(part, options, out, footer)
  local columns, shown = layout.columns(part, options)
  local function line(of)
    local parts = {}
    for j, column in ipairs(columns) do
      parts[j] = of(column)
    end
    out("| " .. table.concat(parts, " | ") .. " |\n")
  end
  line(function(column)
    return escape(column.header)
  end)
  line(function(column)
    return column.right and "---:" or "---"
  end)
  for i = 1, shown do
    line(function(column)
      return escape(column.cells[i])
    end)
  end
  layout.remarks(columns, part, shown, footer, options)
end

local writers = {}

function writers.table(part, options, out, footer)
  if part.title then
    out(options.heading .. " " .. escape(layout.plain(part.title)) .. "\n\n")
  end
  write_table(part, options, out, footer)
end

function writers.text(part, _, out)
  out(part.text .. "\n")
end

function writers.value(part, _, out)
  out(escape(layout.scalar(part)) .. "\n")
end

function writers.chart(part, _, out)
  local chart = native.from_json(part.text)
  if part.title then
    out("## " .. escape(layout.plain(part.title)) .. "\n\n")
  end
  out("*Chart.* " .. escape(layout.plain(chart.description)) .. "\n")
end

local function list(lines, out)
  for _, line in ipairs(lines) do
    out("- " .. escape(line) .. "\n")
  end
end

local function write_parts(parts, options, out)
  for i, part in ipairs(parts) do
    local footer = {}
    if i > 1 then
      out("\n")
    end
    writers[part.kind](part, options, out, footer)
    if #footer > 0 then
      out("\n")
      list(footer, out)
    end
  end
end

local function write_closing(of, options, out)
  local closing = layout.closing(of)
  if #closing > 0 and not options.quiet then
    out("\n")
    list(closing, out)
  end
end

--- Writes `doc` through `out(text)`, as almanac.document makes it.
local function render(doc, options, out)
  document.unpack(doc)
  if doc.title then
    out("# " .. escape(layout.plain(doc.title)) .. "\n\n")
  end
  for _, group in ipairs(layout.groups(doc)) do
    local section = group.section
    options.heading = section and "###" or "##"
    if section then
      out("\n## " .. escape(layout.plain(section.title or section.name)) .. "\n\n")
    end
    write_parts(group.parts, options, out)
    if section then
      write_closing(section, options, out)
    end
  end
  write_closing(doc, options, out)
end

return {extensions = {"md", "markdown"}, render = render}
