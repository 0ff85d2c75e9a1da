--- From what a script needs to the columns of a table.

local conditions = require "almanac.conditions"
local format = require "almanac.format"
local native = require "almanac.native"
local schema = require "almanac.schema"
local spelling = require "almanac.spelling"

local needs = {}

-- Headers that say what a column is, where no data package does.
local names_of_roles = {
  region = {"region", "province", "state", "country", "county", "city", "area",
    "territory", "prefecture", "district", "municipality", "地区", "省份", "国家",
    "城市"},
  period = {"period", "year", "date", "month", "quarter", "time", "年份", "年",
    "日期", "时间"},
}

local types_of_roles = {region = "text", period = "period"}

local roles = schema.by_name(schema.roles)

local function problem(message, help, usage)
  return nil, {message = message, help = help, usage = usage}
end

--- A name as others are compared with it.
function needs.fold(name)
  return (name:lower():gsub("[%s_-]+", "_"))
end

local fold = needs.fold

local function visible(fields)
  local list = {}
  for _, field in ipairs(fields) do
    if not field.hidden then
      list[#list + 1] = field
    end
  end
  return list
end

--- The headers of a table, without its companions.
function needs.headers(t)
  local headers = {}
  for i, field in ipairs(visible(native.fields(t))) do
    headers[i] = field.name
  end
  return headers
end

-- Those of `fields` that are called `name`: exactly, else case ignored, else by
-- title.
local function called(fields, name)
  local wanted, by_case, by_title = fold(name), {}, {}
  for _, field in ipairs(fields) do
    if field.name == name then
      return {field}
    elseif fold(field.name) == wanted then
      by_case[#by_case + 1] = field
    elseif field.title and fold(field.title) == wanted or
      field.title_zh == name then
      by_title[#by_title + 1] = field
    end
  end
  return #by_case > 0 and by_case or by_title
end

--- The header that the user means by `name`, or nil.
function needs.header(t, name)
  local found = called(native.fields(t), name)
  if #found == 1 then
    return found[1].name
  end
end

--- What is said of a column that `flag` names and the table has not.
function needs.unknown_column(t, flag, name)
  local headers = needs.headers(t)
  local best = native.suggest(name, headers)
  return problem(string.format("%s: the data has no column %q", flag, name),
    best and "did you mean " .. best .. "?" or
    "columns: " .. table.concat(headers, ", "), true)
end

local function with_role(fields, role)
  local found = {}
  for _, field in ipairs(fields) do
    if field.role == role then
      found[#found + 1] = field
    end
  end
  return found
end

-- Whether a column of a type can have a role that only its header tells: an area in
-- square kilometres is no region, the number of a month no period.
local may_be = {
  region = function(kind)
    return kind ~= "number"
  end,
  period = function(kind)
    return kind == nil or kind == "period"
  end,
}

local MOST_TRIED = 6 -- columns of text that may be the region

-- The only one of `fields` that, with the period, names each row once; nil when
-- there is none or more than one.
local function naming(t, fields, period, note)
  local found
  for _, field in ipairs(#fields <= MOST_TRIED and fields or {}) do
    local key = {field.name, period and period.name}
    if native.missing(t, field.name) == 0 and native.repeated(t, key) == 0 then
      if found then
        return nil
      end
      found = field
    end
  end
  if found and note then
    note(string.format("%s is taken for the region: %s names each row once", found.name,
      period and "with " .. period.name .. " it" or "it"))
  end
  return found
end

-- Where the data says nothing of a role: columns by their headers, or the only
-- one of its type, or the only text that can be a key. The type of a column of a
-- big file, which is only read when it is used, is not known here.
local function guess(t, role, note)
  local fields = visible(native.fields(t))
  local known, found, typed = {}, {}, {}
  for _, name in ipairs(names_of_roles[role]) do
    known[name] = true
  end
  for _, field in ipairs(fields) do
    if known[fold(field.name)] and field.role == nil and may_be[role](field.type) then
      found[#found + 1] = field
    end
    if field.type == types_of_roles[role] then
      typed[#typed + 1] = field
    end
  end
  if #found > 0 or #typed == 0 then
    return found
  elseif #typed > 1 and role == "region" then
    return {naming(t, typed, with_role(fields, "period")[1], note)}
  end
  return #typed == 1 and typed[1].role == nil and typed or {}
end

--- The table with its roles settled: those that `maps` ({role, column} pairs)
-- names, those of the data, and those that headers or keys tell; `note`, if there
-- is one, takes what was guessed from keys.
function needs.settle(t, maps, note)
  for _, map in ipairs(maps) do
    local header = needs.header(t, map[2])
    if not header then
      return needs.unknown_column(t, "--map " .. map[1] .. "=" .. map[2], map[2])
    end
    if roles[map[1]] then
      for _, field in ipairs(with_role(native.fields(t), map[1])) do
        t = native.with_field(t, field.name, {role = ""})
      end
      t = native.with_field(t, header, {role = map[1]})
    end
  end
  for _, role in ipairs({"period", "region"}) do
    if #with_role(visible(native.fields(t)), role) == 0 then
      for _, field in ipairs(guess(t, role, note)) do
        t = native.with_field(t, field.name, {role = role})
      end
    end
  end
  return t
end

local function wanted(need)
  local parts = {}
  if need.role and need.role ~= need.name then
    parts[#parts + 1] = "a " .. need.role
  end
  if need.kind then
    parts[#parts + 1] = "a " .. need.kind
  end
  if need.unit and need.unit ~= "" then
    parts[#parts + 1] = "in " .. need.unit
  end
  return #parts > 0 and " (" .. table.concat(parts, ", ") .. ")" or ""
end

local function list_of(fields)
  local names = {}
  for i, field in ipairs(fields) do
    names[i] = field.name
  end
  return names
end

-- The columns that could be meant by a need, best reason first.
local function candidates(t, need, maps)
  local fields = visible(native.fields(t))
  for _, map in ipairs(maps) do
    if fold(map[1]) == fold(need.name) then
      return called(native.fields(t), map[2])
    end
  end
  if need.role then
    local found = with_role(fields, need.role)
    if #found == 1 then
      return found
    elseif #found > 1 then
      local named = called(found, need.name)
      return #named == 1 and named or found
    end
  end
  local found = called(native.fields(t), need.name)
  for _, alias in ipairs(need.aliases) do
    if #found > 0 then
      break
    end
    found = called(fields, alias)
  end
  return found
end

-- A metric in the unit that is needed; `unit` is its own.
local function fit_metric(t, need, unit)
  if not need.unit or need.unit == "" or unit == "" then
    return t
  end
  local factor = native.unit_factor(unit, need.unit)
  if not factor then
    return problem(string.format("the metric %s is in %s; it is needed in %s",
      need.name, unit, need.unit), "--map " .. need.name .. "=COLUMN names a column")
  elseif factor ~= 1 then
    local scaled = t:with{[need.name] = t:col(need.name) * factor}
    return native.with_field(scaled, need.name, {unit = need.unit})
  end
  return t
end

local MOST_NAMED = 6

-- What to do about a need that nothing meets: of a role the columns that could have it.
local function way_out(t, need)
  local names = {}
  for _, field in ipairs(visible(native.fields(t))) do
    if need.role and field.role == nil and field.type == types_of_roles[need.role] then
      names[#names + 1] = field.name
    end
  end
  if #names > 0 and #names <= MOST_NAMED then
    return string.format("it could be %s: --map %s=%s", format.list(names, "or"), need.name,
      spelling.word(names[1]))
  end
  return "columns: " .. table.concat(needs.headers(t), ", ") .. "; --map " .. need.name ..
    "=COLUMN names one"
end

local function missing(t, need)
  local _, wrong = problem(string.format("the data has no %s%s", need.name, wanted(need)),
    way_out(t, need))
  wrong.lacks = need
  return nil, wrong
end

--- "population (in 10k persons)", as a need is spoken of.
function needs.text(need)
  return need.name .. wanted(need)
end

local function several(need, found)
  return problem(string.format("%s could be %s", need.name .. wanted(need),
    format.list(list_of(found), "or")), string.format("say which: --map %s=%s",
    need.role or need.name, found[1].name))
end

-- The column of one need in `m`, the state of a match. Answers a problem.
local function match_one(m, need)
  local found = candidates(m.t, need, m.maps)
  if #found > 1 then
    return select(2, several(need, found))
  elseif #found == 1 then
    local fitted, wrong = conditions.meet(m.t, found[1], need, m.note)
    if wrong then
      return wrong
    end
    m.t, m.aliases[need.name] = fitted, found[1].name
    return nil
  end
  local unit = m.unit(m.t, need.name)
  if unit then
    local fitted, wrong = fit_metric(m.t, need, unit)
    m.t = fitted or m.t
    return wrong
  elseif not need.optional then
    return select(2, missing(m.t, need))
  end
end

--- Finds a column for every need.
---@param t table
---@param list table[] needs as almanac.contract made them
---@param maps table[] {role or need, column}
---@param note fun(text: string)
---@param unit fun(t: table, name: string): string? of the metric of that name,
-- which the table can have; nil when there is none
---@return table? t units converted; nil when there are problems
---@return table aliases need to header, as far as there are any
---@return table[] problems; the field `lacks` of one is the need that nothing meets
function needs.match(t, list, maps, note, unit)
  local m = {t = t, maps = maps, note = note, unit = unit, aliases = {}}
  local problems = {}
  for _, need in ipairs(list) do
    problems[#problems + 1] = match_one(m, need)
  end
  return #problems == 0 and m.t or nil, m.aliases, problems
end

--- The headers of those needs of `names` that the data has; none when one is lacking that
-- is not optional: what is left of a key tells nothing apart.
function needs.key(names, list, aliases)
  local headers, known = {}, schema.by_name(list)
  for _, name in ipairs(names) do
    if not aliases[name] and not known[name].optional then
      return {}
    end
    headers[#headers + 1] = aliases[name]
  end
  return headers
end

--- Other names for columns that `maps` gives: {name = header}.
function needs.aliases(t, maps)
  local aliases = {}
  for _, map in ipairs(maps) do
    if not roles[map[1]] then
      aliases[map[1]] = needs.header(t, map[2])
    end
  end
  return aliases
end

return needs
