--- What an interactive session does with data and with what was typed.

local description = require "almanac.description"
local document = require "almanac.document"
local format = require "almanac.format"
local inspect = require "almanac.inspect"
local metrics = require "almanac.metrics"
local module_names = require "almanac.module_names"
local native = require "almanac.native"
local needs = require "almanac.needs"
local remarks = require "almanac.remarks"
local runner = require "almanac.runner"

local session = {}

local LONG = 20 -- items of a list that is not shown in braces

local notes = {} -- of the input that runs

local function note(text)
  notes[#notes + 1] = tostring(text)
end

--- Makes `t` (nil: none) the data of the session.
---@param variables table the globals of the session
---@param t table?
---@param options table as almanac.runner takes them
---@return table? true
---@return table? problem
function session.open(variables, t, options)
  local maps, wrong = runner.maps(options.maps)
  if maps and t then
    t, wrong = needs.settle(t, maps)
    if t then
      t, wrong = runner.where(t, options.where)
    end
  end
  if wrong then
    return nil, wrong
  end
  rawset(variables, "t", t)
  rawset(variables, "ctx", runner.context(options, note))
  return true
end

local function text_part(text)
  return {kind = "text", name = "text", text = text}
end

-- Its values, and in a line below how many there are and what they are.
local function column_parts(column)
  local t = native.column_table(column)
  local field = native.fields(t, true)[1]
  local missing = native.missing(t, field.name)
  local words = {format.count(#t, "value"), missing .. " missing", field.type}
  words[#words + 1] = description.values(t, field)
  return {{kind = "table", name = "table", table = t},
    text_part(table.concat(words, ", "))}
end

local function group_parts(group)
  local t = group:summarise{rows = function(g) return #g end}
  return {{kind = "table", name = "table", table = t,
    title = "A grouping; :summarise{...} makes one row of each group"}}
end

local function is_list_of_records(value)
  local first = rawget(value, 1)
  return type(first) == "table" and rawlen(first) == 0 and not native.kind(first)
end

-- Whether this reads better as tables than in braces: a list of records, and a
-- record with such a list, with data, or with a long list in it.
local function is_tabular(value)
  if rawlen(value) > 0 or rawget(value, "columns") ~= nil then
    return is_list_of_records(value)
  end
  for _, field in next, value do
    if type(field) == "table" and
      (native.kind(field) or is_list_of_records(field) or rawlen(field) > LONG) then
      return true
    end
  end
  return false
end

-- Lists inside of a result are named, not shown.
local function without_details(doc)
  local parts, others = {}, {}
  for _, part in ipairs(doc.parts) do
    if part.detail then
      others[#others + 1] = string.format("_.%s (%d)", part.name, #part.table)
    else
      parts[#parts + 1] = part
    end
  end
  if #others > 0 then
    doc.notes[#doc.notes + 1] = "lists beside this: " .. table.concat(others, ", ")
  end
  return parts
end

local function plain_parts(value)
  local meta = getmetatable(value)
  if type(meta) == "string" then -- of the library, and closed
    return {text_part("the module " .. meta)}
  elseif type(meta) == "table" and rawget(meta, "__tostring") then
    return {text_part(tostring(value))}
  end
  if is_tabular(value) then
    local ok, doc = pcall(document.of, value)
    if ok then
      return without_details(doc), doc
    end
  end
  return {text_part(inspect(value))}
end

local by_kind = {column = column_parts, group = group_parts}

local function parts_of(value)
  if value == nil then
    return {text_part("(missing)")}
  elseif type(value) == "function" or type(value) == "thread" then
    return {text_part(inspect(value))}
  elseif module_names(value) then
    return {text_part("A module: " .. table.concat(module_names(value), ", "))}
  elseif type(value) == "table" then
    local kind = native.kind(value)
    if by_kind[kind] then
      return by_kind[kind](value)
    elseif not kind and not native.metatable_name(value) then
      return plain_parts(value)
    end
  end
  local doc = document.of(value)
  return doc.parts, doc
end

-- Several values, of which tables follow each other and others share a line.
local function several(values)
  local parts, words = {}, {}
  for i = 1, values.n do
    if type(values[i]) == "table" then
      local own = parts_of(values[i])
      table.move(own, 1, #own, #parts + 1, parts)
    else
      words[#words + 1] = values[i] == nil and "(missing)" or inspect(values[i])
    end
  end
  if #words > 0 then
    table.insert(parts, 1, text_part(table.concat(words, ", ")))
  end
  for i, part in ipairs(parts) do
    part.name = part.name .. (i > 1 and i or "")
  end
  return parts
end

local function empty_document()
  local doc = document.of(nil)
  doc.parts = {}
  return doc
end

local function show(values)
  local parts, of
  if values.n == 1 then
    parts, of = parts_of(values[1])
  else
    parts = several(values)
  end
  of = of or empty_document()
  of.parts = parts
  return of
end

--- Runs what was typed, a function, and makes a document of what it returned; one
-- without parts when it returned nothing.
---@param f function
---@param variables table
---@param keep function called by `f` with its local variables in scope
---@return table
function session.eval(f, variables, keep)
  notes = {}
  metrics.restart()
  remarks.on_note(note)
  local values = table.pack(f(keep))
  local doc = empty_document()
  if values.n == 2 and values[1] == nil and type(values[2]) == "string" then
    note("undefined: " .. values[2])
    values.n = 1
  end
  if values.n > 0 then
    rawset(variables, "_", values[1])
    doc = show(values)
  end
  table.move(doc.notes, 1, #doc.notes, #notes + 1, notes)
  doc.notes = notes
  return document.pack(doc)
end

return session
