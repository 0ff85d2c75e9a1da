--- What a line of Lua may go on with: in an interactive session, and for `eval`.
--
-- Nothing of the user's runs for it: variables are read as they are.

local api = require "almanac.api"
local core = require "almanac.core"
local native = require "almanac.native"
local needs = require "almanac.needs"
local offers = require "almanac.offers"

local complete = {}

--- The modules that are variables without being loaded.
complete.modules = {format = true, panel = true, plot = true, stats = true}

local aggregates = {"count", "first", "last", "max", "mean", "median", "min", "sum", "wmean"}

-- Verbs whose texts are names of columns; true: several, with commas between.
local naming = {col = false, distinct = true, drop = true, group_by = true, has = false,
  info = false, join = false, pivot = false, rename = false, select = true, sort_by = true,
  unpivot = false}

-- Methods of columns whose texts are values of the column.
local comparing = {eq = true, isin = true, ne = true}

-- What was asked for: {variables =, metrics =, offer =}, where offer(from, word, help)
-- takes a word that may stand behind the first `from` bytes of the line.

---- values ----

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

local function table_at(variables, path)
  local value, kind = resolve(variables, path)
  return kind == "table" and value or nil
end

---- names ----

local function methods_of(kind)
  local t = core.table({{a = 1}}, {"a"})
  local values = {table = t, column = t.a, group = t:group_by "a"}
  return values[kind] and native.methods(values[kind]) or {}
end

-- First sentences about functions by their full names, t:where and stats.gini.
local briefs

local function brief(name)
  if not briefs then
    briefs = {}
    for _, entry in ipairs(api.entries(api.installed())) do
      briefs[entry.name] = api.brief(entry)
    end
  end
  return briefs[name]
end

local prefixes = {table = "t:", column = "c:", group = "g:"}

