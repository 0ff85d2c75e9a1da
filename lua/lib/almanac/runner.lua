--- From a checked script and a table to a document.

local arguments = require "almanac.arguments"
local compose = require "almanac.compose"
local conditions = require "almanac.conditions"
local document = require "almanac.document"
local languages = require "almanac.languages"
local mapping = require "almanac.maps"
local metrics = require "almanac.metrics"
local native = require "almanac.native"
local needs = require "almanac.needs"
local parameters = require "almanac.parameters"
local remarks = require "almanac.remarks"

local runner = {}

--- The arguments of a script as the command line needs them.
function runner.flags(script)
  local flags = {}
  for i, arg in ipairs(script.args) do
    flags[i] = {parameters.flag(arg.name), arg.type == "boolean"}
  end
  return flags
end

--- The values of arguments, from texts.
function runner.set(script, given)
  return arguments.read(script.args, given)
end

--- The arguments of an example, a copy, as if they had been given.
function runner.example(example)
  local values = {}
  for name, value in pairs(example.args or {}) do
    values[name] = type(value) == "table" and table.move(value, 1, rawlen(value), 1, {}) or value
  end
  return {values = values, places = {}}
end

--- {"region=state", ...} as {{"region", "state"}, ...}.
function runner.maps(texts)
  local maps = {}
  for i, text in ipairs(texts) do
    local left, right = text:match("^([^=]+)=(.+)$")
    if not left then
      return nil, {usage = true, help = "--map region=state",
        message = string.format("--map %s is not of the form role=column", text)}
    end
    maps[i] = {left, right}
  end
  return maps
end

--- The rows for which all of `texts`, expressions, are true: one filter, counted
-- once.
function runner.where(t, texts)
  if #texts == 0 then
    return t
  end
  local text = texts[1]
  if #texts > 1 then
    text = "(" .. table.concat(texts, ") and (") .. ")"
  end
  local ok, result = pcall(t.where, t, text)
  if not ok then
    if type(result) == "string" then -- of Lua's, which begins with the place
      result = result:gsub('^".*":1: ', "")
    end
    return nil, native.problem_of(result, "--where: ", true)
  end
  return result
end

-- The column whose role is region, when it is of text; and whether there is one at all.
local function region_column(t)
  local has_column = false
  for _, field in ipairs(native.fields(t)) do
    has_column = has_column or field.role == "region"
    if field.role == "region" and native.type(t, field.name) == "text" then
      return field.name, true
    end
  end
  return nil, has_column
end

-- The table with the metrics that --map names: columns, hidden as they were not asked
-- for by their own names.
local function with_metrics(t, maps)
  for _, map in ipairs(maps) do
    local name = map[2]
    if not needs.header(t, name) and metrics.has(t, name) then
      local names = native.aliases(t)
      t = native.with_field(t:with{[name] = t:col(name)}, name, {hidden = true})
      native.set_aliases(t, names)
    end
  end
  return t
end

-- The table as the user calls its columns: roles, other names, filters.
local function open(t, maps, where, note)
  local wrong
  local columns = {}
  for _, map in ipairs(maps) do
    columns[#columns + 1] = needs.header(t, map[2]) and map or nil
  end
  t = needs.settle(t, columns, note)
  native.set_aliases(t, needs.aliases(t, columns))
  if #columns < #maps then
    t, wrong = needs.settle(with_metrics(t, maps), maps)
    if not t then
      return nil, wrong
    end
    native.set_aliases(t, needs.aliases(t, maps))
  end
  return runner.where(t, where)
end

--- The same from what the command line says.
---@param map_texts string[]
---@param where_texts string[]
function runner.open(t, map_texts, where_texts)
  local maps, wrong = runner.maps(map_texts)
  if not maps then
    return nil, wrong
  end
  return open(t, maps, where_texts)
end

-- The table as --map and --where leave it.
local function narrow(script, t, options, note)
  local maps, wrong = runner.maps(options.maps)
  if not maps then
    return nil, {wrong}
  end
  local problems = mapping.check(t, script.needs, maps, metrics)
  if #problems > 0 then
    return nil, problems
  end
  t, wrong = open(t, maps, options.where, note)
  return t, t and maps or {wrong}
end

-- What the names in arguments may mean.
local function data_of(t, aliases)
  local region, has_regions = region_column(t)
  return {
    headers = needs.headers(t),
    regions = region and native.distinct(t, region),
    has_regions = has_regions,
    region = function(name)
      return languages.own(t, region, name) or name
    end,
    header = function(name)
      return aliases[name] or needs.header(t, name) or (metrics.has(t, name) and name or nil)
    end,
  }
end

-- Notes on values that lie outside what the data says of their columns.
local function remark(t, script, values, aliases, note)
  local used = {}
  for _, header in pairs(aliases) do
    used[header] = true
  end
  for _, arg in ipairs(script.args) do
    local value = values[arg.name]
    if value and (arg.type == "column" or arg.type == "columns") then
      for _, name in ipairs(type(value) == "table" and value or {value}) do
        used[name] = true
      end
    end
  end
  for _, field in ipairs(native.fields(t)) do
    if used[field.name] then
      conditions.remark(t, field, note)
    end
  end
end

--- Everything before `run` is called: roles, filters, needs, arguments.
---@param script table a declaration
---@param t table
---@param given table {values = ..., places = ...}
---@param note fun(text: string)
---@return table? t
---@return table values of the arguments, or the list of all problems
function runner.prepare(script, t, given, options, note)
  local narrowed, maps = narrow(script, t, options, note)
  if not narrowed then
    return nil, maps
  end
  local names = native.aliases(narrowed)
  local ready, aliases, problems = needs.match(narrowed, script.needs, maps, note, metrics.unit)
  t = ready or narrowed
  for name, header in pairs(aliases) do
    names[name] = header
  end
  problems[#problems + 1] = conditions.distinct(t, needs.key(script.key, script.needs,
    aliases))
  native.set_aliases(t, names)
  arguments.complete(script.args, given, options.lenient, problems)
  arguments.bind(script.args, given, data_of(t, aliases), problems)
  if #problems == 0 then
    arguments.open(script.args, given, options.file, problems)
  end
  if #problems > 0 then
    return nil, problems
  end
  remark(t, script, given.values, aliases, note)
  return t, given.values
