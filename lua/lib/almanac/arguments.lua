--- The flags of a script: texts from the command line to values of the types
-- that its declaration names.

local native = require "almanac.native"
local parameters = require "almanac.parameters"

local arguments = {}

local function problem(message, help)
  return nil, {message = message, help = help}
end

local function problem_of(caught, arg)
  return nil, native.problem_of(caught, "--" .. parameters.flag(arg.name) .. ": ", true)
end

local truths = {
  ["true"] = true, yes = true, on = true, ["1"] = true,
  ["false"] = false, no = false, off = false, ["0"] = false,
}

local function one_of(text, names, what)
  for _, name in ipairs(names) do
    if name:lower() == text:lower() then
      return name
    end
  end
  local best = native.suggest(text, names)
  return problem(what, best and "did you mean " .. best .. "?" or
    "one of: " .. table.concat(names, ", "))
end

local function in_range(value, arg, flag)
  if arg.min and value < arg.min then
    return problem(string.format("--%s is %s; it is at least %s", flag, value,
      arg.min))
  elseif arg.max and value > arg.max then
    return problem(string.format("--%s is %s; it is at most %s", flag, value,
      arg.max))
  end
  return value
end

local function split(text)
  local names = {}
  for name in (text .. ","):gmatch("([^,]*),") do
    name = name:match("^%s*(.-)%s*$")
    if name ~= "" then
      names[#names + 1] = name
    end
  end
  return names
end

local readers = {}

function readers.integer(text, arg, flag)
  local value = text:find("^-?%d+$") and math.tointeger(tonumber(text))
  if not value then
    return problem(string.format("--%s is %q, not a whole number", flag, text))
  end
  return in_range(value, arg, flag)
end

function readers.number(text, arg, flag)
  local value = native.number(text)
  if not value then
    return problem(string.format("--%s is %q, not a number", flag, text))
  end
  return in_range(value, arg, flag)
end

function readers.boolean(text, _, flag)
  local value = truths[text:lower()]
  if value == nil then
    return problem(string.format("--%s is %q, neither true nor false", flag,
      text), string.format("--%s or --no-%s", flag, flag))
  end
  return value
end

function readers.enum(text, arg, flag)
  return one_of(text, arg.values, string.format("--%s is %q, which is none of its values",
    flag, text))
end

function readers.period(text, _, flag)
  if not native.is_period(text) then
    return problem(string.format("--%s is %q, not a period", flag, text),
      "2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30")
  end
  return text
end

function readers.columns(text)
  return split(text)
end

-- A path that the user wrote; a default is a text.
function readers.file(text)
  return {given = text}
end

local function as_is(text)
  return text
end

readers.text, readers.column, readers.region = as_is, as_is, as_is
readers.expression = as_is

--- Values from what the command line gave. A repeated flag counts once, the
-- last time, but a repeated --columns adds.
---@param args table[] arguments as almanac.contract made them
---@param given table[] {name, text}, the names as flags are written
---@return table? values
---@return table? problem
function arguments.read(args, given)
  local by_flag, values = {}, {}
  for _, arg in ipairs(args) do
    by_flag[parameters.flag(arg.name)] = arg
  end
  for _, pair in ipairs(given) do
    local flag = parameters.flag(pair[1])
    local arg = by_flag[flag]
    local value, wrong = readers[arg.type](pair[2], arg, flag)
    if wrong then
      return nil, wrong
    end
    if arg.type == "columns" and values[arg.name] then
      table.move(value, 1, #value, #values[arg.name] + 1, values[arg.name])
    else
      values[arg.name] = value
    end
  end
  return values
end

--- Fills in defaults and reports what is required and not there.
function arguments.complete(args, values)
  for _, arg in ipairs(args) do
    if values[arg.name] == nil then
      if arg.required then
        return problem(string.format("--%s is required",
          parameters.flag(arg.name)), arg.help)
      end
      local default = arg.default
      if arg.type == "columns" and type(default) == "string" then
        default = split(default)
      end
      values[arg.name] = default
    end
  end
  return values
end

--- Names of columns and regions as the data writes them. `columns` resolves a
-- name to a header or nil, `names` lists the headers, `regions` the regions (nil
-- when the data has none).
function arguments.bind(args, values, columns, names, regions)
  local function column(name, arg)
    local header = columns(name)
    if header then
      return header
    end
    local best = native.suggest(name, names)
    return problem(string.format("--%s: the data has no column %q",
      parameters.flag(arg.name), name), best and "did you mean " .. best .. "?" or
      "columns: " .. table.concat(names, ", "))
  end
  for _, arg in ipairs(args) do
    local value, wrong = values[arg.name], nil
    if value == nil then
      goto continue
    end
    if arg.type == "column" then
      value, wrong = column(value, arg)
    elseif arg.type == "columns" then
      local list = {}
      for i, name in ipairs(value) do
        list[i], wrong = column(name, arg)
        if wrong then
          break
        end
      end
      value = list
    elseif arg.type == "region" and regions then
      value, wrong = one_of(value, regions, string.format(
        "--%s: the data has no region %q", parameters.flag(arg.name), value))
    end
    if wrong then
      return nil, wrong
    end
    values[arg.name] = value
    ::continue::
  end
  return values
end

--- Reads what arguments of type `file` name, with `reader(name, path)`.
function arguments.open(args, values, reader)
  for _, arg in ipairs(args) do
    local value = values[arg.name]
    if arg.type == "file" and value ~= nil then
      local given = type(value) == "table"
      local ok, file = pcall(reader, given and value.given or value, given)
      if not ok then
        return problem_of(file, arg)
      end
      values[arg.name] = file
    end
  end
  return values
end

--- What `run` sees: reading a name that was never declared raises.
function arguments.strict(args, values)
  local names, declared = {}, {}
  for i, arg in ipairs(args) do
    names[i], declared[arg.name] = arg.name, true
  end
  return setmetatable(values, {
    __name = "args",
    __index = function(_, name)
      if not declared[name] then
        local text = tostring(name)
        local best = native.suggest(text, names)
        native.fail(string.format("the script declares no argument %q", text),
          best and "did you mean args." .. best .. "?" or
          "declare it: args = {{\"" .. text .. "\", type = ...}}")
      end
    end,
  })
end

return arguments
