--- What `?name` shows in an interactive session.

local api_page = require "almanac.api_page"
local description = require "almanac.description"
local format = require "almanac.format"
local inspect = require "almanac.inspect"
local layout = require "almanac.layout"
local metrics = require "almanac.metrics"
local module_names = require "almanac.module_names"
local native = require "almanac.native"

local help = {}

local WIDE, NARROW = 78, 30 -- cells of a line, at most and at least

local width = WIDE -- of the page that is made

-- A title, and below it names with what is to be said of each.
local function page(title, rows)
  local wide, lines = 0, {title}
  for _, row in ipairs(rows) do
    wide = math.max(wide, #row[1])
  end
  for _, row in ipairs(rows) do
    for i, line in ipairs(layout.wrap(layout.plain(row[2]), width - wide - 4)) do
      local name = i == 1 and row[1] or ""
      lines[#lines + 1] = "  " .. name .. (" "):rep(wide - #name + 2) .. line
    end
  end
  return lines
end

local function add(rows, name, value)
  if value ~= nil and value ~= "" then
    rows[#rows + 1] = {name, tostring(value)}
  end
end

local function titled(name, title)
  return title and title ~= "" and name .. " - " .. title or name
end

local function find_field(t, name)
  for _, field in ipairs(native.fields(t, true)) do
    if field.name == name then
      return field
    end
  end
end

-- A column of the data, a metric that was computed included.
local function column(t, field)
  local rows = {}
  add(rows, "type", field.type)
  add(rows, "unit", field.unit)
  add(rows, "kind", field.kind)
  add(rows, "role", field.role)
  add(rows, "values", description.values(t, field))
  add(rows, "missing", format.number(native.missing(t, field.name)) .. " of " ..
    format.number(#t))
  add(rows, "about", field.description)
  add(rows, "sources", field.sources)
  return page(titled(field.name, field.title), rows)
end

local function need_names(metric)
  local names = {}
  for i, need in ipairs(metric.needs) do
    names[i] = need.name .. (need.unit and need.unit ~= "" and " (" .. need.unit .. ")" or "")
  end
  return table.concat(names, ", ")
end

local function metric(t, declared)
  local rows = {}
  add(rows, "metric", type(declared.value) == "string" and declared.value or "a function")
  add(rows, "unit", declared.unit)
  add(rows, "kind", declared.kind)
  add(rows, "needs", need_names(declared))
  add(rows, "about", declared.description)
  if t then
    add(rows, "here", metrics.has(t, declared.name) and "t." .. declared.name or
      "the data has not what it needs")
  end
  return page(titled(declared.name, declared.title), rows)
end

local kinds = {table = "a table of data", column = "a column", group = "a grouping",
  row = "a row"}

local function variable(name, value)
  local kind = native.kind(value)
  local rows = {}
  local names = module_names(value)
  add(rows, "is", names and "a module" or kinds[kind] or inspect(value))
  if kind == "table" then
    add(rows, "rows", format.number(#value))
    add(rows, "columns", table.concat(help.columns(value), ", "))
  elseif names then
    add(rows, "has", table.concat(names, ", "))
  end
  if #native.methods(value) > 0 then
    local methods = native.methods(value)
    table.sort(methods)
    add(rows, "methods", table.concat(methods, ", "))
  end
  return page(name, rows)
end

--- The names of the columns that `t` shows.
function help.columns(t)
  local names = {}
  for _, field in ipairs(native.fields(t)) do
    if not field.hidden then
      names[#names + 1] = field.name
    end
  end
  return names
end

local function data_of(variables)
  local t = rawget(variables, "t")
  return native.kind(t) == "table" and t or nil
end

local function topics(variables)
  local rows, t = {}, data_of(variables)
  if t then
    add(rows, "columns", table.concat(help.columns(t), ", "))
  end
  add(rows, "metrics", table.concat(native.metric_names(), ", "))
  add(rows, "scripts", table.concat(native.script_names(), ", "))
  add(rows, "modules", "stats, format, panel, plot")
  add(rows, "functions", "?t:where, ?t.users:rank, ?stats.lm, ?report; `almanac help api` " ..
    "lists them")
  add(rows, "commands", ":help lists them")
  return page("?NAME tells what is known of a name:", rows)
end

-- The metric of that name; one that is broken says so.
local function declared_metric(name)
  local ok, declared = pcall(metrics.declaration, name)
  if not ok then
    return nil, native.problem_of(declared, "", true)
  end
  return declared
end

local function is_script(name)
  for _, script in ipairs(native.script_names()) do
    if script == name:lower():gsub("-", "_") then
      return true
    end
  end
  return false
end

-- The page of a function, a module or a topic of the scripting API.
local function api_lines(name)
  local texts, lines = {}, {}
  local known = api_page.write(name, function(text)
    texts[#texts + 1] = text
  end, width)
  for line in table.concat(texts):gmatch("([^\n]*)\n") do
    lines[#lines + 1] = line
  end
  return known and lines or nil
end

local function suggestion(variables, name)
  local names, t = {}, data_of(variables)
  local columns = t and help.columns(t) or {}
  for _, list in ipairs {columns, native.metric_names(), native.script_names()} do
    table.move(list, 1, #list, #names + 1, names)
  end
  for key in next, variables do
    names[#names + 1] = type(key) == "string" and key or nil
  end
  return native.suggest(name, names)
end

--- What is known of `name`, a column before a metric before a variable before the
-- API. A script is not found here: its own file tells of it.
---@param variables table
---@param name string "": what there is
---@param cells integer of a line
---@return string[]? lines
---@return table? problem
function help.of(variables, name, cells)
  width = math.max(NARROW, math.min(WIDE, cells))
  local t = data_of(variables)
  local bare = name:match("^t[.:]([%w_]+)$") or name
  if name == "" then
    return topics(variables)
  end
  local field = t and find_field(t, bare)
  if field then
    return column(t, field)
  end
  local declared, broken = declared_metric(bare)
  if declared then
    return metric(t, declared)
  elseif broken then
    return nil, broken
  end
  local own = rawget(variables, name)
  if own ~= nil and name ~= "_G" then
    return variable(name, own)
  end
  local lines = not is_script(name) and api_lines(name)
  if lines then
    return lines
  end
  local near = suggestion(variables, bare)
  return nil, {message = string.format("nothing is known of \"%s\"", name),
    help = near and string.format("did you mean ?%s", near) or "? alone lists what there is"}
end

return help
