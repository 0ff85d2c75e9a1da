--- The arguments that a script declares: checked, and in one form.

local fields = require "almanac.fields"
local native = require "almanac.native"
local schema = require "almanac.schema"

local parameters = {}

local add = fields.add

--- "top" and "Top_Rows" as flags are written: "top", "top-rows".
function parameters.flag(name)
  return (name:lower():gsub("_", "-"))
end

local function one_of(value, values)
  for _, name in ipairs(values) do
    if name == value then
      return true
    end
  end
  return false
end

-- What is wrong with a number that is not within `min` and `max`.
local function out_of_range(value, arg)
  if arg.min and value < arg.min then
    return "; it is at least " .. arg.min
  elseif arg.max and value > arg.max then
    return "; it is at most " .. arg.max
  end
end

--- Whether a text of a declaration names a table of a package. It names no file: those
-- are for the user to name, a script reads no path of its own choice.
function parameters.names_table(text)
  return text:find("^[%w_-]+:[^/%c]+$") ~= nil
end

--- Whether a text of a declaration holds data: lines, or JSON.
function parameters.holds_data(text)
  return text:find("\n", 1, true) ~= nil or text:find("^%s*[%[{]") ~= nil
end

-- By type: what is wrong with a value in a declaration, or nil. Others are texts.
local wrongs = {
  integer = function(value, arg)
    if math.type(value) ~= "integer" then
      local whole = type(value) == "number" and math.tointeger(value)
      return whole and "; as a whole number it is " .. whole or ", not a whole number"
    end
    return out_of_range(value, arg)
  end,
  number = function(value, arg)
    return type(value) ~= "number" and ", not a number" or out_of_range(value, arg)
  end,
  boolean = function(value)
    return type(value) ~= "boolean" and ", not true or false" or nil
  end,
  period = function(value)
    return not (type(value) == "string" and native.is_period(value)) and ", not a period" or nil
  end,
  file = function(value)
    local known = type(value) == "string" and
      (value:find("^[%w_-]+:[%w_-]+$") or value:find("\n", 1, true))
    return not known and ", neither PACKAGE:NAME nor data; files are for the user to name" or nil
  end,
  enum = function(value, arg)
    return not one_of(value, arg.values) and ", which is none of its values" or nil
  end,
}

local function is_text(value)
  return type(value) ~= "string" and ", not a text" or nil
end

--- What is wrong with `value`, written in a declaration, as the value of `arg`: the
-- value as it is shown, and how a sentence about it ends. Nothing when it fits.
---@return string? shown
---@return string? wrong
function parameters.misfit(value, arg)
  local wrong_of = wrongs[arg.type] or is_text
  if type(value) == "table" and (arg.repeated or arg.type == "columns") then
    for i = 1, rawlen(value) do
      local wrong = wrong_of(rawget(value, i), arg)
      if wrong then
        return parameters.shown(rawget(value, i)), wrong
      end
    end
    return nil
  end
  local wrong = wrong_of(value, arg)
  return wrong and parameters.shown(value), wrong
end

--- A value of a declaration as a message shows it.
function parameters.shown(value)
  if type(value) == "table" then
    return "a table"
  elseif type(value) ~= "string" then
    return tostring(value)
  end
  local line = value:match("^[^\n]*")
  if #line > 40 or line ~= value then
    line = line:sub(1, 40) .. "..."
  end
  return "\"" .. line .. "\""
end

local function check_name(name, place, context)
  local flag, problems = parameters.flag(name), context.problems
  if not name:find("^%a[%w_-]*$") then
    add(problems, place .. " has a name that cannot be a flag",
      "letters, digits and `_`, a letter first")
  elseif context.reserved[flag] then
    add(problems, string.format("%s is named like the global flag --%s", place, flag),
      "rename it")
  elseif context.seen[flag] then
    add(problems, string.format("%s is declared twice%s", place, context.seen[flag] ~= name and
      ", also as `" .. context.seen[flag] .. "`: both are --" .. flag or ""))
  end
  context.seen[flag] = name
end