-- Of a library by its own way to go through it.
local function names_in(value, kind)
  local names = {}
  for name in (kind == "library" and pairs or function() return next, value end)(value) do
    names[#names + 1] = type(name) == "string" and name or nil
  end
  return names
end

local function offer_names(ask, names, path, from)
  for _, name in ipairs(names) do
    ask.offer(from, name, brief(path .. name))
  end
end

local function offer_methods(ask, kind, from)
  offer_names(ask, methods_of(kind), prefixes[kind] or "", from)
end

-- After `path.`
local function offer_fields(ask, path, from)
  local value, kind = resolve(ask.variables, path)
  if kind == "table" then
    offers.columns(value, ask.metrics, function(name, help)
      if offers.is_name(name) then
        ask.offer(from, name, help)
      end
    end)
  elseif type(value) == "table" and (kind == nil or kind == "library") then
    offer_names(ask, names_in(value, kind), path .. ".", from)
  end
end

-- After `path:`; of what a call returns any method is offered.
local function offer_methods_of(ask, path, from)
  local value, kind = resolve(ask.variables, path)
  if path == "" then
    for _, each in ipairs {"table", "column", "group"} do
      offer_methods(ask, each, from)
    end
  elseif type(value) == "string" then
    offer_names(ask, names_in(variable(ask.variables, "string"), "library"), "string.", from)
  else
    offer_methods(ask, kind, from)
  end
end

local function offer_globals(ask, from)
  offer_names(ask, names_in(_G, "library"), "", from)
  offer_names(ask, names_in(ask.variables), "", from)
  offer_names(ask, names_in(complete.modules), "", from)
  offer_names(ask, offers.keywords(), "", from)
end

---- texts ----

-- The columns of `t` in a text that names them: behind the last comma where there may
-- be several.
local function offer_headers(ask, t, place, several)
  local head = several and place.typed:match("^.*,%s*") or ""
  local dash = several and place.typed:sub(#head + 1):match("^%-") or ""
  offers.columns(t, ask.metrics, function(name, help)
    if not name:find(place.quote, 1, true) and not name:find("\\", 1, true) then
      ask.offer(place.from + #head + #dash, name, help)
    end
  end)
end

local function offer_values(ask, path, place)
  local of, name = path:match("^(.*)%.([%w_]+)$")
  local t = of and table_at(ask.variables, of)
  local header = t and needs.header(t, name)
  if header then
    offers.texts(t, header, place.quote, function(value)
      ask.offer(place.from, value)
    end)
  end
end

local function offer_expression(ask, t, place)
  local head = offers.expression(t, place.typed, ask.metrics, place.quote,
    function(text, help, _, from)
      ask.offer(place.from + from, text:sub(from + 1), help)
    end)
  for _, name in ipairs(head and aggregates or {}) do
    ask.offer(place.from + #head, name, brief(name))
  end
end

-- Inside a text, place = {from = bytes before it, typed =, quote =}: what it may say
-- depends on what it is given to.
local function offer_text(ask, before, place)
  local indexed = table_at(ask.variables, before:match("([%w_.]+)%s*%[%s*$") or "")
  if indexed then
    return offer_headers(ask, indexed, place, false)
  end
  local path, verb = before:match("([%w_.]*)%s*:%s*([%w_]+)%s*[^():]*%(?[^():]*$")
  if comparing[verb] then
    return offer_values(ask, path, place)
  end
  local t = table_at(ask.variables, path or "") or table_at(ask.variables, "t")
  if t and naming[verb] ~= nil then
    offer_headers(ask, t, place, naming[verb])
  elseif t then
    offer_expression(ask, t, place)
  end
end

---- the line ----

-- What there is a page of, for ?name.
local function offer_pages(ask, line)
  local from = #line:match("^%?%s*")
  local t = table_at(ask.variables, "t")
  if t then
    offers.columns(t, {}, function(name, help)
      ask.offer(from, name, help)
    end)
  end
  offer_names(ask, ask.metrics, "", from)
  offer_names(ask, names_in(ask.variables), "", from)
  for _, topic in ipairs(api.installed().order) do
    ask.offer(from, topic)
  end
end

local function offer_all(ask, line)
  local at, quote = offers.open_text(line)
  if at then
    return offer_text(ask, line:sub(1, at - 1),
      {from = at, typed = line:sub(at + 1), quote = quote})
  end
  if line:find("^%?[^.:]*$") then
    return offer_pages(ask, line)
  end
  local before = line:match("^(.-)[%w_]*$")
  local path, sign = before:match("([%w_.]*)([.:])$")
  if sign == "." and path ~= "" then
    offer_fields(ask, path, #before)
  elseif sign == ":" then
    offer_methods_of(ask, path, #before)
  elseif not sign then
    offer_globals(ask, #before)
  end
end

--- Calls offer(from, word, help) for each word that may stand behind the first `from`
--- bytes of the line, once and in order. `from` is the same for all.
---@param variables table
---@param line string up to the cursor
---@param metrics string[] the names of those there are
---@param offer fun(from: integer, word: string, help: string?)
function complete.each(variables, line, metrics, offer)
  local words, helps, start = {}, {}, nil
  local function add(from, word, help)
    local typed = line:sub(from + 1)
    local hidden = typed == "" and word:sub(1, 1) == "_"
    start = start or from
    if word:sub(1, #typed) == typed and not hidden and helps[word] == nil then
      words[#words + 1] = word
      helps[word] = help or false
    end
  end
  offer_all({variables = variables, metrics = metrics, offer = add}, line)
  table.sort(words)
  for _, word in ipairs(words) do
    offer(start, word, helps[word] or nil)
  end
end

--- The same as a list, and `from`.
---@return string[]
---@return integer? from
function complete.of(variables, line)
  local words, start = {}, nil
  complete.each(variables, line, native.metric_names(), function(from, word)
    start = from
    words[#words + 1] = word
  end)
  return words, start
end

return complete
