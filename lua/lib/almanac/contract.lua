--- What a script or a metric declares, checked and put into one form.
--
-- Functions here return the checked declaration, or nil and a list of problems,
-- each {message = ..., help = ...}. They never call anything of the script's and
-- never look through a metatable of its tables.

local native = require "almanac.native"

local contract = {}

local API = 1

local script_fields = {
  api = "number", title = "string", summary = "string", description = "string",
  categories = "table", data = "string", needs = "table", args = "table",
  examples = "table", references = "table", author = "string",
  version = "string", license = "string", run = "function",
}

local metric_fields = {
  api = "number", name = "string", title = "string", title_zh = "string",
  description = "string", unit = "string", kind = "string", bounds = "table",
  direction = "number", rounding = "number", needs = "table", value = true,
  column = "function", aggregate = true, examples = "table",
  references = "table", author = "string", version = "string",
  license = "string",
}

local need_fields = {
  role = "string", unit = "string", kind = "string", type = "string",
  optional = "boolean", help = "string", alias = true, name = "string",
}

local arg_fields = {
  name = "string", type = "string", default = true, help = "string",
  min = "number", max = "number", values = "table", required = "boolean",
}

local function set(...)
  local members = {}
  for _, name in ipairs({...}) do
    members[name] = true
  end
  return members
end

local arg_types = set("integer", "number", "text", "boolean", "enum", "column",
  "columns", "period", "region", "expression", "file")
local roles = set("region", "period", "measure", "weight", "group")
local kinds = set("stock", "flow", "rate", "index", "category")
local column_types = set("integer", "number", "text", "boolean", "period")

local function names_of(members)
  local names = {}
  for name in next, members do
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

