--- Tables as design section 4 means them, written as plainly as can be: a table
-- is {names = list, types = {name = type}, rows = list of plain records}, a
-- missing value is nil. Nothing here asks the engine anything, and nothing
-- relies on arithmetic with nil. A type is false where no value shows it.

local expression = require "model_expression"

local model = {}

--- The type that plain values make, and the values brought to it: integers
-- beside numbers become numbers.
function model.infer(values, n)
  local kind = false
  for i = 1, n do
    local v = values[i]
    if v ~= nil then
      local own = math.type(v) or type(v)
      own = own == "float" and "number" or own == "string" and "text" or own
      if not kind or own == kind then
        kind = own
      elseif (own == "number" or own == "integer")
        and (kind == "number" or kind == "integer") then
        kind = "number"
      else
        error("a column of " .. kind .. " is given " .. own)
      end
    end
  end
  if kind == "number" then
    for i = 1, n do
      local v = values[i]
      if math.type(v) == "integer" then
        if math.tointeger(v + 0.0) ~= v then
          error("an integer that no number holds")
        end
        values[i] = v + 0.0
      end
    end
  end
  return kind
end

function model.new(names, types, rows)
  local t = {names = {}, types = {}, rows = rows}
  for i, name in ipairs(names) do
    t.names[i] = name
    t.types[name] = types[name]
  end
  return t
end

local function check_name(t, name)
  if t.types[name] == nil then
    error("no column " .. name)
  end
end

local function copy_row(t, row)
  local copy = {}
  for _, name in ipairs(t.names) do
    copy[name] = row[name]
  end
  return copy
end

--- The same columns with other rows, which are copied.
local function with_rows(t, rows)
  local copies = {}
  for i, row in ipairs(rows) do
    copies[i] = copy_row(t, row)
  end
  return model.new(t.names, t.types, copies)
end
model.with_rows = with_rows

