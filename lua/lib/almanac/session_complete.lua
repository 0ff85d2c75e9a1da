--- What a word at the end of a line may become, for an interactive session.
--
-- Nothing of the user's runs for it: variables are read as they are.

local core = require "almanac.core"
local metrics = require "almanac.metrics"
local native = require "almanac.native"

local complete = {}

local keywords = {"and", "break", "do", "else", "elseif", "end", "false", "for",
  "function", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then",
  "true", "until", "while"}
local modules = {"format", "panel", "plot", "stats"}

local function add_all(into, names)
  for _, name in ipairs(names) do
    into[#into + 1] = name
  end
end

local function add_keys(into, value)
  for name in pairs(value) do
    into[#into + 1] = type(name) == "string" and name or nil
  end
end

-- The columns of `t` that have names Lua reads, the metrics it can compute too.
local function columns_of(t)
  local names = {}
  for _, field in ipairs(native.fields(t)) do
    if not field.hidden and field.name:find("^[%a_][%w_]*$") then
      names[#names + 1] = field.name
    end
  end
  for _, name in ipairs(native.metric_names()) do
    local ok, has = pcall(metrics.has, t, name)
    names[#names + 1] = ok and has and name or nil
  end
  return names
end

local function methods_of(kind)
  local t = core.table({{a = 1}}, {"a"})
  local values = {table = t, column = t.a, group = t:group_by "a"}
  return values[kind] and native.methods(values[kind]) or {}
end

-- The value of a variable; a module that was not named yet is loaded.
local function variable(variables, name)
  local value = rawget(variables, name)
  if value == nil then
    local ok, found = pcall(function()
      return variables[name]
    end)
    value = ok and found or nil
  end
  return value
end

-- What `a.b.c` is: its value, or the kind of data it is known to be.
local function resolve(variables, path)
  local value, kind
  for name in path:gmatch("[%w_]+") do
    if value == nil then
      value = variable(variables, name)
    elseif native.kind(value) == "table" then
      return nil, "column"
    elseif native.kind(value) == "library" then
      value = value[name]
    elseif type(value) == "table" and not native.kind(value) then
      value = rawget(value, name)
    else
      value = nil
    end
    kind = native.kind(value)
    if value == nil then
      return nil
    end
  end
  return value, kind
end

-- After `path.`
local function fields(variables, path)
  local value, kind = resolve(variables, path)
  local names = {}
  if kind == "table" then
    names = columns_of(value)
  elseif kind == "library" then
    add_keys(names, value)
  elseif type(value) == "table" and not kind then
    for name in next, value do
      names[#names + 1] = type(name) == "string" and name or nil
    end
  end
  return names
end

-- After `path:`; of what a call returns any method is offered.
local function methods(variables, path)
  local value, kind = resolve(variables, path)
  local names = {}
  if path == "" then
    for _, each in ipairs {"table", "column", "group"} do
      add_all(names, methods_of(each))
    end
  elseif type(value) == "string" then
    add_keys(names, variable(variables, "string"))
  else
    names = methods_of(kind)
  end
  return names
end

-- Whether the line ends inside a text, in an odd number of quotes.
local function in_text(line)
  local open
  for escaped, c in line:gmatch("(\\?)(.)") do
    if escaped == "" and (c == '"' or c == "'") then
      open = open == nil and c or (open ~= c and open or nil)
    end
  end
  return open ~= nil
end

-- What an expression string may name: the columns of the table whose verb it is
-- given to, or of t.
local function words_of_text(variables, line)
  local path = line:match("([%w_]+)%s*:%s*[%w_]+%s*[({]*[^({]*$")
  local value, kind = resolve(variables, path or "t")
  if kind ~= "table" then
    value, kind = resolve(variables, "t")
  end
  local names = kind == "table" and columns_of(value) or {}
  add_all(names, {"count", "first", "last", "max", "mean", "median", "min", "sum", "wmean"})
  return names
end

local function globals(variables)
  local names = {}
  add_keys(names, _G)
  for name in next, variables do
    names[#names + 1] = type(name) == "string" and name or nil
  end
  add_all(names, keywords)
  add_all(names, modules)
  return names
end

-- Those that begin with `prefix`, once each, in order.
local function choose(names, prefix)
  local seen, chosen = {}, {}
  for _, name in ipairs(names) do
    if not seen[name] and name:sub(1, #prefix) == prefix and
      (prefix ~= "" or name:sub(1, 1) ~= "_") then
      seen[name] = true
      chosen[#chosen + 1] = name
    end
  end
  table.sort(chosen)
  return chosen
end

--- The words that the last one of `line` may become.
---@param variables table
---@param line string up to the cursor
---@return string[]
function complete.of(variables, line)
  local before, prefix = line:match("^(.-)([%w_]*)$")
  local path, sign = before:match("([%w_.]*)([.:])$")
  if in_text(before) then
    return choose(words_of_text(variables, before), prefix)
  elseif sign == "." and path ~= "" then
    return choose(fields(variables, path), prefix)
  elseif sign == ":" then
    return choose(methods(variables, path), prefix)
  elseif sign then
    return {}
  end
  return choose(globals(variables), prefix)
end

return complete
