--- Files of claims, brought into one form.
--
-- A claim is {id, text, remark, missing, readings}; a reading, one way to
-- understand it, is {name, parts}; a part is what can be derived and compared:
-- the fields of `part_fields` below. Most claims have one reading of one part.
--
-- In Lua a file returns {title =, source =, translations = {[text] = Chinese},
-- {text =, value =, ...}, ...}; what a claim says of itself is the default of its
-- `readings`, and that of a reading of its `parts`. In a table (CSV, JSON) a row is a
-- reading, and rows with the same `claim` are readings of one. The file is data: it sees
-- no function and no global.

local native = require "almanac.native"

local read = {}

local claim_fields = {
  claim = "string", text = "string", remark = "string", missing = "string", readings = "table",
}

local reading_fields = {name = "string", parts = "table"}

-- What is claimed: value, unit, relation (=, >, >=, <, <=, nearly), rounding (the
-- precision of the value; by its digits unless given). How to derive it: `of`, a
-- column or an expression over the rows of `table` where `where` is true in
-- `period`; `as` its value, change or growth since `since`; or with `with`, the
-- correlation of the two (`with_as`: of what of it); or, with `pick`, the highest
-- or lowest of the means by `by`, weighted by `weights`.
local part_fields = {
  value = true, unit = "string", relation = "string", rounding = "number", table = "string",
  where = "string", period = true, since = true, of = "string", as = "string",
  with = "string", with_as = "string", by = "string", pick = "string", weights = "string",
}

local values_of = {
  relation = {"=", ">", ">=", "<", "<=", "nearly"}, as = {"value", "change", "growth"},
  with_as = {"value", "change", "growth"}, pick = {"highest", "lowest"},
}

local function refuse(...)
  error(string.format(...), 0)
end

local function names_of(...)
  local names = {}
  for _, fields in ipairs{...} do
    for name in pairs(fields) do
      names[#names + 1] = name
    end
  end
  return names
end

-- Every named field of `given` is one of the `known` and of its type.
local function check(given, place, ...)
  for name, value in pairs(given) do
    if type(name) == "string" then
      local want
      for _, fields in ipairs{...} do
        want = want or fields[name]
      end
      if want == nil then
        local near = native.suggest(name, names_of(...))
        refuse("%s has no field %q%s", place, name,
          near and "; did you mean " .. near .. "?" or "")
      elseif want ~= true and type(value) ~= want then
        refuse("%s: %s is a %s, not a %s", place, name, type(value), want)
      end
    end
  end
end

-- The precision of a number as it is written: 92.50 by hundredths.
local function precision(text)
  local mantissa, digits, exponent = text:match("^[+-]?(%d*)%.?(%d*)[eE]?([+-]?%d*)$")
  if not mantissa then
    return nil
  end
  return 10.0 ^ ((math.tointeger(tonumber(exponent)) or 0) - #digits)
end

local function read_value(part, place)
  local value = part.value
  if type(value) == "number" then
    part.rounding = part.rounding or precision(string.format("%.14g", value))
  elseif type(value) == "string" and tonumber(value) then
    part.rounding = part.rounding or precision(value)
    part.value = tonumber(value)
  elseif value ~= nil and type(value) ~= "string" then
    refuse("%s: the value is a %s", place, type(value))
  end
end

local function is_one_of(value, values)
  for _, known in ipairs(values) do
    if value == known then
      return true
    end
  end
  return false
end

local function read_part(part, place)
  read_value(part, place)
  for name, values in pairs(values_of) do
    if part[name] ~= nil and not is_one_of(part[name], values) then
      refuse("%s: %s is %q, not one of %s", place, name, part[name], table.concat(values, ", "))
    end
  end
  part.relation, part.as = part.relation or "=", part.as or "value"
  part.period = part.period ~= nil and tostring(part.period) or nil
  part.since = part.since ~= nil and tostring(part.since) or nil
  local moves = part.as ~= "value" or (part.with_as or "value") ~= "value"
  if moves and not (part.since and part.period) then
    refuse("%s: a change or growth wants both `period` and `since`", place)
  elseif part.of and part.value == nil then
    refuse("%s claims no value", place)
  elseif part.pick and not part.by then
    refuse("%s: `pick` wants `by`, the column whose values are compared", place)
  elseif (part.relation ~= "=" or not part.pick) and part.of and type(part.value) ~= "number" then
    refuse("%s: the value is %q, not a number", place, part.value)
  end
  return part
end

-- The fields of a part in `given`, with those of `defaults` where it has none.
local function inherit(given, defaults)
  local part = {}
  for name in pairs(part_fields) do
    part[name] = given[name]
    if part[name] == nil then
      part[name] = defaults[name]
    end
  end
  return part
end

local function read_reading(given, defaults, place)
  check(given, place, reading_fields, part_fields)
  local base, parts = inherit(given, defaults), {}
  for k, inner in ipairs(given.parts or {}) do
    local here = place .. ", part " .. k
    check(inner, here, part_fields)
    parts[k] = read_part(inherit(inner, base), here)
  end
  if #parts == 0 then
    parts[1] = read_part(base, place)
  end
  return {name = given.name, parts = parts}
end

local function read_claim(given, i)
  local place = "claim " .. i
  if type(given) ~= "table" then
    refuse("%s is a %s, not a table", place, type(given))
  end
  check(given, place, claim_fields, part_fields)
  if given.text == nil then
    refuse("%s has no text", place)
  end
  local claim = {id = given.claim or tostring(i), text = given.text, remark = given.remark,
    missing = given.missing, readings = {}}
  place = "claim " .. claim.id
  for k, reading in ipairs(given.readings or {}) do
    claim.readings[k] = read_reading(reading, given, place .. ", reading " .. k)
  end
  if #claim.readings == 0 then
    claim.readings[1] = read_reading(inherit({}, given), {}, place)
  end
  return claim
end

local function read_text(file)
  local chunk, message = load(file.text, "=" .. file.name, "t", {})
  if not chunk then
    refuse("%s", message)
  end
  local ok, given = pcall(chunk)
  if not ok then
    refuse("%s is to be data alone: %s", file.name, tostring(given))
  elseif type(given) ~= "table" then
    refuse("%s returns a %s, not a list of claims", file.name, type(given))
  end
  check(given, file.name, {title = "string", source = "string", published = "string",
    translations = "table"})
  local claims = {title = given.title, source = given.source, translations = given.translations}
  for i, claim in ipairs(given) do
    claims[i] = read_claim(claim, i)
  end
  return claims
end

-- One record of a flat file: a claim of one reading.
local function read_record(record, i)
  local given, name = {}, record.reading
  for field, value in pairs(record) do
    if field ~= "reading" then
      given[field] = value
    end
  end
  given.claim = record.claim ~= nil and tostring(record.claim) or nil
  local claim = read_claim(given, i)
  claim.readings[1].name = name
  return claim
end

local function read_table(file)
  local claims, by_id = {}, {}
  for i, record in ipairs(file.table:totable()) do
    local claim = read_record(record, i)
    local first = by_id[claim.id]
    if first then
      table.insert(first.readings, claim.readings[1])
    else
      claims[#claims + 1], by_id[claim.id] = claim, claim
    end
  end
  return claims
end

--- The claims of a file: {name, text} in Lua, {name, table} of a flat file.
---@return table claims a list, with `title`, `source` and `translations` of the file
function read.file(file)
  local claims = file.table and read_table(file) or read_text(file)
  if #claims == 0 then
    refuse("%s holds no claims", file.name)
  end
  return claims
end

return read
