--- What a script or a metric declares, checked and put into one form.
--
-- Functions here return the checked declaration, or nil and a list of problems,
-- each {message = ..., help = ...}. They never call anything of the script's and
-- never look through a metatable of its tables.

local fields = require "almanac.fields"
local formula = require "almanac.formula"
local native = require "almanac.native"
local parameters = require "almanac.parameters"
local schema = require "almanac.schema"

local contract = {}

local add = fields.add

local function read_aliases(alias, place, problems)
  if type(alias) == "string" then
    return {alias}
  end
  return fields.texts(alias, "`alias` of " .. place, problems)
end

local function read_bounds(bounds, place, problems)
  if type(bounds) ~= "table" then
    return nil
  end
  local low, high = rawget(bounds, 1), rawget(bounds, 2)
  if type(low) ~= "number" or type(high) ~= "number" or low > high then
    add(problems, "`bounds` of " .. place .. " are not two numbers in order",
      "write bounds = {0, 100}")
  end
  return {low, high}
end

local function read_need(name, given, problems)
  local place = "need `" .. name .. "`"
  if type(given) ~= "table" then
    add(problems, place .. " is a " .. type(given) .. ", not a table",
      "write " .. name .. " = {role = \"region\"}, or {unit = \"%\"}, or {}")
    return nil
  end
  fields.check(given, schema.need, place, problems)
  local need = fields.copy(given, schema.need, {alias = true})
  need.name = name
  fields.member(need.role, schema.roles, "role", place, problems)
  fields.member(need.kind, schema.kinds, "kind", place, problems)
  fields.member(need.type, schema.column_types, "type", place, problems)
  need.bounds = read_bounds(need.bounds, place, problems)
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
      add(problems, "`needs` holds a " .. type(name) .. " without a name",
        "write needs = {region = {role = \"region\"}}")
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

-- The data of an example are in it, or those of a package.
local function check_data(data, place, problems)
  if type(data) == "string" and not parameters.names_table(data) and
    not parameters.holds_data(data) then
    add(problems, string.format("`data` of %s is %s, neither PACKAGE:TABLE nor lines of data",
      place, parameters.shown(data)), "write the lines themselves: data = \"town,sales\\nA,1\\n\"")
  end
end

-- examples = {data = ...}, one that is not in a list.
local function check_named(given, problems)
  for _, entry in ipairs(schema.example) do
    if rawget(given, entry.name) ~= nil then
      add(problems, "`examples` has a named field `" .. entry.name .. "`; it is a list",
        "write examples = {{" .. entry.name .. " = ...}}")
      return
    end
  end
end