local function add(problems, message, help)
  problems[#problems + 1] = {message = message, help = help}
end

local function near(wanted, members)
  local best = native.suggest(wanted, names_of(members))
  return best and ("did you mean `" .. best .. "`?") or
    "known: " .. table.concat(names_of(members), ", ")
end

-- Every field of `given` is known and of its type; `place` names the table.
local function check_fields(given, known, place, problems)
  local names = {}
  for key in next, given do
    if type(key) == "string" then
      names[#names + 1] = key
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local want, value = known[name], rawget(given, name)
    if want == nil then
      add(problems, string.format("%s has no field `%s`", place, name),
        near(name, known))
    elseif want ~= true and type(value) ~= want then
      add(problems, string.format("`%s` of %s is a %s, not a %s", name, place,
        type(value), want))
    end
  end
end

local function check_member(value, members, what, place, problems)
  if type(value) == "string" and not members[value] then
    add(problems, string.format("%s of %s is %q, which is no %s", what, place,
      value, what), near(value, members))
  end
end

local function check_texts(list, what, problems)
  local texts = {}
  if type(list) ~= "table" then
    return texts
  end
  for i = 1, rawlen(list) do
    local text = rawget(list, i)
    if type(text) ~= "string" then
      add(problems, string.format("%s holds a %s, not only texts", what,
        type(text)))
    else
      texts[#texts + 1] = text
    end
  end
  return texts
end

local function read_aliases(alias, place, problems)
  if type(alias) == "string" then
    return {alias}
  elseif alias ~= nil and type(alias) ~= "table" then
    add(problems, "`alias` of " .. place .. " is neither a text nor a list")
    return {}
  end
  return check_texts(alias, "`alias` of " .. place, problems)
end

local function read_need(name, given, problems)
  local place = "need `" .. name .. "`"
  if type(given) ~= "table" then
    add(problems, place .. " is a " .. type(given) .. ", not a table",
      "write " .. name .. " = {role = \"region\"}, or {unit = \"%\"}, or {}")
    return nil
  end
  check_fields(given, need_fields, place, problems)
  local need = {name = name}
  for field in next, need_fields do
    if field ~= "name" and field ~= "alias" then
      need[field] = rawget(given, field)
    end
  end
  check_member(need.role, roles, "role", place, problems)
  check_member(need.kind, kinds, "kind", place, problems)
  check_member(need.type, column_types, "type", place, problems)
  need.aliases = read_aliases(rawget(given, "alias"), place, problems)
  return need
end

-- needs = {name = {...}} as a list sorted by name; a bare name in the list part
-- is a need without conditions.
local function read_needs(given, problems)
  local needs, names = {}, {}
  if type(given) ~= "table" then
    return needs
  end
  for i = 1, rawlen(given) do
    local name = rawget(given, i)
    if type(name) == "string" then
      needs[#needs + 1] = {name = name, aliases = {}}
    else
      add(problems, "`needs` holds a " .. type(name) .. " without a name")
    end
  end
  for name in next, given do
    if type(name) == "string" then
      names[#names + 1] = name
    end
  end
  table.sort(names)
  for _, name in ipairs(names) do
    needs[#needs + 1] = read_need(name, rawget(given, name), problems)
  end
  return needs
end

--- "top" and "Top-Rows" as flags are written: "top", "top-rows".
function contract.flag(name)
  return (name:lower():gsub("_", "-"))
end

local function in_range(value, arg)
  return (arg.min == nil or value >= arg.min) and
    (arg.max == nil or value <= arg.max)
end

-- Whether `value` may be the default of `arg`.
local function fits(value, arg)
  local kind = arg.type
  if kind == "integer" then
    return math.type(value) == "integer" and in_range(value, arg)
  elseif kind == "number" then
    return type(value) == "number" and in_range(value, arg)
  elseif kind == "boolean" then
    return type(value) == "boolean"
  elseif kind == "columns" then
    return type(value) == "string" or type(value) == "table"
  elseif kind == "file" then -- a script reads no path of its own choice
    return type(value) == "string" and value:find("^[%w_-]+:[%w_-]+$") ~= nil
  elseif kind == "enum" then
    for _, name in ipairs(arg.values) do
      if name == value then
        return true
      end
    end
    return false
  end
  return type(value) == "string"
end

local function check_arg_name(name, place, reserved, seen, problems)
  local flag = contract.flag(name)
  if not name:find("^%a[%w_-]*$") then
    add(problems, place .. " has a name that cannot be a flag",
      "letters, digits and `_`, a letter first")
  elseif reserved[flag] then
    add(problems, string.format(
      "%s is named like the global flag --%s", place, flag), "rename it")
  elseif seen[flag] then
    add(problems, place .. " is declared twice")
  end
  seen[flag] = true
end

local function read_arg(given, i, reserved, seen, problems)
  local place = "argument " .. i
  if type(given) ~= "table" then
    add(problems, place .. " is a " .. type(given) .. ", not a table",
      "write {\"top\", type = \"integer\", help = \"...\"}")
    return nil
  end
  local name = rawget(given, 1) or rawget(given, "name")
  if type(name) ~= "string" then
    add(problems, place .. " has no name",
      "write {\"top\", type = \"integer\", help = \"...\"}")
    return nil
  end
  place = "argument `" .. name .. "`"
  check_fields(given, arg_fields, place, problems)
  check_arg_name(name, place, reserved, seen, problems)
  local arg = {}
  for field in next, arg_fields do
    arg[field] = rawget(given, field)
  end
  arg.name, arg.type = name, arg.type or "text"
  check_member(arg.type, arg_types, "type", place, problems)
  arg.values = check_texts(arg.values, "`values` of " .. place, problems)
  if arg.type == "enum" and #arg.values == 0 then
    add(problems, place .. " is an enum without values",
      "add values = {\"...\", \"...\"}")
  elseif #problems == 0 and arg.default ~= nil and not fits(arg.default, arg) then
    add(problems, string.format("the default of %s, %s, is no %s it accepts",
      place, tostring(arg.default), arg.type))
  end
  return arg
end

local function read_args(given, reserved, problems)
  local args, seen = {}, {}
  if type(given) ~= "table" then
    return args
  end
  for i = 1, rawlen(given) do
    args[#args + 1] = read_arg(rawget(given, i), i, reserved, seen, problems)
  end
  for key in next, given do
    if type(key) == "string" then
      add(problems, "`args` has a named field `" .. key .. "`; it is a list",
        "write {\"" .. key .. "\", type = ...}")
    end
  end
  return args
end

local function read_examples(given, problems)
  local examples = {}
  if type(given) ~= "table" then
    return examples
  end
  for i = 1, rawlen(given) do
    local example = rawget(given, i)
    if type(example) ~= "table" then
      add(problems, "example " .. i .. " is a " .. type(example) ..
        ", not a table")
    else
      examples[#examples + 1] = {
        title = rawget(example, "title"), data = rawget(example, "data"),
        args = rawget(example, "args"), expect = rawget(example, "expect"),
      }
    end
  end
  return examples
end

-- An example names no path: only the user does.
local function check_example_files(examples, args, problems)
  for i, example in ipairs(examples) do
    for _, arg in ipairs(args) do
      local value = type(example.args) == "table" and rawget(example.args, arg.name) or nil
      if arg.type == "file" and value ~= nil and type(value) ~= "string" then
        add(problems, string.format("example %d: %s is a %s, not a text", i, arg.name,
          type(value)))
      end
    end
  end
  return examples
end

local function check_api(given, problems)
  local api = rawget(given, "api")
  if api ~= nil and api ~= API then
    add(problems, string.format("it wants api = %s; this Almanac has api = %d",
      tostring(api), API))
  end
end

local function finish(declaration, problems)
  if #problems > 0 then
    return nil, problems
  end
  return declaration
end

--- A script: what its file returned, as a table in which every field is of its
-- type, `needs` and `args` are lists, and texts are never nil in lists.
---@param given any
---@param reserved table<string, boolean> names of global flags
function contract.script(given, reserved)
  local problems = {}
  if type(given) == "function" then
    return {what = "script", needs = {}, args = {}, examples = {},
      categories = {}, references = {}, run = given}
  elseif type(given) ~= "table" then
    add(problems, "the script returns " ..
      (given == nil and "nothing" or "a " .. type(given)),
      "end it with `return {run = function(t, args, ctx) ... end}`")
    return nil, problems
  end
  check_fields(given, script_fields, "the script", problems)
  check_api(given, problems)
  if rawget(given, "run") == nil then
    add(problems, "the script has no `run`",
      "add run = function(t, args, ctx) ... end")
  end
  local needs = read_needs(rawget(given, "needs"), problems)
  local args = read_args(rawget(given, "args"), reserved, problems)
  return finish({
    what = "script", title = rawget(given, "title"),
    summary = rawget(given, "summary"),
    description = rawget(given, "description"),
    data = rawget(given, "data"), run = rawget(given, "run"),
    categories = check_texts(rawget(given, "categories"), "`categories`",
      problems),
    references = check_texts(rawget(given, "references"), "`references`",
      problems),
    needs = needs, args = args,
    examples = check_example_files(read_examples(rawget(given, "examples"), problems), args,
      problems),
  }, problems)
end

local function read_bounds(given, problems)
  local bounds = rawget(given, "bounds")
  if type(bounds) ~= "table" then
    return nil
  end
  local low, high = rawget(bounds, 1), rawget(bounds, 2)
  if type(low) ~= "number" or type(high) ~= "number" or low > high then
    add(problems, "`bounds` are not two numbers in order",
      "write bounds = {0, 100}")
  end
  return {low, high}
end

local function read_aggregate(given, problems)
  local aggregate = rawget(given, "aggregate")
  if aggregate == nil or aggregate == "sum" or aggregate == "none" then
    return aggregate
  elseif type(aggregate) == "table" and
    rawget(aggregate, 1) == "weighted_mean" and
    type(rawget(aggregate, 2)) == "string" then
    return {"weighted_mean", rawget(aggregate, 2)}
  end
  add(problems, "`aggregate` of the metric is not understood",
    "write \"sum\", \"none\" or {\"weighted_mean\", \"population\"}")
end

local function check_value(given, problems)
  local value, column = rawget(given, "value"), rawget(given, "column")
  if (value == nil) == (column == nil) then
    add(problems, "a metric has either `value` or `column`",
      "write value = \"100 * users / population\"")
  elseif value ~= nil and type(value) ~= "string" and
    type(value) ~= "function" then
    add(problems, "`value` of the metric is a " .. type(value) ..
      ", not an expression or a function of a row")
  end
end

--- A metric, in the same manner.
function contract.metric(given)
  local problems = {}
  local meta = type(given) == "table" and native.metatable_name(given)
  if meta ~= "metric" then
    add(problems, "a metric's file returns metric{...}",
      "end it with `return metric{name = ..., value = ...}`")
    return nil, problems
  end
  check_fields(given, metric_fields, "the metric", problems)
  check_api(given, problems)
  local name = rawget(given, "name")
  if type(name) ~= "string" or not name:find("^[%a_][%w_]*$") then
    add(problems, "the metric has no name that could be a column's",
      "add name = \"...\": letters, digits and `_`")
  end
  check_member(rawget(given, "kind"), kinds, "kind", "the metric", problems)
  check_value(given, problems)
  return finish({
    what = "metric", name = name, title = rawget(given, "title"),
    title_zh = rawget(given, "title_zh"),
    description = rawget(given, "description"), unit = rawget(given, "unit"),
    kind = rawget(given, "kind"),
    direction = rawget(given, "direction"),
    rounding = rawget(given, "rounding"),
    bounds = read_bounds(given, problems),
    aggregate = read_aggregate(given, problems),
    needs = read_needs(rawget(given, "needs"), problems),
    references = check_texts(rawget(given, "references"), "`references`",
      problems),
    examples = read_examples(rawget(given, "examples"), problems),
    value = rawget(given, "value"), column = rawget(given, "column"),
  }, problems)
end

return contract
