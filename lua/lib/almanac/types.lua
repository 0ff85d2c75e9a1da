--- Declarations for editors: the scripting API, the fields of declarations, and the
-- columns of data, as files of a project.

local api = require "almanac.api"
local description = require "almanac.description"
local format = require "almanac.format"
local layout = require "almanac.layout"
local native = require "almanac.native"

local types = {}

local FOLDER = ".almanac/types"
local SETTINGS = ".luarc.json"

-- What the registry of declarations calls a table of these, editors know better; of an
-- example, `args` are the values of arguments.
local better = {
  script = {needs = "table<string, almanac.Need>", args = "almanac.Argument[]",
    examples = "almanac.Example[]"},
  metric = {needs = "table<string, almanac.Need>", examples = "almanac.Example[]"},
  example = {args = "table<string, any>"},
}

local classes = {Table = true, Row = true, Column = true, Arguments = true, Context = true}

-- "fun(t: Table)" with the names that the classes have in editors.
local function qualified(kind)
  return (kind:gsub("%f[%w_.]%u%w*", function(name)
    return classes[name] and "almanac." .. name or nil
  end))
end

-- A class of the fields of a declaration.
local function declared_class(topic)
  local of, known = api.declared[topic], better[topic] or {}
  local lines = {"---@class almanac." .. of.class}
  for _, field in ipairs(of.list) do
    lines[#lines + 1] = string.format("---@field %s%s %s # %s", field.name,
      field.required and "" or "?", known[field.name] or
      qualified(api.field_type(topic, field)), field.help)
  end
  if topic == "argument" then -- {"top", type = ...}
    lines[2] = lines[2]:gsub("name ", "name? ", 1)
    table.insert(lines, 2, "---@field [1] string? # its name")
  end
  return table.concat(lines, "\n") .. "\n"
end

local function api_files(files)
  local declarations, names = native.declarations(), {}
  for name in pairs(declarations) do
    names[#names + 1] = name
  end
  for _, name in ipairs(names) do
    local text = declarations[name]
    if api.declared[name] then
      text = text .. "\n" .. declared_class(name)
    end
    files[#files + 1] = {name = FOLDER .. "/" .. name .. ".lua", text = text}
  end
  return #names
end

---- the columns of data ----

local column_classes = {integer = "NumberColumn", number = "NumberColumn",
  text = "TextColumn", period = "PeriodColumn", boolean = "Mask"}

local cell_types = {integer = "integer?", number = "number?", text = "string?",
  period = "string?", boolean = "boolean?"}

local reserved = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or
  repeat return then true until while]]):gmatch("%a+") do
  reserved[word] = true
end

-- A header as the name of a field: `users`, or `["internet users"]`.
local function key(name)
  if name:find("^[%a_][%w_]*$") and not reserved[name] then
    return name
  end
  return "[\"" .. name:gsub("[%c\"\\]", function(c)
    return string.format("\\%03d", c:byte())
  end) .. "\"]"
end

-- Numbers in as many digits as a remark needs.
local function short(text)
  return (layout.plain(text):gsub("%d+%.%d+", function(number)
    return string.format("%.6g", tonumber(number))
  end))
end