--- With a column of `values` under `name`: in its place, else last.
function model.put(t, name, values, kind)
  local out = with_rows(t, t.rows)
  if out.types[name] == nil then
    out.names[#out.names + 1] = name
  end
  out.types[name] = kind
  for i, row in ipairs(out.rows) do
    row[name] = values[i]
  end
  return out
end

--- Rows whose mask is true; a mask is of booleans and nil.
function model.where(t, mask)
  local kept = {}
  for i, row in ipairs(t.rows) do
    if mask[i] ~= nil and type(mask[i]) ~= "boolean" then
      error("a mask of " .. type(mask[i]))
    end
    if mask[i] then
      kept[#kept + 1] = row
    end
  end
  return with_rows(t, kept)
end

function model.select(t, names)
  for i, name in ipairs(names) do
    check_name(t, name)
    for k = 1, i - 1 do
      if names[k] == name then
        error("column " .. name .. " twice")
      end
    end
  end
  return with_rows(model.new(names, t.types, t.rows), t.rows)
end

function model.drop(t, names)
  local gone, kept = {}, {}
  for _, name in ipairs(names) do
    check_name(t, name)
    gone[name] = true
  end
  for _, name in ipairs(t.names) do
    if not gone[name] then
      kept[#kept + 1] = name
    end
  end
  return model.select(t, kept)
end

--- `pairs_of` is a list of {new, old}.
function model.rename(t, pairs_of)
  local new_of, seen, out = {}, {}, {names = {}, types = {}, rows = {}}
  for _, pair in ipairs(pairs_of) do
    check_name(t, pair[2])
    new_of[pair[2]] = pair[1]
  end
  for i, old in ipairs(t.names) do
    local name = new_of[old] or old
    if seen[name] then
      error("two columns " .. name)
    end
    seen[name] = true
    out.names[i] = name
    out.types[name] = t.types[old]
  end
  for i, row in ipairs(t.rows) do
    local copy = {}
    for _, old in ipairs(t.names) do
      copy[new_of[old] or old] = row[old]
    end
    out.rows[i] = copy
  end
  return out
end

--- Where a period ends, as a number that compares.
function model.period_end(p)
  local year, rest = p:match("^(%d%d%d%d)(.*)$")
  local half = rest:match("^%-S([12])$")
  return 12 * tonumber(year) + (half and 6 * tonumber(half) or 12)
end

--- < 0, 0 or > 0 for two values present of a column of this type.
local function order(kind, a, b)
  if kind == "boolean" then
    a, b = a and 1 or 0, b and 1 or 0
  elseif kind == "period" then
    local x, y = model.period_end(a), model.period_end(b)
    if x ~= y then
      return x < y and -1 or 1
    end
    a, b = #b, #a -- of one end the longer period comes last: 2016-S2, 2016
  end
  return a < b and -1 or a > b and 1 or 0
end
model.order = order

--- Stable; missing last, NaN before it. `keys` is a list of {name, descending}.
function model.sort_by(t, keys)
  for _, key in ipairs(keys) do
    check_name(t, key[1])
  end
  local function class(v)
    return v == nil and 2 or v ~= v and 1 or 0
  end
  local function before(a, b)
    for _, key in ipairs(keys) do
      local x, y = a[key[1]], b[key[1]]
      if class(x) ~= class(y) then
        return class(x) < class(y)
      end
      local sign = class(x) == 0 and order(t.types[key[1]], x, y) or 0
      if sign ~= 0 then
        return (sign < 0) == not key[2]
      end
    end
    return false
  end
  local rows = {}
  for _, row in ipairs(t.rows) do -- insertion: the plainest stable sort
    local at = #rows + 1
    while at > 1 and before(row, rows[at - 1]) do
      at = at - 1
    end
    table.insert(rows, at, row)
  end
  return with_rows(t, rows)
end

function model.slice(t, first, last)
  local rows = {}
  for i = math.max(first, 1), math.min(last, #t.rows) do
    rows[#rows + 1] = t.rows[i]
  end
  return with_rows(t, rows)
end

--- Whether two cells are one key: missing equals missing, NaN equals NaN.
local function same_key(a, b)
  return a == b or (a ~= a and b ~= b)
end

--- Lists of row numbers, one a group, in order of first appearance.
function model.groups(t, keys)
  local groups = {}
  for _, name in ipairs(keys) do
    check_name(t, name)
  end
  if #keys == 0 then
    groups[1] = {}
  end
  for i, row in ipairs(t.rows) do
    local found
    for _, group in ipairs(groups) do
      local same = true
      for _, name in ipairs(keys) do
        same = same and same_key(row[name], t.rows[group[1]][name])
      end
      if same then
        found = group
        break
      end
    end
    if found then
      found[#found + 1] = i
    else
      groups[#groups + 1] = {i}
    end
  end
  return groups
end

function model.group_table(t, group)
  local rows = {}
  for k, i in ipairs(group) do
    rows[k] = t.rows[i]
  end
  return with_rows(t, rows)
end

function model.distinct(t, keys)
  local rows = {}
  keys = #keys > 0 and keys or t.names
  if #keys == 0 then
    return t
  end
  for _, group in ipairs(model.groups(t, keys)) do
    rows[#rows + 1] = t.rows[group[1]]
  end
  return with_rows(t, rows)
end

local function is_empty(t, name)
  for _, row in ipairs(t.rows) do
    if row[name] ~= nil then
      return false
    end
  end
  return true
end

--- The type that holds values of both.
local function meet(a, b)
  local numeric = (a == "integer" or a == "number") and (b == "integer" or b == "number")
  if a ~= b and not numeric then
    error("types " .. tostring(a) .. " and " .. tostring(b) .. " do not meet")
  end
  return a == b and a or "number"
end

--- The type of two columns of one name; one without values fits any.
local function common(t, u, name)
  local ok, kind = pcall(meet, t.types[name], u.types[name])
  if ok then
    return kind
  elseif is_empty(t, name) then
    return u.types[name]
  elseif is_empty(u, name) then
    return t.types[name]
  end
  error(kind)
end

local function to_type(v, kind)
  return kind == "number" and math.type(v) == "integer" and v + 0.0 or v
end

function model.append(t, u)
  local out = {names = {}, types = {}, rows = {}}
  for _, side in ipairs{t, u} do
    for _, name in ipairs(side.names) do
      if out.types[name] == nil then
        out.names[#out.names + 1] = name
        if t.types[name] ~= nil and u.types[name] ~= nil then
          out.types[name] = common(t, u, name)
        else
          out.types[name] = side.types[name]
        end
      end
    end
  end
  for _, side in ipairs{t, u} do
    for _, row in ipairs(side.rows) do
      local copy = {}
      for _, name in ipairs(side.names) do
        copy[name] = to_type(row[name], out.types[name])
      end
      out.rows[#out.rows + 1] = copy
    end
  end
  return out
end

local function comparable(a, b)
  local function numeric(kind)
    return kind == "integer" or kind == "number"
  end
  return a == b or (numeric(a) and numeric(b))
end

local function partners(u, keys, row)
  local found = {}
  for i, other in ipairs(u.rows) do
    local same = true
    for _, key in ipairs(keys) do
      -- == answers for missing values and NaN: they match nothing
      local a, b = row[key[1]], other[key[2]]
      same = same and a ~= nil and b ~= nil and a == b
    end
    if same then
      found[#found + 1] = i
    end
  end
  return found
end

--- Rows of the result as pairs of row numbers, 0 for none.
local function join_pairs(t, u, keys, kind, many)
  local out, matched = {}, {}
  local left, right, sides = t, u, keys
  if kind == "right" then
    left, right, sides = u, t, {}
    for i, key in ipairs(keys) do
      sides[i] = {key[2], key[1]}
    end
  end
  for i, row in ipairs(left.rows) do
    local found = partners(right, sides, row)
    if kind == "semi" or kind == "anti" then
      if (#found > 0) == (kind == "semi") then
        out[#out + 1] = {i, 0}
      end
    else
      if #found > 1 and not many then
        error("a row has several partners")
      end
      for _, k in ipairs(found) do
        out[#out + 1] = kind == "right" and {k, i} or {i, k}
        matched[k] = true
      end
      if #found == 0 and kind ~= "inner" then
        out[#out + 1] = kind == "right" and {0, i} or {i, 0}
      end
    end
  end
  for k = 1, kind == "full" and #right.rows or 0 do
    if not matched[k] then
      out[#out + 1] = {0, k}
    end
  end
  return out
end

--- `keys` is a list of {left name, right name}.
function model.join(t, u, keys, kind, many)
  for _, key in ipairs(keys) do
    check_name(t, key[1])
    check_name(u, key[2])
    if not comparable(t.types[key[1]], u.types[key[2]]) then
      error("keys of types that do not compare")
    end
  end
  local rows = join_pairs(t, u, keys, kind, many)
  local out = model.new(t.names, t.types, {})
  local right_key, renamed = {}, {}
  for _, key in ipairs(keys) do
    right_key[key[2]] = key
  end
  local gaps = false
  for i, pair in ipairs(rows) do
    out.rows[i] = pair[1] > 0 and copy_row(t, t.rows[pair[1]]) or {}
    gaps = gaps or pair[1] == 0
  end
  if kind == "semi" or kind == "anti" then
    return out
  end
  for _, name in ipairs(u.names) do
    if not right_key[name] then
      renamed[name] = t.types[name] ~= nil and name .. "_right" or name
      if out.types[renamed[name]] ~= nil then
        error("two columns " .. renamed[name])
      end
      out.names[#out.names + 1] = renamed[name]
      out.types[renamed[name]] = u.types[name]
    end
  end
  if gaps then -- then a key may hold values of either side
    for _, key in ipairs(keys) do
      if t.types[key[1]] ~= u.types[key[2]] then
        out.types[key[1]] = "number"
      end
    end
  end
  for i, pair in ipairs(rows) do
    local other = u.rows[pair[2]]
    for _, key in ipairs(keys) do
      if pair[1] == 0 then
        out.rows[i][key[1]] = other[key[2]]
      end
      out.rows[i][key[1]] = to_type(out.rows[i][key[1]], out.types[key[1]])
    end
    for _, name in ipairs(u.names) do
      if renamed[name] and other then
        out.rows[i][renamed[name]] = other[name]
      end
    end
  end
  return out
end

--- The name of a pivoted column.
local function cell_name(v)
  if v == nil then
    return "missing"
  end
  if math.type(v) == "float" and v == math.floor(v) and v - v == 0 then
    return string.format("%.0f", v) -- not 1.0
  end
  return tostring(v)
end

function model.pivot(t, keys, names, values)
  check_name(t, names)
  check_name(t, values)
  local groups = model.groups(t, keys)
  local out = model.new(keys, t.types, {})
  local columns = model.groups(t, {names})
  for _, column in ipairs(columns) do
    local name = cell_name(t.rows[column[1]][names])
    if out.types[name] ~= nil then
      error("two columns " .. name)
    end
    out.names[#out.names + 1] = name
    out.types[name] = t.types[values]
  end
  for g, group in ipairs(groups) do
    local row = {}
    for _, name in ipairs(keys) do
      row[name] = t.rows[group[1]][name]
    end
    local filled = {}
    for _, i in ipairs(group) do
      local name = cell_name(t.rows[i][names])
      if filled[name] then
        error("two rows for one cell")
      end
      filled[name] = true
      row[name] = t.rows[i][values]
    end
    out.rows[g] = row
  end
  return out
end

function model.unpivot(t, columns, names_to, values_to)
  local moved, kind = {}, false
  for _, name in ipairs(columns) do
    check_name(t, name)
    moved[name] = true
    if not is_empty(t, name) then
      kind = kind and meet(kind, t.types[name]) or t.types[name]
    end
  end
  local out = {names = {}, types = {}, rows = {}}
  for _, name in ipairs(t.names) do
    if not moved[name] then
      out.names[#out.names + 1] = name
      out.types[name] = t.types[name]
    end
  end
  for _, pair in ipairs{{names_to, "text"}, {values_to, kind}} do
    if out.types[pair[1]] ~= nil then
      error("two columns " .. pair[1])
    end
    out.names[#out.names + 1] = pair[1]
    out.types[pair[1]] = pair[2]
  end
  for _, row in ipairs(t.rows) do
    for _, name in ipairs(columns) do
      local copy = copy_row(out, row)
      copy[names_to], copy[values_to] = name, to_type(row[name], kind)
      out.rows[#out.rows + 1] = copy
    end
  end
  return out
end

model.expression = expression
return model
