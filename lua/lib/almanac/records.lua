--- Tables of data from what a script may give in their place: a view, a column, a
-- row, a list of records or of values, one record.

local core = require "almanac.core"
local native = require "almanac.native"

local records = {}

local function complain(message, help)
  native.fail(message, help)
end

-- Whether this is {nil, 2, n = 2}, a list whose first values are missing.
local function starts_with_holes(value)
  local filled = false
  for key in next, value do
    if type(key) == "string" and key ~= "n" then
      return false
    end
    filled = filled or math.type(key) == "integer"
  end
  return filled and math.type(rawget(value, "n")) == "integer"
end

--- Whether a plain table is a list, of records or of values.
function records.is_list(value)
  return rawlen(value) > 0 or next(value) == nil or
    type(rawget(value, "columns")) == "table" or starts_with_holes(value)
end

--- The types of values that a cell can hold.
records.scalars = {string = true, number = true, boolean = true}
local scalars = records.scalars

--- The one row of {value = x}; without x a missing value.
function records.cell(value)
  return core.table({{value = value}}, {"value"})
end

--- The names of a record's fields, sorted.
function records.names(value)
  local names = {}
  for name in next, value do
    if type(name) ~= "string" then
      complain("a record of the result has a field that is no name",
        "return a list of records, {{region = ..., value = ...}, ...}")
    end
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

-- The table, with what the columns of a list of records say of themselves:
-- {name, unit, kind, title, rounding, ...}; a bare name says nothing.
local function describe(t, columns)
  for _, column in ipairs(columns or {}) do
    if type(column) == "table" then
      t = native.with_field(t, column.name, column)
    end
  end
  return t
end

local function names_of(columns)
  if columns == nil then
    return nil
  end
  local names = {}
  for i, column in ipairs(columns) do
    names[i] = type(column) == "table" and column.name or column
  end
  return names
end

-- How many places a list has, and the first value in them.
local function extent(value)
  local n, first = rawget(value, "n"), nil
  n = math.type(n) == "integer" and n or rawlen(value)
  for i = 1, n do
    if first == nil then
      first = rawget(value, i)
    end
  end
  return n, first
end

local function table_of_list(value)
  local columns = rawget(value, "columns")
  local n, first = extent(value)
  if scalars[type(first)] then
    local rows = {}
    for i = 1, n do
      rows[i] = {value = rawget(value, i)}
    end
    return core.table(rows, {"value"})
  end
  local rows = {}
  for i = 1, rawlen(value) do
    rows[i] = rawget(value, i)
  end
  local names = names_of(columns)
  if first == nil then
    names = names or {}
  end
  return describe(core.table(rows, names), columns)
end

-- A row of data as a table of one row, its columns in their order.
local function row_table(row)
  local record, names = {}, {}
  for name, value in pairs(row) do
    names[#names + 1] = name
    record[name] = value
  end
  return core.table({record}, names)
end

--- A table of data from what a script may give in its place.
function records.table(value, what)
  local kind = native.kind(value)
  if kind == "table" then
    return value
  elseif kind == "column" then
    return native.column_table(value)
  elseif kind == "row" then
    return row_table(value)
  elseif kind then
    complain(what .. " is a " .. kind, kind == "group" and
      "say what is wanted of each: :summarise{\"total = sum(users)\"}" or
      "a table, a list of records, or a column")
  elseif type(value) == "table" and records.is_list(value) then
    return table_of_list(value)
  elseif type(value) == "table" then
    return core.table({value}, records.names(value))
  end
  complain(string.format("%s is a %s, not a table", what, type(value)),
    "a table, a list of records, or a column")
end

return records
