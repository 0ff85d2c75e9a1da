--- One script running another: `ctx.run(name, args, data)`.
--
-- The other script is checked and run as if it had been called from the command
-- line, on its own data unless some is given. What it came to is a section of a
-- result: its parts, its method, and a ledger of its own.

local core = require "almanac.core"
local declaration = require "almanac.declaration"
local native = require "almanac.native"
local parameters = require "almanac.parameters"

local compose = {}

local meta = {__name = "section"}
local deepest = 8 -- scripts that run each other in a circle end here
local depth = 0

local function refuse(name, problem)
  native.fail(name .. ": " .. problem.message, problem.help)
end

local function declare(name)
  local chunk, source = native.script_chunk(name)
  local script, problems = declaration.of("script", chunk, source, {})
  if not script then
    refuse(name, problems[1].module and {message = "it is a module, not a script"} or problems[1])
  end
  return script
end

-- The arguments as if they had been given: every one declared, of its type.
local function given_of(script, name, args)
  local given, known = {values = {}, places = {}}, {}
  for i, arg in ipairs(script.args) do
    known[i], known[arg.name] = arg.name, arg
  end
  for key, value in pairs(args or {}) do
    local arg = known[key]
    if not arg then
      local best = native.suggest(tostring(key), known)
      refuse(name, {message = string.format("it has no argument %q", tostring(key)),
        help = best and "did you mean " .. best .. "?" or
          "arguments: " .. table.concat(known, ", ")})
    end
    local shown, wrong = parameters.misfit(value, arg)
    if wrong then
      refuse(name, {message = string.format("%s is %s%s", key, shown, wrong)})
    end
    given.values[key] = value
  end
  return given
end

local function data_of(script, name, data)
  if core.is_table(data) then
    return data, {}
  end
  data = data or script.data
  if type(data) ~= "string" then
    refuse(name, {message = "it names no data of its own",
      help = string.format("ctx.run(%q, args, t) hands it yours", name)})
  end
  return native.data(data)
end

local function main_part(doc)
  for _, part in ipairs(doc.parts) do
    if part.table then
      return part
    end
  end
end

-- Calls f with a new ledger; answers its lines after what f returned.
local function apart(f, ...)
  local before = native.ledger_begin()
  depth = depth + 1
  local result = table.pack(pcall(f, ...))
  depth = depth - 1
  local lines = native.ledger_end(before)
  if not result[1] then
    error(result[2], 0)
  end
  return lines, table.unpack(result, 2, result.n)
end

-- What was set aside while loading, of the columns that the result names.
local function add_unverified(ledger, doc, lines)
  local told = {}
  for _, part in ipairs(doc.parts) do
    for _, field in ipairs(part.table and native.fields(part.table) or {}) do
      if lines[field.name] and not told[field.name] then
        told[field.name] = true
        ledger[#ledger + 1] = lines[field.name]
      end
    end
  end
end

--- Runs the script `name` and answers a section for report{sections = {...}}.
---@param runner table almanac.runner
---@param options table of the run
---@return table section {name, title, text, table and from of its main part}
function compose.run(runner, options, name, given, data)
  if depth >= deepest then
    native.fail(string.format("%s: scripts run one another in a circle", name))
  end
  local script = declare(name)
  local arguments = given_of(script, name, given)
  local t, unverified = data_of(script, name, data)
  local ledger, doc, problems = apart(runner.run, script, t, arguments, {
    maps = {}, where = {}, seed = options.seed, unverified = options.unverified,
    file = options.file, inner = true,
  })
  if not doc then
    refuse(name, problems[1])
  end
  add_unverified(ledger, doc, unverified)
  doc.ledger = ledger
  local main = main_part(doc)
  return setmetatable({
    name = parameters.flag(name), title = doc.title, document = doc,
    table = main and main.table, from = main and main.from,
  }, meta)
end

return compose