-- Fields that only other types have would be passed over.
local function check_use(arg, place, problems)
  local numeric = arg.type == "integer" or arg.type == "number"
  for _, name in ipairs({"min", "max"}) do
    if arg[name] ~= nil and not numeric then
      add(problems, string.format("%s is no number, so `%s` says nothing of it", place, name),
        "type = \"integer\" or \"number\"")
    end
  end
  if arg.values ~= nil and arg.type ~= "enum" then
    add(problems, place .. " has `values`, which only an enum has", "type = \"enum\"")
  end
end

local function check_values(arg, place, problems)
  local before = #problems
  fields.member(arg.type, schema.arg_types, "type", place, problems)
  if #problems == before then
    check_use(arg, place, problems)
  end
  arg.values = fields.texts(arg.values, "`values` of " .. place, problems)
  if arg.repeated and arg.type == "boolean" then
    add(problems, place .. " is a switch, which cannot be repeated")
  elseif arg.required and arg.default ~= nil then
    add(problems, place .. " is required, so that its default would never be used",
      "leave out one of them")
  elseif arg.min and arg.max and arg.min > arg.max then
    add(problems, string.format("%s is at least %s and at most %s", place, arg.min, arg.max))
  elseif arg.type == "enum" and #arg.values == 0 then
    add(problems, place .. " is an enum without values",
      "add values = {\"...\", \"...\"}")
  elseif #problems == before and arg.default ~= nil then
    local shown, wrong = parameters.misfit(arg.default, arg)
    if wrong then
      add(problems, string.format("the default of %s is %s%s", place, shown, wrong))
    end
  end
end

local how = "write {\"top\", type = \"integer\", help = \"...\"}"

local function read_one(given, i, context)
  local place, problems = "argument " .. i, context.problems
  if type(given) ~= "table" then
    add(problems, place .. " is a " .. type(given) .. ", not a table",
      context.single and "args is a list of tables: args = {{\"top\", ...}}" or how)
    return nil
  end
  local name = rawget(given, 1) or rawget(given, "name")
  if type(name) ~= "string" then
    add(problems, place .. " has no name", how)
    return nil
  end
  place = "argument `" .. name .. "`"
  local before = #problems
  fields.check(given, schema.arg, place, problems)
  if rawlen(given) > 1 then
    add(problems, string.format("%s has a second entry without a name, %s", place,
      parameters.shown(rawget(given, 2))), how)
  end
  check_name(name, place, context)
  local arg = fields.copy(given, schema.arg, {name = true})
  arg.name, arg.type = name, arg.type or "text"
  if #problems == before then
    check_values(arg, place, problems)
  end
  return arg
end

-- args = {top = {...}}, and one argument that is not in a list.
local function read_named(given, problems)
  local single = type(rawget(given, 1)) == "string"
  for _, name in ipairs(fields.names(given)) do
    if not (single and schema.by_name(schema.arg)[name]) then
      add(problems, "`args` has a named field `" .. name .. "`; it is a list",
        "write {\"" .. name .. "\", type = ...}")
    end
  end
end

-- A switch has a flag --no-NAME beside its own.
local function check_reverses(args, problems)
  local switches = {}
  for _, arg in ipairs(args) do
    if arg.type == "boolean" then
      switches["no-" .. parameters.flag(arg.name)] = arg.name
    end
  end
  for _, arg in ipairs(args) do
    local other = switches[parameters.flag(arg.name)]
    if other then
      add(problems, string.format("argument `%s` is named like what turns off the switch `%s`",
        arg.name, other), "rename it")
    end
  end
end

--- The list `args` of a declaration.
---@param given any
---@param reserved table<string, boolean> flags that are not free
---@param problems table[]
---@return table[]
function parameters.read(given, reserved, problems)
  local args = {}
  local context = {reserved = reserved, seen = {}, problems = problems}
  if type(given) ~= "table" then
    return args
  end
  context.single = type(rawget(given, 1)) == "string" and next(given, 1) ~= nil
  for i = 1, rawlen(given) do
    args[#args + 1] = read_one(rawget(given, i), i, context)
  end
  read_named(given, problems)
  check_reverses(args, problems)
  return args
end

return parameters
