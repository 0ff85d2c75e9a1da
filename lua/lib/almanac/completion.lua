--- What could be typed next: from the declaration of a script, and from data.
--
-- Candidates go to `offer(text, help, open, from)`: `open` when more is to be
-- typed behind the text, `from` the bytes of it that stand there already.

local api = require "almanac.api"
local core = require "almanac.core"
local native = require "almanac.native"
local needs = require "almanac.needs"
local offers = require "almanac.offers"
local parameters = require "almanac.parameters"
local runner = require "almanac.runner"
local schema = require "almanac.schema"
local session_complete = require "almanac.session_complete"

local completion = {}

local arg_types = schema.by_name(schema.arg_types)

--- The flags of a script, but for those in `given`.
---@param script table a checked declaration
---@param given table<string, boolean>
function completion.flags(script, given, offer)
  for _, arg in ipairs(script.args) do
    local flag = parameters.flag(arg.name)
    if given[flag] then
      goto continue
    end
    if arg.type == "boolean" and arg.default == true then
      flag = "no-" .. flag
    end
    offer("--" .. flag, arg.help)
    ::continue::
  end
end

--- The values of a flag that its declaration names.
---@return string? placeholder of those that it does not
function completion.value(script, flag, offer)
  for _, arg in ipairs(script.args) do
    if parameters.flag(arg.name) == parameters.flag(flag) then
      for _, value in ipairs(arg.values or {}) do
        offer(value, value == arg.default and "the default" or nil)
      end
      return arg_types[arg.type].placeholder
    end
  end
end

-- Data ---------------------------------------------------------------------

local function offer_role(t, role, offer)
  for _, field in ipairs(native.fields(t)) do
    if field.role == role then
      for _, value in ipairs(offers.values(t, field.name)) do
        offer(tostring(value))
      end
    end
  end
end

local kinds = {}

kinds["COLUMN"] = function(t, o, offer)
  if t then
    offers.columns(t, o.metrics, offer)
  end
end

kinds["COLUMN,..."] = function(t, o, offer)
  local head = o.typed:match("^.*,") or ""
  local there = {}
  for name in head:gmatch("[^,]+") do
    there[name] = true
  end
  if t then
    offers.columns(t, o.metrics, function(name, help)
      if not there[name] then
        offer(head .. name, help, true, #head)
      end
    end)
  end
end

function kinds.REGION(t, _, offer)
  if t then
    offer_role(t, "region", offer)
  end
end

function kinds.PERIOD(t, _, offer)
  if t then
    offer_role(t, "period", offer)
  end
end

local function offer_entries(entries, head, tail, offer)
  for _, entry in ipairs(entries) do
    offer(head .. entry.name .. tail, entry.help, tail ~= "", #head)
  end
end

kinds["ROLE=COLUMN"] = function(t, o, offer)
  local role = o.typed:match("^[^=]*=")
  if not role then
    offer_entries(schema.roles, "", "=", offer)
    for need in o.needs:gmatch("[^, ]+") do
      offer(need .. "=", "what the script needs", true)
    end
  elseif t then
    offers.columns(t, {}, function(name, help)
      offer(role .. name, help, false, #role)
    end)
  end
end

-- Columns with a '=' behind them.
local function offer_left(t, offer)
  if t then
    offers.columns(t, {}, function(name, help)
      offer(name .. "=", help, true)
    end)
  end
end

kinds["COLUMN=TYPE"] = function(t, o, offer)
  local column = o.typed:match("^.+=")
  if column then
    offer_entries(schema.column_types, column, "", offer)
  else
    offer_left(t, offer)
  end
end

kinds["[COLUMN=]missing"] = function(t, o, offer)
  local column = o.typed:match("^.+=") or ""
  offer(column .. "missing", "read it as missing", false, #column)
  offer(column .. "error", "refuse the data", false, #column)
  if column == "" then
    offer_left(t, offer)
  end
end

-- Lua -----------------------------------------------------------------------

function kinds.EXPR(t, o, offer)
  if t then
    offers.expression(t, o.typed, o.metrics, nil, offer)
  end
end

-- What an expression of `eval` can name: the data, modules, and what scripts can.
local function variables_with(t)
  return setmetatable({t = t or core.table({}, {})}, {__index = function(_, name)
    return session_complete.modules[name] and require(name) or _G[name]
  end})
end

-- The expression of `eval`, of which `t` is the data.
kinds["'EXPR'"] = function(t, o, offer)
  local typed = o.typed
  session_complete.each(variables_with(t), typed, o.metrics, function(from, word, help)
    offer(typed:sub(1, from) .. word, help, true, from)
  end)
end

-- What `help api` has a page of.
function kinds.NAME(_, _, offer)
  local registry = api.installed()
  for _, name in ipairs(registry.order) do
    offer(name, registry.topics[name].summary)
  end
  for _, entry in ipairs(api.entries(registry)) do
    offer(entry.name, api.brief(entry))
  end
end

--- What `kind`, a placeholder of help pages, stands for in a table.
---@param kind string
---@param t table? nil when there is none to look at
---@param o {typed: string, maps: string[], metrics: string[], needs: string}
function completion.data(kind, t, o, offer)
  local maps = runner.maps(o.maps)
  if t then
    t = maps and needs.settle(t, maps) or needs.settle(t, {})
  end
  kinds[kind](t, o, offer)
end

return completion
