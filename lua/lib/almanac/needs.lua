--- From what a script needs to the columns of a table.

local native = require "almanac.native"
local format = require "almanac.format"

local needs = {}

-- Headers that say what a column is, where no data package does.
local names_of_roles = {
  region = {"region", "province", "state", "country", "county", "city", "area",
    "territory", "prefecture", "district", "municipality", "地区", "省份", "国家",
    "城市"},
  period = {"period", "year", "date", "month", "quarter", "time", "年份", "年",
    "日期", "时间"},
}

local roles = {region = true, period = true, measure = true, weight = true,
  group = true}

local function problem(message, help, usage)
  return nil, {message = message, help = help, usage = usage}
end

local function fold(name)
  return (name:lower():gsub("[%s_-]+", "_"))
end

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

local function unknown_column(t, flag, name)
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

-- Where the data says nothing of a role: columns by their headers, or the only
-- one of its type. That of a column of a big file, which is only read when it is
-- used, is not known here.
local function guess(fields, role)
  local known, found, typed = {}, {}, {}
  for _, name in ipairs(names_of_roles[role]) do
    known[name] = true
  end
  for _, field in ipairs(fields) do
    if known[fold(field.name)] and field.role == nil then
      found[#found + 1] = field
    end
    if field.type == (role == "region" and "text" or "period") then
      typed[#typed + 1] = field
    end
  end
  if #found == 0 and #typed == 1 and typed[1].role == nil then
    return typed
  end
  return found
end

--- The table with its roles settled: those that `maps` ({role, column} pairs)
-- names, those of the data, and those that headers tell.
function needs.settle(t, maps)
  for _, map in ipairs(maps) do
    local header = needs.header(t, map[2])
    if not header then
      return unknown_column(t, "--map " .. map[1] .. "=" .. map[2], map[2])
    end
    if roles[map[1]] then
      for _, field in ipairs(with_role(native.fields(t), map[1])) do
        t = native.with_field(t, field.name, {role = ""})
      end
      t = native.with_field(t, header, {role = map[1]})
    end
  end
  for _, role in ipairs({"region", "period"}) do
    local fields = visible(native.fields(t))
    if #with_role(fields, role) == 0 then
      for _, field in ipairs(guess(fields, role)) do
        t = native.with_field(t, field.name, {role = role})
      end
    end
  end
  return t
end

local function is_numeric(need)
  return need.type == "number" or need.type == "integer" or
    need.role == "measure" or need.role == "weight" or
    (need.unit ~= nil and need.unit ~= "") or
    (need.kind ~= nil and need.kind ~= "category")
end

local function wanted(need)
  local parts = {}
  if need.role then
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
      return called(fields, map[2])
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

-- A number where one is needed, in the unit that is needed.
local function fit(t, field, need, note)
  local numeric, period = is_numeric(need), need.type == "period"
  local found = (numeric or period) and native.type(t, field.name)
  if numeric and found ~= "number" and found ~= "integer" then
    local wrong = native.not_a_number(t, field.name)
    if wrong then
      return nil, wrong
    end
  end
  if period and found ~= "period" then
    return problem(string.format("column %q is %s, not a period", field.name,
      found), "--type " .. field.name .. "=period reads it as one")
  end
  if not need.unit or need.unit == "" then
    return t
  end
  if not field.unit or field.unit == "" then
    note(string.format("the unit of %s is not known; taken as %s", field.name,
      need.unit))
    return native.with_field(t, field.name, {unit = need.unit})
  end
  local factor = native.unit_factor(field.unit, need.unit)
  if not factor then
    return problem(string.format("column %q is in %s; %s is needed in %s",
      field.name, field.unit, need.name, need.unit),
      "--map " .. need.name .. "=COLUMN names another column")
  elseif factor ~= 1 then
    local scaled = t:with({[field.name] = t:col(field.name) * factor})
    return native.with_field(scaled, field.name, {unit = need.unit})
  end
  return t
end

local function missing(t, need)
  return problem(string.format("the data has no %s%s", need.name, wanted(need)),
    "columns: " .. table.concat(needs.headers(t), ", ") .. "; --map " ..
    need.name .. "=COLUMN names one")
end

--- Finds a column for every need.
---@param t table
---@param list table[] needs as almanac.contract made them
---@param maps table[] {role or need, column}
---@param note fun(text: string)
---@param metric fun(t: table, name: string): boolean whether a metric has it
---@return table? t units converted
---@return table aliases need to header, or the problem
function needs.match(t, list, maps, note, metric)
  local aliases = {}
  for _, need in ipairs(list) do
    local found = candidates(t, need, maps)
    if #found > 1 then
      return problem(string.format("%s could be %s", need.name .. wanted(need),
        format.list(list_of(found), "or")), string.format("say which: --map %s=%s",
        need.role or need.name, found[1].name))
    elseif #found == 1 then
      local fitted, wrong = fit(t, found[1], need, note)
      if wrong then
        return nil, wrong
      end
      t, aliases[need.name] = fitted, found[1].name
    elseif not metric(t, need.name) and not need.optional then
      return missing(t, need)
    end
  end
  return t, aliases
end

--- Refuses a --map whose left side is neither a role nor a need.
function needs.check_maps(list, maps)
  local names = {}
  for role in next, roles do
    names[#names + 1] = role
  end
  for _, need in ipairs(list) do
    names[#names + 1] = need.name
  end
  for _, map in ipairs(maps) do
    local known = false
    for _, name in ipairs(names) do
      known = known or fold(name) == fold(map[1])
    end
    if not known then
      local best = native.suggest(map[1], names)
      return problem(string.format("--map %s=%s: there is no role or need %q",
        map[1], map[2], map[1]), best and "did you mean " .. best .. "?" or
        "one of " .. table.concat(names, ", "), true)
    end
  end
  return true
end

return needs
