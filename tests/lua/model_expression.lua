--- Expressions and aggregates of the model: trees, evaluated a row at a time.
-- A tree is {"col", name}, {"const", value}, {operator, a, b},
-- {"call", function, ...}, {"isin", a, list}, {"agg", name, a, b or fraction}.

local expression = {}

-- Functions of values. A missing first argument makes most of them missing.
local functions = {}

local function number(v)
  if type(v) ~= "number" then
    error("a number was wanted, got " .. type(v))
  end
  return v
end

local function guarded(f)
  return function(v, ...)
    if v == nil then
      return nil
    end
    return f(v, ...)
  end
end

for _, name in ipairs{"abs", "floor", "ceil", "sqrt", "exp"} do
  local f = math[name]
  functions[name] = guarded(function(v) return f(number(v)) end)
end

--- The decimal digits of |v| and the place of the point behind them.
local function shortest(v)
  for precision = 1, 17 do
    local text = string.format("%." .. precision - 1 .. "e", math.abs(v))
    if tonumber(text) == math.abs(v) then
      local whole, fraction, exponent = text:match("^(%d)%.?(%d*)e([-+]%d+)$")
      return whole .. fraction, math.tointeger(tonumber(exponent)) + 1
    end
  end
end

--- v rounded as a reader rounds its shortest text, halves away from zero.
functions.round = guarded(function(v, places)
  if math.type(v) == "integer" then
    return v
  end
  number(v)
  if v ~= v or v == math.huge or v == -math.huge then
    return v
  elseif v == 0 then
    return 0.0 -- no negative zero: it would print as one
  end
  local digits, point = shortest(v)
  local keep = point + places
  local rounded
  if keep < 0 then
    rounded = 0.0
  elseif keep >= #digits then
    rounded = math.abs(v)
  else
    local up = digits:byte(keep + 1) >= 53 and 1 or 0
    local kept = keep > 0 and math.tointeger(tonumber(digits:sub(1, keep))) or 0
    rounded = tonumber(string.format("%de%d", kept + up, -places)) + 0.0
  end
  return (v < 0 and -rounded or rounded) + 0.0
end)

local upper_case = {["ä"] = "Ä"}
functions.upper = guarded(function(v) return upper_case[v] or v:upper() end)
functions.lower = guarded(function(v) return v:lower() end)
functions.head = guarded(function(v) return v:match("^" .. utf8.charpattern) or "" end)
functions.len = guarded(function(v) return utf8.len(v) end)
functions["string.upper"] = guarded(string.upper)
functions["string.rep"] = guarded(function(v) return v .. v end)
functions["math.max"] = function(a, b)
  if a == nil or b == nil then
    return nil
  end
  return math.max(number(a), number(b))
end
functions.year = guarded(function(p) return math.tointeger(tonumber(p:sub(1, 4))) end)
functions.time = guarded(function(p)
  return tonumber(p:sub(1, 4)) + (p:sub(5) == "-S1" and 0.5 or 1.0)
end)
functions.is_missing = function(v) return v == nil end
functions.coalesce = function(a, b)
  if a == nil then
    return b
  end
  return a
end

--- An ordering of two values: false where one is missing.
local function compare(op, a, b)
  if a == nil or b == nil then
    return false
  end
  if type(a) ~= type(b) or (type(a) ~= "number" and type(a) ~= "string") then
    error("these do not compare")
  end
  if op == "<" then return a < b end
  if op == "<=" then return a <= b end
  if op == ">" then return a > b end
  return a >= b
end

functions.between = function(v, low, high)
  return compare("<=", low, v) and compare("<=", v, high)
end

local arithmetic = {
  ["+"] = function(a, b) return a + b end,
  ["-"] = function(a, b) return a - b end,
  ["*"] = function(a, b) return a * b end,
  ["/"] = function(a, b) return a / b end,
  ["//"] = function(a, b) return a // b end,
  ["%"] = function(a, b) return a % b end,
  ["^"] = function(a, b) return a ^ b end,
}

local function calculate(op, a, b)
  if type(a) == "string" or type(b) == "string" then
    error("text in arithmetic")
  end
  if a == nil or b == nil then
    return nil
  end
  return arithmetic[op](number(a), number(b))
end

local eval

--- `and` and `or` leave out their second side only where a row is computed;
-- masks compute everything.
local function logic(op, node, row, ctx)
  local a = eval(node[2], row, ctx)
  if ctx.eager then
    local b = eval(node[3], row, ctx)
    if op == "and" then return a and b end
    return a or b
  end
  if op == "and" then
    return a and eval(node[3], row, ctx)
  end
  return a or eval(node[3], row, ctx)
end

function eval(node, row, ctx)
  local op = node[1]
  if op == "col" then
    if ctx.types[node[2]] == nil then
      error("no column " .. node[2])
    end
    return row[node[2]]
  elseif op == "const" then
    return node[2]
  elseif op == "agg" then
    return ctx.aggregates[node]
  elseif op == "and" or op == "or" then
    return logic(op, node, row, ctx)
  elseif op == "not" then
    return not eval(node[2], row, ctx)
  elseif op == "neg" then
    return calculate("*", -1, eval(node[2], row, ctx))
  elseif op == "call" then
    local b = node[4] and eval(node[4], row, ctx)
    local c = node[5] and eval(node[5], row, ctx)
    return functions[node[2]](eval(node[3], row, ctx), b, c)
  elseif op == "isin" then
    local v = eval(node[2], row, ctx)
    for i = 1, node[3].n do
      if v == node[3][i] then
        return true
      end
    end
    return false
  end
  local a, b = eval(node[2], row, ctx), eval(node[3], row, ctx)
  if op == "==" then
    return a == b
  elseif op == "~=" then
    return a ~= b
  elseif arithmetic[op] then
    return calculate(op, a, b)
  end
  return compare(op, a, b)
