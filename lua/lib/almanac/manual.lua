--- The help of a script or a metric, written from its declaration.

local format = require "almanac.format"
local layout = require "almanac.layout"
local manual_example = require "almanac.manual_example"
local native = require "almanac.native"
local parameters = require "almanac.parameters"
local schema = require "almanac.schema"

local manual = {}

local types = schema.by_name(schema.arg_types)

local function flag_usage(arg)
  local flag = "--" .. parameters.flag(arg.name)
  if arg.type == "boolean" then
    return arg.default == true and "--no-" .. parameters.flag(arg.name) or flag
  elseif arg.type == "enum" then
    return flag .. " " .. table.concat(arg.values, "|")
  end
  return flag .. " " .. types[arg.type].placeholder
end

local function default_text(value)
  if type(value) == "table" then
    return table.concat(value, ",")
  elseif type(value) == "number" then
    return format.number(value)
  elseif value == "" or tostring(value):find("%c") then
    return parameters.shown(value)
  end
  return tostring(value)
end

local function flag_help(arg)
  local parts, limits = {}, {}
  parts[1] = arg.help
  if arg.min then
    limits[#limits + 1] = "at least " .. format.number(arg.min)
  end
  if arg.max then
    limits[#limits + 1] = "at most " .. format.number(arg.max)
  end
  if arg.required then
    limits[#limits + 1] = "required"
  elseif arg.default ~= nil and arg.type ~= "boolean" then
    limits[#limits + 1] = "default: " .. default_text(arg.default)
  end
  if arg.repeated then
    limits[#limits + 1] = "may be repeated"
  end
  if #limits > 0 then
    parts[#parts + 1] = "(" .. table.concat(limits, ", ") .. ")"
  end
  return table.concat(parts, " ")
end

local function need_help(need)
  local parts = {}
  if need.role then
    parts[#parts + 1] = "a " .. need.role
  end
  if need.type then
    parts[#parts + 1] = need.type
  end
  if need.kind then
    parts[#parts + 1] = need.kind
  end
  if need.unit and need.unit ~= "" then
    parts[#parts + 1] = "in " .. need.unit
  end
  if need.bounds then
    parts[#parts + 1] = format.number(need.bounds[1]) .. " to " .. format.number(need.bounds[2])
  end
  if #need.aliases > 0 then
    parts[#parts + 1] = "also called " .. format.list(need.aliases, "or")
  end
  local text = table.concat(parts, ", ")
  if need.help then
    text = text .. (text ~= "" and "; " or "") .. need.help
  end
  return text .. (need.optional and " (optional)" or "")
end

local WIDTH = 80 -- cells of a line

-- The right text from cell `column` on, wrapped.
local function beside(text, column, out)
  local lines = layout.wrap(text, math.max(WIDTH - column, 30))
  out(table.concat(lines, "\n" .. (" "):rep(column)) .. "\n")
end

--- Two columns, the left as wide as its widest text (up to 30).
local function definitions(rows, out)
  local wide = 0
  for _, row in ipairs(rows) do
    if #row[1] <= 30 then
      wide = math.max(wide, #row[1])
    end
  end
  for _, row in ipairs(rows) do
    out("  " .. row[1])
    if row[2] == "" then
      out("\n")
    else
      local room = wide - #row[1] + 2
      out(room < 2 and "\n" .. (" "):rep(wide + 4) or (" "):rep(room))
      if row.whole then
        out(row[2] .. "\n")
      else
        beside(row[2], wide + 4, out)
      end
    end
  end
end

local function section(title, rows, out)
  if #rows > 0 then
    out("\n" .. title .. ":\n")
    definitions(rows, out)
  end
end

local function map(list, f)
  local rows = {}
  for i, item in ipairs(list) do
    rows[i] = f(item)
  end
  return rows
end

local function examples(name, script, out)
  if #script.examples > 0 then
    out("\nExamples:\n")
    for _, example in ipairs(script.examples) do
      manual_example.write(name, script, example, out)
    end
  end
end

-- Who wrote it, and under which terms.
local function edition(declared, out)
  local parts = {}
  if declared.version then
    parts[1] = "version " .. declared.version
  end
  if declared.author then
    parts[#parts + 1] = "by " .. declared.author
  end
  if declared.license then
    parts[#parts + 1] = "license " .. declared.license
  end
  if #parts > 0 then
    out("\n" .. table.concat(parts, ", "):gsub("^%l", string.upper) .. "\n")
  end
end

--- The help page of a script.
---@param name string
---@param script table as almanac.contract made it, with `summary` and `manual`
---@param out fun(text: string)
function manual.script(name, script, out)
  out(name)
  if script.summary ~= "" then
    out(" - " .. script.summary)
  end
  out("\n\nUsage: almanac run " .. name .. " [DATA] [flags]\n")
  if script.manual ~= "" then
    out("\n" .. script.manual:gsub("%s+$", "") .. "\n")
  end
  section("Needs", map(script.needs, function(need)
    return {need.name, need_help(need)}
  end), out)
  if #script.key > 0 then
    out("  (no two rows with the same " .. format.list(script.key, "and") .. ")\n")
  end
  section("Flags", map(script.args, function(arg)
    return {flag_usage(arg), flag_help(arg)}
  end), out)
  if script.data then
    out("\nData: " .. script.data .. " unless another is named\n")
  end
  examples(name, script, out)
  section("References", map(script.references, function(text)
    return {text, ""}
  end), out)
  edition(script, out)
  out("\nGlobal flags: almanac help run\n")
end

-- The lines of a text from `first` to `last`, moved left as far as they can be.
local function lines_of(source, first, last)
  local list, number, indent = {}, 0, nil
  for line in (source .. "\n"):gmatch("(.-)\r?\n") do
    number = number + 1
    if number >= first and number <= last then
      list[#list + 1] = line
      if line:find("%S") then
        indent = math.min(indent or #line, #line:match("^ *"))
      end
    end
  end
  for i, line in ipairs(list) do
    list[i] = "  " .. line:sub((indent or 0) + 1)
  end
  return table.concat(list, "\n") .. "\n"
end

local function indented(text, by)
  text = text:gsub("^%s*\n", ""):gsub("%s+$", "")
  return by .. text:gsub("\n", "\n" .. by) .. "\n"
end

local function roll_up(aggregate)
  if type(aggregate) == "table" then
    return "the mean, weighted by " .. aggregate[2]
  elseif aggregate == "sum" then
    return "the sum"
  elseif aggregate == "none" then
    return "not from the values of its members"
  end
end

local function facts(metric, entry)
  local rows = {}
  local function add(label, text, whole)
    if text and text ~= "" then
      rows[#rows + 1] = {label, text, whole = whole}
    end
  end
  add("Title", metric.title and metric.title ..
    (metric.title_zh and " (" .. metric.title_zh .. ")" or ""))
  add("Unit", metric.unit)
  add("Kind", metric.kind)
  add("Bounds", metric.bounds and format.number(metric.bounds[1]) .. " to " ..
    format.number(metric.bounds[2]))
  add("Direction", metric.direction and
    (metric.direction > 0 and "more is better" or "less is better"))
  add("Precision", metric.rounding and format.number(metric.rounding))
  add("Of a group", roll_up(metric.aggregate))
  add("File", entry.path, true) -- in one piece, to be copied
  return rows
end

local function formula(metric, source, out)
  local code = metric.column or metric.value
  if type(code) == "string" then
    return out("\nFormula:\n  " .. code .. "\n")
  end
  out(metric.column and "\nFormula, a function of the table:\n" or
    "\nFormula, a function of a row:\n")
  out(lines_of(source, native.lines(code)))
end

local function metric_examples(list, out)
  if #list > 0 then
    out("\nExamples:\n")
  end
  for i, example in ipairs(list) do
    out((i > 1 and "\n" or "") .. (example.title and "  " .. example.title .. "\n" or ""))
    out(indented(example.data or "", "    "))
    if example.expect then
      out("  gives\n" .. indented(example.expect, "    "))
    end
  end
end

--- The page of a metric.
---@param metric table as almanac.contract made it
---@param source string the text of its file
---@param extra table entry, summary, text (of the comment), needed_by, need (what is to
-- be said of a need), and with data: data, here, why
---@param out fun(text: string)
function manual.metric(metric, source, extra, out)
  local summary = extra.summary ~= "" and extra.summary or metric.description or metric.title
  out(metric.name .. (summary and " - " .. summary or "") .. "\n\n")
  definitions(facts(metric, extra.entry), out)
  formula(metric, source, out)
  if extra.text ~= "" then
    out("\n" .. extra.text:gsub("%s+$", "") .. "\n")
  end
  section("Needs", map(metric.needs, function(need)
    local said, help = extra.need(need), need_help(need)
    return {need.name, help .. (said ~= "" and help ~= "" and "; " or "") .. said}
  end), out)
  if #extra.needed_by > 0 then
    out("\nNeeded by:\n  " .. table.concat(extra.needed_by, ", ") .. "\n")
  end
  metric_examples(metric.examples, out)
  section("References", map(metric.references, function(text)
    return {text, ""}
  end), out)
  edition(metric, out)
  if extra.data then
    out("\nIn " .. extra.data .. ": " .. (extra.here == "yes" and "computed from " or
      extra.here == "no" and "not there: " or "") .. extra.why .. "\n")
  elseif extra.entry.reason then
    out("\nBroken: " .. extra.entry.reason .. "\n")
  end
end

return manual