local function read_examples(given, problems)
  local examples = {}
  if type(given) ~= "table" then
    return examples
  end
  check_named(given, problems)
  for i = 1, rawlen(given) do
    local example = rawget(given, i)
    if type(example) ~= "table" then
      add(problems, "example " .. i .. " is a " .. type(example) ..
        ", not a table")
    else
      fields.check(example, schema.example, "example " .. i, problems)
      check_data(rawget(example, "data"), "example " .. i, problems)
      examples[#examples + 1] = fields.copy(example, schema.example, {})
    end
  end
  return examples
end

local function by_flag(args)
  local known = {}
  for _, arg in ipairs(args) do
    known[parameters.flag(arg.name)] = arg
  end
  return known
end

-- The arguments of an example are declared, and their values fit. None names a
-- path: only the user does.
local function check_example(i, example, args, problems)
  local known, names = by_flag(args), {}
  if type(example.args) ~= "table" then
    return
  end
  for name in next, example.args do
    names[#names + 1] = tostring(name)
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local arg, value = known[parameters.flag(name)], rawget(example.args, name)
    if not arg or arg.name ~= name then
      add(problems, string.format("example %d gives `%s`, which is no argument", i, name),
        fields.near(name, args))
    else
      local shown, wrong = parameters.misfit(value, arg)
      if wrong then
        add(problems, string.format("example %d: `%s` is %s%s", i, name, shown, wrong))
      end
    end
  end
end

local function check_examples(examples, args, problems)
  for i, example in ipairs(examples) do
    check_example(i, example, args, problems)
  end
  return examples
end

-- The names in `key` are those of needs.
local function read_key(given, needs, problems)
  local key = fields.texts(given, "`key`", problems)
  for _, name in ipairs(key) do
    if not schema.by_name(needs)[name] then
      add(problems, string.format("`key` names %q, which is no need", name),
        fields.near(name, needs))
    end
  end
  return key
end

local function check_api(given, problems)
  local api = rawget(given, "api")
  if api ~= nil and api ~= schema.api then
    add(problems, string.format("it wants api = %s; this Almanac has api = %d",
      tostring(api), schema.api))
  end
end

-- The data that a script names for itself.
local function check_own_data(data, problems)
  if type(data) == "string" and not parameters.names_table(data) then
    add(problems, string.format("`data` of the script is %s, not PACKAGE:TABLE",
      parameters.shown(data)), "files are for the user to name: almanac run SCRIPT FILE")
  end
end

local function finish(declaration, problems)
  if #problems > 0 then
    return nil, problems
  end
  return declaration
end

-- Whether a table is one of functions and values that scripts load: it has nothing of a
-- script, and no name that could be meant for it.
local function is_module(given)
  local known, any = schema.by_name(schema.script), false
  for name, value in next, given do
    any = any or type(name) == "string"
    if known[name] and type(value) ~= "function" or name == "run" or
      type(name) == "string" and native.suggest(name, {"run"}) then
      return false
    end
  end
  return any
end

-- What a file returns that is no script at all.
local function refuse(given, problems)
  if type(given) ~= "table" then
    add(problems, "the script returns " ..
      (given == nil and "nothing" or "a " .. type(given)),
      "end it with `return {run = function(t, args, ctx) ... end}`")
  elseif native.metatable_name(given) == "metric" then
    add(problems, "this is a metric, not a script",
      "metrics stand in a folder `metrics` beside the scripts")
  elseif is_module(given) then
    problems[1] = {module = true,
      help = "scripts load it with `require`; a script returns {run = function(t, args) ... end}"}
  end
  return #problems > 0
end

--- A script: what its file returned, as a table in which every field is of its
-- type, `needs` and `args` are lists, and texts are never nil in lists.
---@param given any
---@param reserved table<string, boolean> names of global flags
function contract.script(given, reserved)
  local problems = {}
  if type(given) == "function" then
    return {what = "script", needs = {}, key = {}, args = {}, examples = {},
      categories = {}, references = {}, run = given}
  elseif refuse(given, problems) then
    return nil, problems
  end
  fields.check(given, schema.script, "the script", problems)
  check_api(given, problems)
  check_own_data(rawget(given, "data"), problems)
  if rawlen(given) > 0 then
    add(problems, string.format("the script has an entry without a name, %s",
      parameters.shown(rawget(given, 1))), "every field is written name = ...")
  end
  if rawget(given, "run") == nil then
    add(problems, "the script has no `run`",
      "add run = function(t, args, ctx) ... end")
  end
  local needs = read_needs(rawget(given, "needs"), problems)
  local args = parameters.read(rawget(given, "args"), reserved, problems)
  return finish({
    what = "script", title = rawget(given, "title"),
    summary = rawget(given, "summary"),
    description = rawget(given, "description"),
    data = rawget(given, "data"), run = rawget(given, "run"),
    author = rawget(given, "author"), version = rawget(given, "version"),
    license = rawget(given, "license"),
    categories = fields.texts(rawget(given, "categories"), "`categories`",
      problems),
    references = fields.texts(rawget(given, "references"), "`references`",
      problems),
    needs = needs, args = args,
    key = read_key(rawget(given, "key"), needs, problems),
    examples = check_examples(read_examples(rawget(given, "examples"), problems), args,
      problems),
  }, problems)
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
  if type(given) == "function" or type(given) == "table" and rawget(given, "run") ~= nil then
    add(problems, "this is a script, not a metric",
      "move it out of the folder `metrics`, to the folder above")
    return nil, problems
  elseif meta ~= "metric" then
    add(problems, "a metric's file returns metric{...}",
      "end it with `return metric{name = ..., value = ...}`")
    return nil, problems
  end
  fields.check(given, schema.metric, "the metric", problems)
  check_api(given, problems)
  local name = rawget(given, "name")
  if type(name) ~= "string" or not name:find("^[%a_][%w_]*$") then
    add(problems, "the metric has no name that could be a column's",
      "add name = \"...\": letters, digits and `_`")
  else
    formula.check_name(name, problems)
  end
  fields.member(rawget(given, "kind"), schema.kinds, "kind", "the metric", problems)
  check_value(given, problems)
  local needs = read_needs(rawget(given, "needs"), problems)
  formula.check(rawget(given, "value"), needs, problems)
  return finish({
    what = "metric", name = name, title = rawget(given, "title"),
    title_zh = rawget(given, "title_zh"),
    description = rawget(given, "description"), unit = rawget(given, "unit"),
    author = rawget(given, "author"), version = rawget(given, "version"),
    license = rawget(given, "license"),
    kind = rawget(given, "kind"),
    direction = rawget(given, "direction"),
    rounding = rawget(given, "rounding"),
    bounds = read_bounds(rawget(given, "bounds"), "the metric", problems),
    aggregate = read_aggregate(given, problems),
    needs = needs,
    references = fields.texts(rawget(given, "references"), "`references`",
      problems),
    examples = read_examples(rawget(given, "examples"), problems),
    value = rawget(given, "value"), column = rawget(given, "column"),
  }, problems)
end

return contract
