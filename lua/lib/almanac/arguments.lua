--- The flags of a script: texts from the command line, or from a file of
-- arguments, to values of the types that its declaration names.
--
-- A problem tells where its value was written: "--top" on the command line,
-- "args.json line 3, column 10: top" in a file.

local format = require "almanac.format"
local native = require "almanac.native"
local parameters = require "almanac.parameters"
local readers = require "almanac.readers"
local schema = require "almanac.schema"

local arguments = {}

local flag_of = parameters.flag

local DEFAULT = {} -- the place of a value that nobody gave

--- How problems call an argument, or item `i` of a list.
local function label(arg, places, i)
  local place = places[arg.name]
  if type(place) == "table" and place ~= DEFAULT then
    place = place[i or #place]
  end
  if place == DEFAULT then
    return "--" .. flag_of(arg.name) .. ", by default"
  end
  return place and place .. ": " .. arg.name or "--" .. flag_of(arg.name)
end

-- Adds one more value to an argument: a list grows, any other is replaced.
local function store(values, arg, value)
  local before = values[arg.name]
  if arg.type == "columns" then
    values[arg.name] = table.move(value, 1, #value, #(before or {}) + 1, before or {})
  elseif arg.repeated then
    values[arg.name] = before or {}
    table.insert(values[arg.name], value)
  else
    values[arg.name] = value
  end
end

-- Where the last item of an argument was written.
local function store_place(places, arg, item, values)
  if not item.listed then
    places[arg.name] = item[3]
  else
    places[arg.name] = places[arg.name] or {}
    places[arg.name][#values[arg.name]] = item[3]
  end
end

-- The value of one item of what was given, or nil and a problem. Of a file it
-- can be an argument that there is not, or one of a list.
local function read_one(arg, item, args)
  local text, place = item[2], item[3]
  if not arg then
    local names = schema.names(args)
    local best = native.suggest(item[1], names)
    return nil, {usage = true, message = string.format("%s: the script has no argument %q",
      place, item[1]), help = best and "did you mean " .. best .. "?" or
      #names > 0 and "it has " .. format.list(names, "and") or "it takes none"}
  elseif item.listed and not arg.repeated and arg.type ~= "columns" then
    return nil, {usage = true, message = string.format("%s: %s takes one value, not a list",
      place, arg.name)}
  elseif item.listed and arg.type == "columns" then
    return {text} -- a name may hold a comma
  elseif text == nil then
    return nil
  end
  return readers[arg.type](text, arg, label(arg, {[arg.name] = place}))
end

--- Values from what was given. A repeated flag counts once, the last time,
-- unless its argument is a list.
---@param args table[] arguments as almanac.contract made them
---@param given table[] {name, text, place}, the names as flags are written
---@return table? given {values = ..., places = ...}
---@return table[]? problems
function arguments.read(args, given)
  local by_flag, values, places, problems, unknown = {}, {}, {}, {}, {}
  for _, arg in ipairs(args) do
    by_flag[flag_of(arg.name)] = arg
  end
  for _, item in ipairs(given) do
    local arg = by_flag[flag_of(item[1])]
    local value, wrong = read_one(arg, item, args)
    if wrong and not (item.listed and unknown[item[1]]) then -- of a list once
      problems[#problems + 1] = wrong
      unknown[item[1]] = true
    elseif not wrong then
      store(values, arg, value)
      store_place(places, arg, item, values)
    end
  end
  if #problems > 0 then
    return nil, problems
  end
  return {values = values, places = places}
end

-- The default of an argument as its value.
local function default_of(arg)
  local default = arg.default
  if default == nil or arg.type ~= "columns" and not arg.repeated then
    return default
  elseif type(default) == "table" then
    return table.move(default, 1, rawlen(default), 1, {})
  end
  return arg.type == "columns" and readers.columns(default) or {default}
end

--- Fills in defaults; adds to `problems` what is required and not there, unless
-- `lenient`.
function arguments.complete(args, given, lenient, problems)
  local values = given.values
  for _, arg in ipairs(args) do
    if values[arg.name] == nil then
      values[arg.name], given.places[arg.name] = default_of(arg), DEFAULT
      if arg.required and not lenient then
        problems[#problems + 1] = {message = string.format("--%s is required",
          flag_of(arg.name)), help = arg.help, usage = true}
      end
    elseif (arg.repeated or arg.type == "columns") and type(values[arg.name]) ~= "table" then
      values[arg.name] = arg.type == "columns" and readers.columns(values[arg.name]) or
        {values[arg.name]}
    end
  end
end

-- The value, or every value of a list, through `f`, which answers a value or
-- nil and a problem.
local function each(value, f, problems)
  local list = type(value) == "table" and value or {value}
  for i, item in ipairs(list) do
    local found, wrong = f(item, i)
    if wrong then
      wrong.usage = true
      problems[#problems + 1] = wrong
    end
    list[i] = found
  end
  return type(value) == "table" and list or list[1]
end

-- By type: how a name that was given becomes one of the data.
local binders = {}

function binders.column(arg, data, places)
  return function(name, i)
    local header = data.header(name)
    if header then
      return header
    end
    local best = native.suggest(name, data.headers)
    return nil, {
      message = string.format("%s: the data has no column %q", label(arg, places, i), name),
      help = best and "did you mean " .. best .. "?" or
        "columns: " .. table.concat(data.headers, ", "),
    }
  end
end

binders.columns = binders.column

function binders.region(arg, data, places)
  if not data.regions then
    return not data.has_regions and places[arg.name] ~= DEFAULT and function(_, i)
      return nil, {message = label(arg, places, i) .. ": the data has no regions",
        help = "--map region=COLUMN says which column holds them"}
    end
  end
  return function(name, i)
    return readers.one_of(data.region(name), data.regions, string.format(
      "%s: the data has no region %q", label(arg, places, i), name))
  end
end

function binders.expression(arg, _, places)
  return function(text, i)
    local ok, wrong = pcall(native.check_expression, text)
    if ok then
      return text
    end
    return nil, native.problem_of(wrong, label(arg, places, i) .. ": ", true)
  end
end

--- Names of columns and regions as the data writes them; adds to `problems`
-- those that it has not.
---@param data table `header` resolves a name to a header or nil, `headers` lists
-- them, `regions` the regions (nil when the data has none), `region` answers the one
-- that a name in another language means
function arguments.bind(args, given, data, problems)
  local values, places = given.values, given.places
  for _, arg in ipairs(args) do
    local binder = values[arg.name] ~= nil and binders[arg.type]
    local f = binder and binder(arg, data, places)
    if f then
      values[arg.name] = each(values[arg.name], f, problems)
    end
  end
end

-- A file as `run` sees it: a table of data or a text, and its name. What else is asked
-- of it is meant for the table.
local function closed(file, arg)
  return setmetatable(file, {__name = "file", __index = function(_, field)
    if field ~= "table" and field ~= "text" then
      native.fail(string.format("args.%s is a file, which has no %q", arg.name,
        tostring(field)), string.format(file.table and "its table is args.%s.table" or
        "what it holds is args.%s.text", arg.name))
    end
  end, __len = function()
    native.fail(string.format("args.%s is a file, which has no length", arg.name),
      string.format(file.table and "of its rows it is #args.%s.table" or
        "of its text it is #args.%s.text", arg.name))
  end})
end

--- Reads what arguments of type `file` name, with `reader(name, path)`.
function arguments.open(args, given, reader, problems)
  local values = given.values
  for _, arg in ipairs(args) do
    local value = values[arg.name]
    if arg.type == "file" and value ~= nil then
      local function open(name, i)
        local path = type(name) == "table"
        local ok, file = pcall(reader, path and name.given or name, path)
        if ok then
          return closed(file, arg)
        end
        return nil, native.problem_of(file, label(arg, given.places, i) .. ": ", true)
      end
      if arg.repeated then
        values[arg.name] = each(value, open, problems)
      else
        values[arg.name] = each({value}, open, problems)[1]
      end
    end
  end
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
