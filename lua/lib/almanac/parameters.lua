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

local function in_range(value, arg)
  return (arg.min == nil or value >= arg.min) and
    (arg.max == nil or value <= arg.max)
end

local function one_of(value, values)
  for _, name in ipairs(values) do
    if name == value then
      return true
    end
  end
  return false
end

local function is_list(value, is_item)
  if type(value) ~= "table" then
    return false
  end
  for i = 1, rawlen(value) do
    if not is_item(rawget(value, i)) then
      return false
    end
  end
  return true
end

-- By type: whether a value in a declaration is one of it. Others are texts.
local fit = {
  integer = function(value, arg)
    return math.type(value) == "integer" and in_range(value, arg)
  end,
  number = function(value, arg)
    return type(value) == "number" and in_range(value, arg)
  end,
  boolean = function(value)
    return type(value) == "boolean"
  end,
  columns = function(value)
    return type(value) == "string" or is_list(value, function(name)
      return type(name) == "string"
    end)
  end,
  period = function(value)
    return type(value) == "string" and native.is_period(value)
  end,
  file = function(value) -- a script reads no path of its own choice
    return type(value) == "string" and
      (value:find("^[%w_-]+:[%w_-]+$") or value:find("\n", 1, true)) ~= nil
  end,
  enum = function(value, arg)
    return one_of(value, arg.values)
  end,
}

local function fits_once(value, arg)
  if fit[arg.type] then
    return fit[arg.type](value, arg)
  end
  return type(value) == "string"
end

--- Whether `value`, written in a declaration, may be the value of `arg`.
function parameters.fits(value, arg)
  if arg.repeated and arg.type ~= "columns" and type(value) == "table" then
    return is_list(value, function(item)
      return fits_once(item, arg)
    end)
  end
  return fits_once(value, arg)
end

--- What a value is that does not fit: "no period it accepts".
function parameters.misfit(arg)
  return arg.type == "enum" and "none of its values" or "no " .. arg.type .. " it accepts"
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
    add(problems, place .. " is declared twice")
  end
  context.seen[flag] = true
end

local function check_values(arg, place, problems)
  local before = #problems
  fields.member(arg.type, schema.arg_types, "type", place, problems)
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
  elseif #problems == before and arg.default ~= nil and
    not parameters.fits(arg.default, arg) then
    add(problems, string.format("the default of %s, %s, is %s", place,
      parameters.shown(arg.default), parameters.misfit(arg)))
  end
end

local how = "write {\"top\", type = \"integer\", help = \"...\"}"

local function read_one(given, i, context)
  local place, problems = "argument " .. i, context.problems
  if type(given) ~= "table" then
    add(problems, place .. " is a " .. type(given) .. ", not a table", how)
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
  check_name(name, place, context)
  local arg = fields.copy(given, schema.arg, {name = true})
  arg.name, arg.type = name, arg.type or "text"
  if #problems == before then
    check_values(arg, place, problems)
  end
  return arg
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
  for i = 1, rawlen(given) do
    args[#args + 1] = read_one(rawget(given, i), i, context)
  end
  for key in next, given do
    if type(key) == "string" then
      add(problems, "`args` has a named field `" .. key .. "`; it is a list",
        "write {\"" .. key .. "\", type = ...}")
    end
  end
  return args
end

return parameters
