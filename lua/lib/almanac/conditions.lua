--- Whether a column is what a need asks for, and what is wrong when it is not.

local native = require "almanac.native"
local format = require "almanac.format"
local spelling = require "almanac.spelling"

local conditions = {}

local function problem(message, help, data)
  return nil, {message = message, help = help, data = data}
end

local function known(text)
  return text ~= nil and text ~= "" and text or nil
end

local function is_numeric(need)
  return need.type == "number" or need.type == "integer" or need.role == "measure" or
    need.role == "weight" or known(need.unit) ~= nil or need.bounds ~= nil or
    (need.kind ~= nil and need.kind ~= "category")
end

local contents = {integer = "whole numbers", number = "numbers", text = "text",
  boolean = "true or false", period = "periods"}

-- What --type can make of a column, wanted before found.
local readable = {textinteger = true, textnumber = true, textboolean = true, textperiod = true,
  integerperiod = true, numberperiod = true, periodinteger = true, periodtext = true}

-- Another type than the one that is needed; a whole number is a number.
local function check_type(t, field, need)
  local numeric = is_numeric(need)
  if not numeric and not need.type then
    return true
  end
  local found = native.type(t, field.name)
  if numeric and found == "text" then
    return nil, native.not_a_number(t, field.name)
  end
  local wanted = need.type or numeric and "number"
  if wanted == found or wanted == "number" and found == "integer" then
    return true
  end
  local other = "--map " .. need.name .. "=COLUMN names another"
  if readable[wanted .. found] then
    other = string.format("--type %s=%s reads it so; %s", field.name, wanted, other)
  end
  return problem(string.format("column %q holds %s, not %s", field.name, contents[found],
    contents[wanted]), other)
end

local function check_kind(field, need)
  if not need.kind or not field.kind or field.kind == need.kind then
    return true
  end
  return problem(string.format("column %q is a %s; %s is needed as a %s", field.name,
    field.kind, need.name, need.kind), "--map " .. need.name .. "=COLUMN names another column")
end

-- The table with the column in the unit that is needed.
local function convert(t, field, need, note)
  if not known(need.unit) then
    return t
  elseif not known(field.unit) then
    note(string.format("the unit of %s is not known; taken as %s", field.name, need.unit))
    return native.with_field(t, field.name, {unit = need.unit})
  end
  local factor = native.unit_factor(field.unit, need.unit)
  if not factor then
    return problem(string.format("column %q is in %s; %s is needed in %s", field.name,
      field.unit, need.name, need.unit),
      "--map " .. need.name .. "=COLUMN names another column")
  elseif factor ~= 1 then
    local scaled = t:with({[field.name] = t:col(field.name) * factor})
    return native.with_field(scaled, field.name, {unit = need.unit})
  end
  return t
end

local function span(low, high)
  return format.number(low) .. " to " .. format.number(high)
end

-- Values outside the bounds of the need. They may have been converted: a column
-- is checked in the unit of the need.
local function check_bounds(t, field, need)
  if not need.bounds then
    return true
  end
  local low, high = need.bounds[1], need.bounds[2]
  local outside, first = native.outside(t, field.name, low, high)
  if outside == 0 then
    return true
  end
  local name = spelling.column(field.name)
  return problem(string.format("%s of column %q %s outside %s", format.count(outside, "value"),
    field.name, outside == 1 and "lies" or "lie", span(low, high)),
    "--where " .. spelling.word(string.format("%s >= %s and %s <= %s", name,
      format.number(low), name, format.number(high))) .. " keeps the others", first)
end

--- The table, its column `field` converted to what `need` asks for.
---@param note fun(text: string)
---@return table? t
---@return table? problem
function conditions.meet(t, field, need, note)
  local ok, wrong = check_type(t, field, need)
  if ok then
    ok, wrong = check_kind(field, need)
  end
  local converted = ok and t
  if ok then
    converted, wrong = convert(t, field, need, note)
  end
  if converted then
    wrong = select(2, check_bounds(converted, field, need))
  end
  if wrong then
    return nil, wrong
  end
  return converted
end

--- A note when values lie outside what the data itself says of a column.
function conditions.remark(t, field, note)
  if not field.low or field.hidden then
    return
  end
  local found = native.type(t, field.name)
  if found ~= "number" and found ~= "integer" then
    return
  end
  local outside, first = native.outside(t, field.name, field.low, field.high)
  if outside > 0 then
    note(string.format("%s: %s outside its bounds, %s; first %s", field.name,
      format.count(outside, "value"), span(field.low, field.high), first))
  end
end

--- That the columns `headers` tell every row from the others.
---@return table? problem
function conditions.distinct(t, headers)
  if #headers == 0 then
    return nil
  end
  local repeated, place, line = native.repeated(t, headers)
  if repeated == 0 then
    return nil
  end
  local names = format.list(headers, "and")
  return {
    message = string.format("%s %s not tell rows apart: %s what stood before", names,
      #headers == 1 and "does" or "do",
      repeated == 1 and "1 row repeats" or repeated .. " rows repeat"),
    data = place .. (line > 0 and ", as on line " .. line or ""),
    help = "--where keeps the rows that are meant; --map names other columns",
  }
end

return conditions