end

local MOST_NOTES = 100 -- of a script's own

-- A function that adds a text to `notes`, and one that says how many there would
-- have been more.
local function noting(notes)
  local told = 0
  local function add(text)
    told = told + 1
    if told <= MOST_NOTES then
      notes[#notes + 1] = tostring(text)
    end
  end
  local function finish()
    if told > MOST_NOTES then
      notes[#notes + 1] = "and " .. told - MOST_NOTES .. " more notes"
    end
  end
  return add, finish
end

-- What is not of the type that a function of the context takes.
local function expect(value, kind, call, example)
  if type(value) ~= kind then
    native.fail(string.format("ctx.%s takes %s, not %s", call, kind == "string" and "a name" or
      "a " .. kind, value == nil and "nil" or "a " .. type(value)), example)
  end
end

-- ctx.read(name), ctx.read(name, {as = "text"})
local function read_file(name, options)
  expect(name, "string", "read", "ctx.read(\"prices.csv\")")
  if options ~= nil then
    expect(options, "table", "read(name, options)", "ctx.read(name, {as = \"text\"})")
  end
  local as = options and options.as or "table"
  if as ~= "table" and as ~= "text" then
    native.fail(string.format("ctx.read: as cannot be %q", tostring(as)),
      'write as = "text", or leave it out for a table')
  end
  local read = native.read(name, as == "text")
  return as == "text" and read or (needs.settle(read, {}))
end

-- A field that the context has not is a slip, not a missing value.
local function refuse_field(ctx, name)
  local names = {"seed"}
  for known in pairs(ctx) do
    names[#names + 1] = known
  end
  local best = native.suggest(tostring(name), names)
  native.fail(string.format("the context has no %q", tostring(name)),
    best and "did you mean ctx." .. best .. "?" or "`almanac help api context` lists what it has")
end

--- What a script is handed; `note` takes its notes. Who asks for the seed will use
-- it.
function runner.context(options, note)
  local ctx = {
    unverified = options.unverified, -- figures of status U are kept
    note = note,
    table = function(name)
      expect(name, "string", "table", "ctx.table(\"regions\")")
      return (needs.settle(native.sibling(name), {}))
    end,
    read = read_file,
    progress = native.progress,
    run = function(name, args, data)
      expect(name, "string", "run", "ctx.run(\"ranking\", {top = 3}, t)")
      if args ~= nil then
        expect(args, "table", "run(name, args)", "ctx.run(\"ranking\", {top = 3}, t)")
      end
      return compose.run(runner, options, name, args, data)
    end,
  }
  for name, f in pairs(ctx) do
    ctx[name] = type(f) == "function" and native.entry(f) or f
  end
  return setmetatable(ctx, {__index = function(_, name)
    if name == "seed" then
      native.use_seed()
      return options.seed
    elseif name ~= "unverified" then
      refuse_field(ctx, name)
    end
  end})
end

--- Looks for what would keep a script or a metric from running on a table.
---@return table[] problems
---@return string[] notes
function runner.check(script, t, options)
  local notes = {}
  options.lenient = true -- the flags are not there yet
  local declared = {needs = script.needs, key = script.key or {}, args = script.args or {}}
  local ready, problems = runner.prepare(declared, t, {values = {}, places = {}}, options,
    function(text)
      notes[#notes + 1] = text
    end)
  return ready and {} or problems, notes
end

--- Runs a script on a table.
---@return table? document
---@return table[]? problems
function runner.run(script, t, given, options)
  local notes = {}
  local function note(text)
    notes[#notes + 1] = text
  end
  local ready, values = runner.prepare(script, t, given, options, note)
  if not ready then
    return nil, values
  end
  local add, finish = noting(notes)
  local ctx = runner.context(options, add)
  remarks.on_note(note)
  local args = arguments.strict(script.args, values)
  local value, reason = script.run(ready, args, ctx)
  if value == nil then
    note(type(reason) == "string" and "undefined: " .. reason or
      "the script returned nothing: a result is what `run` ends with, `return ...`")
  end
  local doc = document.of(value)
  finish()
  doc.title = doc.title or script.title
  for _, text in ipairs(doc.notes) do
    note(text)
  end
  doc.notes = notes
  languages.tell(doc.translations, t)
  doc.references = options.inner == nil and languages.sources() or nil
  return document.pack(doc)
end

return runner
