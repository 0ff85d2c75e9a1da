--- Random tables, expressions and sequences of verbs: each verb as the text of a
-- program and as what the model makes of it.

local model = require "model"
local write = require "model_write"
local expression, literal = model.expression, write.literal

local programs = {write = write, literal = literal}

--- Random numbers of one seed: next(n) is 1 .. n (xorshift, 64 bits).
local function generator(seed)
  local state = seed * 2654435769 + 88172645463325252
  local random = {}
  function random.next(n)
    state = state ~ (state << 13)
    state = state ~ (state >> 7)
    state = state ~ (state << 17)
    return (state >> 11) % n + 1
  end
  function random.chance(percent)
    return random.next(100) <= percent
  end
  function random.pick(list)
    return list[random.next(#list)]
  end
  --- Some of a list, at least `least`, in any order.
  function random.some(list, least, most)
    local left, out = table.move(list, 1, #list, 1, {}), {}
    local n = least - 1 + random.next(math.max(1, math.min(most, #list) - least + 1))
    for _ = 1, math.min(n, #list) do
      out[#out + 1] = table.remove(left, random.next(#left))
    end
    return out
  end
  for _ = 1, 5 do
    random.next(2)
  end
  return random
end
programs.generator = generator

-- Few values, so that ties, equal keys and cells that repeat are common.
local values = {
  integer = {-2, -1, 0, 1, 2, 3, 7},
  number = {-1.5, -0.0, 0.0, 0.25, 1.0, 2.0, 2.5, 2.675, 1 / 0, 0 / 0},
  text = {"a", "b", "A", "ab", "", "ä"},
  boolean = {true, false},
  period = {"2015", "2016", "2016-S1", "2016-S2", "2017"},
}
local column_types = {a = "integer", b = "integer", x = "number", y = "number", g = "text",
                      h = "text", f = "boolean", p = "period"}
local column_names = {"a", "b", "x", "y", "g", "h", "f", "p"}

local function random_value(random, kind)
  local list = values[kind]
  local v = list[random.next(#list)]
  if kind == "number" and v - v ~= 0 and not random.chance(15) then
    return 1.0 -- NaN and infinity would be everywhere after a few steps
  end
  return v
end

--- A table of the model.
function programs.random_table(random, least)
  local names = random.some(column_names, least, 6)
  local n = random.chance(10) and 0 or random.next(12)
  local types, rows = {}, {}
  for _, name in ipairs(names) do
    types[name] = column_types[name]
  end
  for i = 1, n do
    rows[i] = {}
    for _, name in ipairs(names) do
      if not random.chance(20) then
        rows[i][name] = random_value(random, types[name])
      end
    end
  end
  return model.new(names, types, rows)
end

--- The text that makes a table of the model in the engine.
function programs.table_text(t)
  local out = {}
  for i, name in ipairs(t.names) do
    local cells = {}
    for k, row in ipairs(t.rows) do
      cells[k] = literal(row[name])
    end
    cells[#cells + 1] = "n = " .. #t.rows
    out[i] = string.format("  %s = core.column({%s}):as{type = %q}", name,
                           table.concat(cells, ", "), t.types[name])
  end
  return string.format("core.table({\n%s}, {'%s'})", table.concat(out, ",\n"),
                       table.concat(t.names, "', '"))
end

-- Random trees. `t` is a table of the model: its names and types.

--- Whether a name can be written in an expression as it stands.
function programs.is_name(name)
  return name and name:match("^%a%w*$") and name ~= "true" and name ~= "false"
end

local function columns_of(t, kinds)
  local out = {}
  for _, name in ipairs(t.names) do
    if kinds[t.types[name]] and programs.is_name(name) then
      out[#out + 1] = name
    end
  end
  return out
end
programs.columns_of = columns_of

local numeric = {integer = true, number = true}

local function leaf(random, t, kinds, kind)
  local columns = columns_of(t, kinds)
  if #columns > 0 and random.chance(70) then
    return {"col", random.pick(columns)}
  elseif random.chance(5) then
    return {"const", nil}
  end
  return {"const", random_value(random, kind)}
end

local any_value, boolean

--- Whether a tree reads no column. 1 // 0 is such a one: columns compute it even
-- where there is no row, so it is not asked.
local function is_constant(node)
  if node[1] == "col" then
    return false
  end
  for i = 2, node[1] == "const" and 1 or #node do
    if type(node[i]) == "table" and not is_constant(node[i]) then
      return false
    end
  end
  return true
end

local function number(random, t, depth)
  if depth <= 0 or random.chance(25) then
    return leaf(random, t, numeric, random.chance(60) and "integer" or "number")
  end
  local which = random.next(10)
  local a = number(random, t, depth - 1)
  if which <= 5 then
    local op = random.pick{"+", "-", "*", "/", "//", "%", "^", "+", "*"}
    local b = number(random, t, depth - 1)
    if (op == "//" or op == "%") and is_constant(a) and is_constant(b) then
      op = "/"
    end
    return {op, a, b}
  elseif which == 6 then
    return {"neg", a}
  elseif which == 7 then
    return {"call", random.pick{"abs", "floor", "ceil", "sqrt", "exp"}, a}
  elseif which == 8 then
    return random.chance(50) and {"call", "round", a, {"const", random.next(3) - 1}}
      or {"call", random.pick{"coalesce", "math.max"}, a, number(random, t, depth - 1)}
  elseif which == 9 then
    local periods = columns_of(t, {period = true})
    if #periods > 0 then
      return {"call", random.pick{"year", "time"}, {"col", random.pick(periods)}}
    end
    return a
  end
  return {"or", {"and", boolean(random, t, depth - 1), a}, number(random, t, depth - 1)}
end

local function text(random, t, depth)
  local a = leaf(random, t, {text = true}, "text")
  if depth <= 0 or random.chance(40) then
    return a
  end
  local name = random.pick{"upper", "lower", "head", "string.upper", "string.rep", "coalesce"}
  return {"call", name, a, name == "coalesce" and text(random, t, depth - 1) or nil}
end

function any_value(random, t, depth)
  local which = random.next(8)
  if which <= 4 then
    return number(random, t, depth)
  elseif which <= 6 then
    return text(random, t, depth)
  end
  return boolean(random, t, depth)
end

local orders = {"<", "<=", ">", ">="}

local function comparison(random, t, depth)
  local which = random.next(10)
  if which <= 4 then
    return {random.pick(orders), number(random, t, depth), number(random, t, depth)}
  elseif which == 5 then
    return {random.pick(orders), text(random, t, depth), text(random, t, depth)}
  elseif which == 6 then
    local periods = columns_of(t, {period = true})
    if #periods > 0 then
      return {random.pick{"<", ">=", "==", "~="}, {"col", random.pick(periods)},
              leaf(random, t, {period = true}, "period")}
    end
  end
  return {random.pick{"==", "~="}, any_value(random, t, depth), any_value(random, t, depth)}
end

local function random_list(random, kind)
  local list = {n = random.next(4) - 1}
  for i = 1, list.n do
    list[i] = (i == list.n or not random.chance(10)) and random_value(random, kind) or nil
  end
  return list
end

function boolean(random, t, depth)
  local which = random.next(12)
  if depth <= 0 or which <= 5 then
    return comparison(random, t, depth - 1)
  elseif which <= 8 then
    return {random.pick{"and", "or"}, boolean(random, t, depth - 1),
            boolean(random, t, depth - 1)}
  elseif which == 9 then
    return {"not", boolean(random, t, depth - 1)}
  elseif which == 10 then
    return {"call", "is_missing", any_value(random, t, depth - 1)}
  elseif which == 11 then
    return {"call", "between", number(random, t, depth - 1), {"const", random.next(3) - 2},
            leaf(random, t, numeric, "integer")}
  end
  local kind = random.pick{"integer", "number", "text"}
  local value = kind == "text" and text(random, t, depth - 1) or number(random, t, depth - 1)
  return {"isin", value, random_list(random, kind)}
end

--- An aggregate of a column or of a small expression of numbers.
local function aggregate(random, t, names)
  local name = random.pick(names)
  if name == "any" or name == "all" then
    return {"agg", name, comparison(random, t, 0)}
  end
  local kinds = numeric
  if name == "count" or name == "first" or name == "last" or name == "min" or name == "max"
    or name == "n_distinct" then
    kinds = {integer = true, number = true, text = true, boolean = true, period = true}
  elseif random.chance(20) then
    kinds = {integer = true, number = true, boolean = true}
  end
  local columns = columns_of(t, kinds)
  if #columns == 0 or random.chance(20) then
    return {"agg", "count", {"const", 1}}
  end
  local node = {"agg", name, {"col", random.pick(columns)}}
  if name == "wmean" or name == "cor" then
    node[4] = {"col", random.pick(columns)}
  elseif name == "quantile" then
    node[4] = random.pick{0, 0.25, 0.5, 0.9, 1.0}
  elseif numeric[t.types[node[3][2]]] and random.chance(25) then
    node[3] = {random.pick{"+", "*", "-"}, node[3], {"const", random.next(3)}}
  end
  return node
end

local exact = {"count", "sum", "mean", "min", "max", "first", "last", "n_distinct", "any",
               "all"}
local every = {"count", "sum", "mean", "min", "max", "first", "last", "n_distinct", "any",
               "all", "median", "quantile", "var", "sd", "wmean", "cor"}
local of_numbers = {"count", "sum", "mean"}

programs.boolean, programs.any_value, programs.number = boolean, any_value, number

-- What the model makes of a tree.

--- The types of what aggregates read: known for columns, and for arithmetic of
-- them.
local function static_type(node, t)
  if node[1] == "col" then
    return t.types[node[2]]
  elseif node[1] == "const" then
    return math.type(node[2]) == "float" and "number" or math.type(node[2])
  elseif node[1] == "call" or #node ~= 3 then
    return false
  end
  local a, b = static_type(node[2], t), static_type(node[3], t)
  return (a == "integer" and b == "integer") and "integer" or "number"
end

--- That there is a column of every name a tree reads, also where no row reads it.
local function check_names(node, types)
  if node[1] == "col" and types[node[2]] == nil then
    error("no column " .. node[2])
  elseif node[1] ~= "const" and node[1] ~= "col" then
    for i = 2, node[1] == "isin" and 2 or #node do
      if type(node[i]) == "table" then
        check_names(node[i], types)
      end
    end
  end
end

--- Finds the aggregates in a tree and computes them over `rows`.
local function compute_aggregates(node, t, rows, ctx)
  if type(node) ~= "table" then
    return
  elseif node[1] == "const" or node[1] == "col" or node[1] == "isin" then
    return compute_aggregates(node[1] == "isin" and node[2] or nil, t, rows, ctx)
  end
  for i = 2, #node do
    compute_aggregates(node[i], t, rows, ctx)
  end
  if node[1] ~= "agg" then
    return
  end
  local x, y = {}, node[4]
  if type(y) == "table" then
    y = {}
  end
  for i, row in ipairs(rows) do
    x[i] = expression.eval(node[3], row, ctx)
    if type(node[4]) == "table" then
      y[i] = expression.eval(node[4], row, ctx)
    end
  end
  local kind = static_type(node[3], t)
  ctx.aggregates[node] = expression.aggregate(node[2], x, y, #rows, kind, function(a, b)
    return model.order(kind == "period" and kind or math.type(a) and "number" or
                       type(a) == "string" and "text" or "boolean", a, b)
  end)
end

--- The values of a tree in the rows of a table; aggregates are over `groups`
-- (lists of row numbers), or over all rows.
function programs.values(node, t, eager, groups)
  local out = {}
  check_names(node, t.types)
  if not groups then
    groups = {{}}
    for i = 1, #t.rows do
      groups[1][i] = i
    end
  end
  for _, group in ipairs(groups) do
    local rows, ctx = {}, {types = t.types, aggregates = {}, eager = eager}
    for k, i in ipairs(group) do
      rows[k] = t.rows[i]
    end
    compute_aggregates(node, t, rows, ctx)
    for k, i in ipairs(group) do
      out[i] = expression.eval(node, rows[k], ctx)
    end
  end
  return out
end

--- The value of a tree of aggregates for each group, on the row of its keys.
function programs.summaries(node, t, groups, so_far)
  local out = {}
  check_names(node, setmetatable({}, {__index = function(_, name)
    return t.types[name] or so_far.types[name]
  end}))
  for g, group in ipairs(groups) do
    local rows, ctx = {}, {types = t.types, aggregates = {}}
    for k, i in ipairs(group) do
      rows[k] = t.rows[i]
    end
    compute_aggregates(node, t, rows, ctx)
    ctx.types = so_far.types
    out[g] = expression.eval(node, so_far.rows[g], ctx)
  end
  return out
end

programs.aggregate = aggregate
programs.exact, programs.every, programs.of_numbers = exact, every, of_numbers
programs.static_type = static_type
programs.random_list = random_list
programs.random_value = random_value
programs.numeric = numeric

return programs