end
expression.eval = eval

--- a + b and what that rounded off.
local function two_sum(a, b)
  local sum = a + b
  local part = sum - a
  return sum, (a - (sum - part)) + (b - part)
end

--- The sum in the order of the rows with an error term, as the engine says.
local function sum_of(values)
  local hi, lo = 0.0, 0.0
  for _, v in ipairs(values) do
    local rest
    hi, rest = two_sum(hi, v)
    lo = lo + rest
  end
  if hi - hi ~= 0 then
    return hi
  end
  return hi + lo
end

local function numbers(values)
  local out = {}
  for i, v in ipairs(values) do
    out[i] = v == true and 1 or v == false and 0 or number(v)
  end
  return out
end

local function finite(values)
  for _, v in ipairs(values) do
    if v - v ~= 0 then
      return false
    end
  end
  return true
end

--- The sum of (x - mean of x) * (y - mean of y).
local function co_moment(x, y)
  local mx, my = sum_of(x) / #x, sum_of(y) / #y
  local total = 0.0
  for i = 1, #x do
    total = total + (x[i] - mx) * (y[i] - my)
  end
  return total
end

local function constant(x)
  for i = 2, #x do
    if x[i] ~= x[1] then
      return false
    end
  end
  return true
end

local function quantile(values, p)
  local x = numbers(values)
  for _, v in ipairs(x) do
    if v ~= v then
      return v
    end
  end
  table.sort(x)
  local at = (#x - 1) * p + 1
  local low, high = x[math.floor(at)], x[math.ceil(at)]
  if low == high then
    return low + 0.0
  elseif low == -math.huge and high == math.huge then
    return nil
  elseif low == -math.huge or high == math.huge then
    return low == -math.huge and low or high
  end
  local part = at - math.floor(at)
  return (1 - part) * low + part * high
end

local function extreme(op)
  return function(values, _, order)
    local best = values[1]
    for _, v in ipairs(values) do
      if v ~= v then
        return v
      end
      local sign = order(v, best)
      if op == "min" and sign < 0 or op == "max" and sign > 0 then
        best = v
      end
    end
    return best
  end
end

local function variance(values)
  local x = numbers(values)
  if not finite(x) then
    return 0 / 0
  elseif #x < 2 then
    return nil
  end
  return constant(x) and 0.0 or co_moment(x, x) / (#x - 1)
end

-- Of the values present (at least one): (values, second values or fraction,
-- order of the type).
local aggregates = {
  mean = function(values) return sum_of(numbers(values)) / #values end,
  median = function(values) return quantile(values, 0.5) end,
  quantile = quantile,
  min = extreme("min"),
  max = extreme("max"),
  first = function(values) return values[1] end,
  last = function(values) return values[#values] end,
  var = variance,
  sd = function(values)
    local v = variance(values)
    return v and math.sqrt(v)
  end,
  wmean = function(values, weights)
    local x, w, products = numbers(values), numbers(weights), {}
    if not finite(x) or not finite(w) then
      return 0 / 0
    end
    for i = 1, #x do
      if w[i] < 0 then
        error("a negative weight")
      end
      products[i] = x[i] * w[i]
    end
    local total = sum_of(w)
    return total ~= 0 and sum_of(products) / total or nil
  end,
  cor = function(values, others)
    local x, y = numbers(values), numbers(others)
    if not finite(x) or not finite(y) then
      return 0 / 0
    elseif #x < 2 or constant(x) or constant(y) then
      return nil
    end
    local r = co_moment(x, y) / (math.sqrt(co_moment(x, x)) * math.sqrt(co_moment(y, y)))
    return math.max(-1.0, math.min(1.0, r))
  end,
}

--- Those whose last bits depend on how they are computed.
expression.inexact = {median = true, quantile = true, var = true, sd = true,
                      wmean = true, cor = true}

local function n_distinct(values)
  local seen = {}
  for _, v in ipairs(values) do
    local found = false
    for _, s in ipairs(seen) do
      found = found or s == v or (s ~= s and v ~= v)
    end
    if not found then
      seen[#seen + 1] = v
    end
  end
  return #seen
end

local function all_or_any(name, values)
  for _, v in ipairs(values) do
    if type(v) ~= "boolean" then
      error(name .. " of " .. type(v))
    elseif v == (name == "any") then
      return v
    end
  end
  return name == "all"
end

local function sum(values, kind)
  local x = numbers(values)
  if kind == "number" then
    return sum_of(x)
  end
  local total = 0
  for _, v in ipairs(x) do
    total = total + v
  end
  return total
end

--- One aggregate of the lists `x` and `y` (or fraction) of n rows, missing
-- values among them; `kind` is the type of the column.
function expression.aggregate(name, x, y, n, kind, order)
  local values, others = {}, type(y) == "table" and {} or y
  for i = 1, n do
    if x[i] ~= nil and (type(y) ~= "table" or y[i] ~= nil) then
      values[#values + 1] = x[i]
      if type(y) == "table" then
        others[#others + 1] = y[i]
      end
    end
  end
  local any_type = {count = true, min = true, max = true, first = true, last = true,
                    n_distinct = true}
  if not any_type[name] and #values > 0 and (kind == "text" or kind == "period") then
    error(name .. " of " .. kind)
  end
  if name == "count" then
    return #values
  elseif name == "n_distinct" then
    return n_distinct(values)
  elseif name == "sum" then
    return sum(values, kind)
  elseif name == "any" or name == "all" then
    return all_or_any(name, values)
  elseif #values == 0 then
    return nil
  end
  return aggregates[name](values, others, order)
end

return expression
