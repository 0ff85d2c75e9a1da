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
    if type(column) == "table" then -- names_of saw that it has a name
      t = native.with_field(t, column.name, column)
    end
  end
  return t
end

-- The names in `columns`, an entry of which is a name or {name = ..., unit = ...}.
local function names_of(columns)
  if columns == nil then
    return nil
  elseif type(columns) ~= "table" then
    complain("`columns` of the result is a " .. type(columns) .. ", not a list",
      "columns = {\"region\", {name = \"share\", unit = \"%\"}}")
  end
  local names = {}
  for i, column in ipairs(columns) do
    local name = type(column) == "table" and rawget(column, "name") or column
    if type(name) ~= "string" then
      complain(string.format("entry %d of `columns` of the result names no column", i),
        "columns = {\"region\", {name = \"share\", unit = \"%\"}}")
    end
    names[i] = name
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

-- A row of data as a plain record, and the names of its columns in their order.
local function record_of(row)
  local record, names = {}, {}
  for name, value in pairs(row) do
    names[#names + 1] = name
    record[name] = value
  end
  return record, names
end

-- What is wrong with an entry of a list of records.
local function refuse_entry(what, i, entry)
  local kind = native.kind(entry)
  if kind == "table" then
    complain(string.format("entry %d of %s is a table of its own", i, what),
      "report{first = t, second = u} shows several, t:append(u) makes one of them")
  elseif type(entry) ~= "table" or kind then
    complain(string.format("entry %d of %s is a %s, the first is a record", i, what,
      kind or type(entry)), "every entry is a record, {region = ..., value = ...}")
  end
  complain(string.format("entry %d of %s is a list; a record has names", i, what),
    "write {{region = ..., value = ...}, ...}")
end

-- The records of a list; rows of data are copied where plain records stand beside them.
-- Also the names of the columns, where rows tell their order.
local function records_of(value, what)
  local list, rows = {}, 0
  for i = 1, rawlen(value) do
    local entry = rawget(value, i)
    local is_row = native.kind(entry) == "row"
    if not is_row and (type(entry) ~= "table" or native.kind(entry) or
      rawlen(entry) > 0) then
      refuse_entry(what, i, entry)
    end
    list[i], rows = entry, rows + (is_row and 1 or 0)
  end
  if rows > 0 and rows == #list then
    return list, select(2, record_of(list[1]))
  end
  for i = 1, rows > 0 and #list or 0 do
    list[i] = native.kind(list[i]) == "row" and record_of(list[i]) or list[i]
  end
  return list
end

local function table_of_list(value, what)
  local columns = rawget(value, "columns")
  local names = names_of(columns)
  local n, first = extent(value)
  if scalars[type(first)] then
    local rows = {}
    for i = 1, n do
      rows[i] = {value = rawget(value, i)}
    end
    return core.table(rows, {"value"})
  end
  local rows, order = records_of(value, what)
  names = names or order
  if first == nil then
    names = names or {}
  end
  return describe(core.table(rows, names), columns)
end

-- A row of data as a table of one row, its columns in their order.
local function row_table(row)
  local record, names = record_of(row)
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
  elseif native.metatable_name(value) == "section" then -- of what ctx.run answered
    return rawget(value, "table") or complain(what .. " has no table of its own",
      "sections = {ctx.run(...)} takes all that the script came to")
  elseif kind then
    complain(what .. " is a " .. kind, kind == "group" and
      "say what is wanted of each: :summarise{\"total = sum(users)\"}" or
      "a table, a list of records, or a column")
  elseif type(value) == "table" and records.is_list(value) then
    return table_of_list(value, what)
  elseif type(value) == "table" then
    return core.table({value}, records.names(value))
  end
  complain(string.format("%s is a %s, not a table", what, type(value)),
    "a table, a list of records, or a column")
end

return records