-- What is said of a column, in one line.
local function remark(column, rows)
  local parts = {}
  parts[1] = column.title and layout.plain(column.title)
  parts[#parts + 1] = column.unit and layout.plain(column.unit)
  if column.values then
    local number = column.type == "number"
    parts[#parts + 1] = (number and short or layout.plain)(column.values)
  end
  if column.missing and column.missing > 0 then
    parts[#parts + 1] = string.format("%d of %d missing", column.missing, rows)
  end
  return #parts > 0 and " # " .. table.concat(parts, "; ") or ""
end

-- Names that are verbs of a table: such a column is reached by t:col.
local function verbs()
  local names = {}
  for _, entry in ipairs(api.installed().topics.table.entries) do
    names[api.short(entry.name)] = true
  end
  return names
end

-- Columns under the names of their roles, as scripts read them that need them.
local function add_roles(fields, columns)
  local taken = {}
  for _, column in ipairs(columns) do
    taken[column.column] = true
  end
  for _, role in ipairs({"region", "period"}) do
    for _, column in ipairs(columns) do
      if column.role == role and not taken[role] then
        fields[#fields + 1] = {name = role, type = column.type, remark = " # " ..
          layout.plain(column.column) .. ", in scripts that need a " .. role}
      end
    end
  end
end

local function data_fields(t, doc)
  local fields, columns = {}, doc.parts[1].table:totable()
  for i, column in ipairs(columns) do
    fields[i] = {name = column.column, type = column.type, remark = remark(column, #t)}
  end
  add_roles(fields, columns)
  for _, metric in ipairs(doc.parts[2] and doc.parts[2].table:totable() or {}) do
    fields[#fields + 1] = {name = metric.metric, type = "number", remark = " # metric" ..
      (metric.title and ": " .. layout.plain(metric.title) or "") ..
      (metric.unit and "; " .. layout.plain(metric.unit) or "")}
  end
  return fields
end

local function data_text(name, t, fields)
  local lines = {"--- The columns of " .. name .. " (" .. format.count(#t, "row") ..
    "), as `almanac types` found them.", "---@meta", ""}
  local columns, cells = {"---@class almanac.Columns"}, {"---@class almanac.Cells"}
  local verb = verbs()
  for _, field in ipairs(fields) do
    if verb[field.name] then
      lines[#lines + 1] = "-- t:col\"" .. field.name .. "\"" .. field.remark
    else
      columns[#columns + 1] = "---@field " .. key(field.name) .. " almanac." ..
        column_classes[field.type] .. field.remark
    end
    cells[#cells + 1] = "---@field " .. key(field.name) .. " " .. cell_types[field.type]
  end
  lines[#lines + 1] = #lines > 3 and "" or nil
  return table.concat(lines, "\n") .. "\n" .. table.concat(columns, "\n") .. "\n\n" ..
    table.concat(cells, "\n") .. "\n"
end

-- "data_cnnic_provinces", "data_towns", "data_stdin".
local function data_name(what)
  local stem = what == "-" and "stdin" or what:match("[^/]*$"):gsub("%.[%w.]+$", "")
  return "data_" .. stem:gsub("[^%w\128-\255]+", "_")
end

local function add_data(files, t, what, doc)
  local fields = data_fields(t, doc)
  local name = FOLDER .. "/" .. data_name(what) .. ".lua"
  local called = what == "-" and "standard input" or layout.plain(what)
  files[#files + 1] = {name = name, text = data_text(called, t, fields)}
  return name .. ": " .. format.count(#fields, "name") .. " of " .. called
end

---- the settings of the editor ----

-- Libraries that scripts do not have; os is declared anew.
local function new_settings()
  return {
    ["runtime.version"] = "Lua 5.4",
    ["runtime.builtin"] = {debug = "disable", io = "disable", os = "disable",
      package = "disable"},
    ["workspace.library"] = {FOLDER},
    ["workspace.checkThirdParty"] = false,
    -- A missing value, nil, is computed with and handed on: it is no mistake.
    ["diagnostics.disable"] = {"need-check-nil"},
    ["type.weakNilCheck"] = true,
  }
end

local function holds(list, text)
  for _, item in ipairs(list) do
    if item == text then
      return true
    end
  end
  return false
end

-- A setting under one of the names that it may have, "workspace.library", with "Lua."
-- before it, or as a field of a group; nil when it is not set.
local function setting(settings, group, field)
  local nested, dotted = settings[group], group .. "." .. field
  for _, found in ipairs({{nested, field}, {settings, dotted}, {settings, "Lua." .. dotted}}) do
    if type(found[1]) == "table" and found[1][found[2]] ~= nil then
      return found[1][found[2]]
    end
  end
end

-- Adds the folder to the libraries, a list or, as it used to be, an object of those
-- that are true; false when it is there.
local function add_library(settings)
  local library = setting(settings, "workspace", "library")
  if type(library) ~= "table" then
    settings["workspace.library"] = {FOLDER}
  elseif library[FOLDER] or holds(library, FOLDER) then
    return false
  elseif next(library) ~= nil and library.n == nil then
    library[FOLDER] = true
  else
    library[#library + 1] = FOLDER
    library.n = library.n and #library
  end
  return true
end

-- Settings that are there, with what they lack; nil when they are to be left alone.
local function merged(text, file)
  local ok, settings = pcall(native.from_json, text)
  if file ~= SETTINGS or not ok or not text:find("^%s*{") then
    local knows = text:find("\"" .. FOLDER .. "\"", 1, true)
    return nil, not knows and file .. " is not plain JSON and was left as it is: add \"" ..
      FOLDER .. "\" to its workspace.library" or nil
  end
  if not add_library(settings) then
    return nil
  end
  for name, value in pairs(new_settings()) do
    local group, field = name:match("^(%a+)%.(%a+)$")
    if setting(settings, group, field) == nil then
      settings[name] = value
    end
  end
  return settings
end

local function add_settings(files, says, text, file)
  local settings, remark_of = new_settings(), ": settings for editors"
  if text then
    settings, remark_of = merged(text, file)
    if remark_of then
      return remark_of
    end
    remark_of = ": " .. FOLDER .. " added to it"
  end
  if settings then
    files[#files + 1] = {name = SETTINGS, text = native.to_json(settings, true) .. "\n"}
    says[#says + 1] = SETTINGS .. remark_of
  end
end

--- The files of a project.
---@param tables {table: table, what: string}[] data, and what it was called
---@param maps string[] as --map gives them
---@param where string[] as --where gives them
---@param metrics string[] names of metrics that are not broken
---@param settings string? the text of the settings that are there
---@param file string? the name of their file
---@return {name: string, text: string}[]? files
---@return string[] says what was written, or the problem
---@return string? note
function types.files(tables, maps, where, metrics, settings, file)
  local files, says = {}, {}
  says[1] = FOLDER .. ": " .. format.count(api_files(files), "file") .. " about the API"
  for i, data in ipairs(tables) do
    local doc, problem = description.of(data.table, data.what, maps, where, metrics)
    if not doc then
      return nil, problem
    end
    says[i + 1] = add_data(files, data.table, data.what, doc)
  end
  local note = add_settings(files, says, settings, file)
  return files, says, note
end

return types
