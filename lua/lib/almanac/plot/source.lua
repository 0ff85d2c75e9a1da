--- Data of a chart: columns as lists, with what is known of them.

local native = require "almanac.native"
local origins = require "almanac.origins"
local records = require "almanac.records"

local source = {}
source.__index = source

-- "" means that nothing is known.
local function known(text)
  return text ~= "" and text or nil
end

--- Reads what a description gives as its data.
---@param data any what a report accepts as a table
function source.open(data)
  local t = records.table(data, "the data of the chart")
  return setmetatable({table = t, n = #t, fields = {}, columns = {}, given = data}, source)
end

--- Which rows of the data each row came from, or nil where that is not known.
---@return table?
function source:origins()
  return self.given ~= nil and origins.of(self.given, self.table) or nil
end

--- Keeps that a record for a chart was made from row i.
---@return table record
function source:made_from(i, record)
  if self.given ~= nil then
    origins.copy_row(record, self.given, self.table, i)
  end
  return record
end

--- Columns made here: lists with holes and `n` places, and their fields.
---@param n integer
---@param columns table<string, table>
---@param fields table<string, table>
function source.made(n, columns, fields)
  for name, field in pairs(fields) do
    field.name = name
  end
  return setmetatable({n = n, fields = fields, columns = columns}, source)
end

--- A name for a column made here that none of the others has.
function source.free(name, ...)
  for _, other in ipairs({...}) do
    if other == name then
      return source.free(name .. "_", ...)
    end
  end
  return name
end

local function refuse_field(self, name)
  local names = self.table and self.table:columns() or {}
  if not self.table then
    for header in pairs(self.fields) do
      names[#names + 1] = header
    end
  end
  local near = native.suggest(name, names)
  table.sort(names)
  native.fail(string.format("the data of the chart has no column \"%s\"", name),
    near and "did you mean \"" .. near .. "\"?" or
    names[1] and "it has " .. table.concat(names, ", ") or "it has none at all")
end

-- Whether a column of texts holds periods: all its values read as such, and they are more
-- than bare numbers of four digits, or it is called a period or a year. Records that a
-- script made know of no other types than those of Lua.
local function holds_periods(name, values, n)
  local says, found = name:lower():find("period") or name:lower():find("year"), false
  for i = 1, n do
    local text = values[i]
    if text ~= nil then
      if not native.is_period(text) then
        return false
      end
      found = found or says or not text:find("^%d%d%d%d$")
    end
  end
  return found and true or false
end

--- What is known of a column: {name, type, title, title_zh, unit, kind, rounding}.
function source:field(name)
  if self.fields[name] then
    return self.fields[name]
  elseif not self.table or not self.table:has(name) then
    refuse_field(self, name)
  end
  local info = self.table:info(name)
  local field = {name = info.name, type = info.type, title = known(info.title),
    title_zh = known(info.title_zh), unit = known(info.unit), kind = known(info.kind),
    rounding = info.rounding, role = known(info.role)}
  if field.type == "text" and holds_periods(info.name, self.table:col(name):totable(), self.n) then
    field.type = "period"
  end
  self.fields[name], self.fields[info.name] = field, field
  return field
end

--- The values of a column, a list with holes and n places. What is no finite number
-- has no place in a chart and is missing.
function source:values(name)
  local field = self:field(name)
  local values = self.columns[field.name]
  if values then
    return values
  end
  values = self.table:col(name):totable()
  for i = 1, self.n do
    local x = values[i]
    if type(x) == "boolean" then
      values[i] = tostring(x)
    elseif type(x) == "number" and (x ~= x or x == math.huge or x == -math.huge) then
      values[i] = nil
    end
  end
  values.n = self.n
  self.columns[field.name] = values
  return values
end

--- Takes the whole numbers, or the texts, of a column for periods. Whether they could be.
function source:take_as_periods(name)
  local field, values = self:field(name), self:values(name)
  if field.type ~= "integer" and field.type ~= "text" then
    return false
  end
  local texts = {n = values.n}
  for i = 1, values.n do
    local value = values[i]
    texts[i] = type(value) == "number" and string.format("%d", value) or value
    if texts[i] and not native.is_period(texts[i]) then
      return false
    end
  end
  field.type, self.columns[field.name] = "period", texts
  return true
end

--- Adds a row of which only these columns have a value.
function source:add(row)
  self.n = self.n + 1
  for name in pairs(row) do
    self:values(name)
  end
  for name, values in pairs(self.columns) do
    values[self.n], values.n = row[name], self.n
  end
end

--- What lists of values hold at i, as one text to tell rows apart by.
function source.key(columns, i)
  local parts = {}
  for k, values in ipairs(columns) do
    parts[k] = tostring(values[i])
  end
  return table.concat(parts, "\0")
end

--- Whether a column holds numbers.
function source:is_number(name)
  local kind = self:field(name).type
  return kind == "number" or kind == "integer"
end

return source
