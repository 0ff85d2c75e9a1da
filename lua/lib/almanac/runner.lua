--- From a checked script and a table to a document.

local arguments = require "almanac.arguments"
local document = require "almanac.document"
local metrics = require "almanac.metrics"
local native = require "almanac.native"
local needs = require "almanac.needs"
local parameters = require "almanac.parameters"

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

--- The arguments of an example, a copy.
function runner.example(example)
  local values = {}
  for name, value in pairs(example.args or {}) do
    values[name] = value
  end
  return values
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
    return nil, native.problem_of(result, "--where: ", true)
  end
  return result
end

-- The distinct texts of the column whose role is region, or nil.
local function regions_of(t)
  for _, field in ipairs(native.fields(t)) do
    if field.role == "region" and native.type(t, field.name) == "text" then
      return native.distinct(t, field.name)
    end
  end
end

local function bind(t, script, values, aliases)
  local headers = needs.headers(t)
  return arguments.bind(script.args, values, function(name)
    return aliases[name] or needs.header(t, name) or
      (metrics.has(t, name) and name or nil)
  end, headers, regions_of(t))
end

--- Everything before `run` is called: roles, filters, needs, arguments.
---@return table? t
---@return table values of the arguments, or the problem
function runner.prepare(script, t, given, options, note)
  local maps, aliases, values, wrong
  maps, wrong = runner.maps(options.maps)
  if maps then
    t, wrong = needs.settle(t, maps)
  end
  if wrong then
    return nil, wrong
  end
  wrong = select(2, needs.check_maps(script.needs, maps))
  if wrong then
    return nil, wrong
  end
  t, wrong = runner.where(t, options.where)
  if not t then
    return nil, wrong
  end
  t, aliases = needs.match(t, script.needs, maps, note, metrics.has)
  if not t then
    return nil, aliases
  end
  native.set_aliases(t, aliases)
  values, wrong = arguments.complete(script.args, given)
  if values then
    values, wrong = bind(t, script, values, aliases)
  end
  if values then
    values, wrong = arguments.open(script.args, values, options.file)
  end
  if not values then
    wrong.usage = true
    return nil, wrong
  end
  return t, values
end

-- What a script is handed. Who asks for the seed will use it.
local function context(options, notes)
  local ctx = {
    unverified = options.unverified, -- figures of status U are kept
    note = function(text)
      notes[#notes + 1] = tostring(text)
    end,
    table = function(name)
      return (needs.settle(native.sibling(name), {}))
    end,
    progress = native.progress,
  }
  return setmetatable(ctx, {__index = function(_, name)
    if name == "seed" then
      native.use_seed()
      return options.seed
    end
  end})
end

--- Runs a script on a table.
---@return table? document
---@return table? problem
function runner.run(script, t, given, options)
  local notes = {}
  local function note(text)
    notes[#notes + 1] = text
  end
  local ready, values = runner.prepare(script, t, given, options, note)
  if not ready then
    return nil, values
  end
  local ctx = context(options, notes)
  metrics.on_note(note)
  local args = arguments.strict(script.args, values)
  local doc = document.of(script.run(ready, args, ctx))
  doc.title = doc.title or script.title
  for _, text in ipairs(doc.notes) do
    note(text)
  end
  doc.notes = notes
  return doc
end

--- Evaluates what the user typed, a function, with `t` among its globals.
function runner.eval(f, globals, t, options)
  local notes = {}
  metrics.on_note(function(text)
    notes[#notes + 1] = text
  end)
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
  globals.t, globals.stats = t, require "stats"
  local value, reason = f()
  if value == nil and type(reason) == "string" then
    notes[#notes + 1] = "undefined: " .. reason
  end
  local doc = document.of(value)
  table.move(doc.notes, 1, #doc.notes, #notes + 1, notes)
  doc.notes = notes
  return doc
end

return runner
