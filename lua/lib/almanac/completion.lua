--- What could be typed next: from the declaration of a script, and from data.
--
-- Candidates go to `offer(text, help, open, from)`: `open` when more is to be
-- typed behind the text, `from` the bytes of it that stand there already.

local core = require "almanac.core"
local metrics = require "almanac.metrics"
local native = require "almanac.native"
local needs = require "almanac.needs"
local parameters = require "almanac.parameters"
local runner = require "almanac.runner"
local schema = require "almanac.schema"

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

-- Columns ------------------------------------------------------------------

local function with_unit(title, unit)
  if unit and unit ~= "" then
    return title and title .. " (" .. unit .. ")" or unit
  end
  return title
end

-- Calls f(name, help) for the columns of `t`, then for the metrics among
-- `names` that it has what it needs for.
local function each_column(t, names, f)
  local real = {}
  for _, field in ipairs(native.fields(t)) do
    real[field.name] = true
    if not field.hidden then
      f(field.name, with_unit(field.title, field.unit) or field.type)
    end
  end
  for _, name in ipairs(names) do
    local ok, has = pcall(metrics.has, t, name)
    if ok and has and not real[name] then
      local metric = metrics.declaration(name)
      f(name, with_unit(metric.title, metric.unit))
    end
  end
end

-- Distinct values of a column, periods in order of time.
local function values_of(t, name)
  local values = native.distinct(t, name)
  if native.type(t, name) == "period" then
    table.sort(values, function(a, b)
      return core.time(a) < core.time(b)
    end)
  end
  return values
end

local function offer_role(t, role, offer)
  for _, field in ipairs(native.fields(t)) do
    if field.role == role then
      for _, value in ipairs(values_of(t, field.name)) do
        offer(tostring(value))
      end
    end
  end
end

local kinds = {}

kinds["COLUMN"] = function(t, o, offer)
  if t then
    each_column(t, o.metrics, offer)
  end
end

kinds["COLUMN,..."] = function(t, o, offer)
  local head = o.typed:match("^.*,") or ""
  local there = {}
  for name in head:gmatch("[^,]+") do
    there[name] = true
  end
  if t then
    each_column(t, o.metrics, function(name, help)
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
    each_column(t, {}, function(name, help)
      offer(role .. name, help, false, #role)
    end)
  end
end

-- Columns with a '=' behind them.
local function offer_left(t, offer)
  if t then
    each_column(t, {}, function(name, help)
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

-- Expressions --------------------------------------------------------------

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local
  nil not or repeat return then true until while]]):gmatch("%a+") do
  keywords[word] = true
end

local function as_term(name)
  if name:find("^[%a_][%w_]*$") and not keywords[name] then
    return name
  end
  return string.format("row[%q]", name)
end

-- Inside a text that `name` is compared with: the values of that column.
local function offer_compared(t, typed, offer)
  local name, quote, text = typed:match("([%w_]+)%s*[=~]=%s*([\"'])([^\"']*)$")
  if not name then
    name, quote, text = typed:match(
      "row%[\"([^\"]+)\"%]%s*[=~]=%s*([\"'])([^\"']*)$")
  end
  local header = name and needs.header(t, name)
  if not header then
    return
  end
  local head = typed:sub(1, #typed - #text)
  for _, value in ipairs(values_of(t, header)) do
    if type(value) == "string" and not value:find("[\"'\\]") then
      offer(head .. value .. quote, nil, true, #head)
    end
  end
end

local function is_inside_quotes(text)
  local quote
  for c in text:gmatch("[\"']") do
    if not quote then
      quote = c
    elseif c == quote then
      quote = nil
    end
  end
  return quote ~= nil
end

function kinds.EXPR(t, o, offer)
  if not t then
    return
  elseif is_inside_quotes(o.typed) then
    return offer_compared(t, o.typed, offer)
  end
  local head = o.typed:match("^(.-)[%a_]?[%w_]*$")
  each_column(t, o.metrics, function(name, help)
    offer(head .. as_term(name), help, true, #head)
  end)
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
