-- One program, three ways: an expression string, a function of a row, an
-- explicit loop over rows that fills a plain list. They make identical tables,
-- or all three raise (design section 4). Half of the programs are written by
-- hand, for what only a hand would write; the others are drawn.
-- luacheck: globals core

local programs = require "programs"
local write = programs.write

local nan, huge = 0 / 0, 1 / 0

local function column(kind, list)
  return core.column(list):as{type = kind}
end

-- Every row meets another: missing, zero, signed zero, the ends of the integers,
-- integers that no number holds, infinities, texts that compare by bytes.
local least, most = math.mininteger, math.maxinteger
local t = core.table({
  a = column("integer", {1, nil, 0, -3, 7, 2, most, least, nil, 5, n = 10}),
  b = column("integer", {2, 3, nil, 5, -2, 0, 1, -1, nil, 5, n = 10}),
  x = column("number", {0.5, -0.0, nil, 2.0, nan, -1.5, huge, 1e300, nil, 5.0, n = 10}),
  y = column("number", {1.0, 0.0, 3.25, nil, 2.0, nan, -huge, 0.1, nil, 5.0, n = 10}),
  g = column("text", {"a", "b", nil, "A", "", "ab", "10", "ä", nil, "b", n = 10}),
  h = column("text", {"a", nil, "c", "a", "ab", "ab", "9", "a", nil, "", n = 10}),
  f = column("boolean", {true, false, nil, true, false, nil, true, true, nil, false, n = 10}),
  p = column("period", {"2015", "2016-S1", nil, "2016", "2016-S2", "2017", "2015", "2016", nil,
                        "2016-S1", n = 10}),
}, {"a", "b", "x", "y", "g", "h", "f", "p"})

-- Without values anywhere, and without rows.
local u = core.table({
  a = column("integer", {nil, nil, n = 2}), b = column("integer", {1, nil, n = 2}),
  x = column("number", {nil, nil, n = 2}), y = column("number", {nil, 1.5, n = 2}),
  g = column("text", {nil, nil, n = 2}), h = column("text", {nil, "h", n = 2}),
  f = column("boolean", {nil, nil, n = 2}), p = column("period", {nil, "2016", n = 2}),
}, t:columns())
local tables = {t, t:where("a ~= nil and b ~= nil"), t:sort_by("-x, g"), u, t:head(0)}

local function same(v, w)
  if v == w then
    return math.type(v) == math.type(w) and (v ~= 0 or 1 / v == 1 / w)
  end
  return v ~= v and w ~= w
end

--- The column that a loop makes of plain values: nothing of the engine is asked
-- but the cells.
local function by_loop(data, f)
  local list = {n = #data}
  for i = 1, #data do
    local r = {}
    for _, name in ipairs(data:columns()) do
      r[name] = data[name][i]
    end
    list[i] = f(r)
  end
  return data:with{z = list}
end

local function compare(what, one, other)
  assert(table.concat(one:columns(), " ") == table.concat(other:columns(), " "), what)
  assert(#one == #other, what)
  for _, name in ipairs(one:columns()) do
    local v, w = one[name]:totable(), other[name]:totable()
    local empty = true
    for i = 1, v.n do
      if not same(v[i], w[i]) then
        error(string.format("%s: %s[%d] is %s, and %s", what, name, i, tostring(v[i]),
                            tostring(w[i])), 0)
      end
      empty = empty and v[i] == nil
    end
    -- A column without values has a type only where one was declared; a period
    -- is its text in a function and in a loop.
    local kind, other_kind = one[name]:type(), other[name]:type()
    if not empty and kind ~= other_kind and not (kind == "period" and other_kind == "text") then
      error(string.format("%s: %s is %s, and %s", what, name, kind, other_kind), 0)
    end
  end
end

local function outcome(f)
  local ok, made = pcall(f)
  return ok and made or nil, ok or made
end

--- Every row for which f is true, by a loop.
local function kept_by_loop(data, f)
  local mask = {n = #data}
  for i, r in ipairs(data) do
    local v = f(r)
    if type(v) ~= "boolean" and v ~= nil then
      error("no mask")
    end
    mask[i] = v == true
  end
  return data:where(core.column(mask):as{type = "boolean"})
end

--- How many programs were compared, and how many of them made a table.
local compared, made_tables = 0, 0

local function check_way(what, ways)
  local first, first_error = outcome(ways[1])
  for k = 2, #ways do
    local made, why = outcome(ways[k])
    if (made == nil) ~= (first == nil) then
      error(string.format("%s: way 1 %s, way %d %s", what, tostring(first_error), k,
                          tostring(why)), 0)
    elseif made then
      compare(what .. ", way " .. k, first, made)
    end
  end
  compared = compared + 1
  made_tables = made_tables + (first and 1 or 0)
end

local function check(text, f)
  for i, data in ipairs(tables) do
    check_way(text .. " in table " .. i, {
      function() return data:with{z = text} end,
      function() return data:with{z = f} end,
      function() return by_loop(data, f) end,
    })
    check_way("where " .. text .. " in table " .. i, {
      function() return data:where(text) end,
      function() return data:where(f) end,
      function() return kept_by_loop(data, f) end,
    })
  end
end

-- By hand: expressions; the body of the function is the same but for the `r.`.
local by_hand = {
  -- missing
  "a + nil", "nil", "a == nil", "a ~= nil", "nil == nil", "a < nil", "a >= nil", "not a",
  "not (a < b)", "a or 0", "a and b", "f and a or b", "f or false", "f and nil", "not f",
  "f == nil or f", "(a or b) == nil", "a == b", "x == y", "x ~= x", "g == h", "g == 1",
  "f == true", "f ~= false",
  -- integers and numbers
  "a // b", "a % b", "a // 2", "a % 3", "-a // 2", "a // -1", "a % -1", "a / b", "a ^ b",
  "a ^ 2", "a * a", "-a", "a + 1", "a - 1", "x // y", "x % y", "x // 0", "x % 0.7",
  "a // 0.0", "a % 0.5", "a // x", "x ^ 0.5", "-x", "-x ^ 2", "x * 0", "x - x", "a + x",
  "a == x", "a < x", "a <= x", "a > x", "x == 5", "b == 5.0", "2 ^ 53 == a", "a < 2 ^ 63",
  "a > b and a or b", "x > y and x or y", "100 * a / b", "1 / x", "0 / x", "1e308 * 10",
  "a & 3", "a | b", "a ~ b", "~a", "a << 1", "b >> 1", "b & 1 == 1",
  -- functions
  "math.max(a, b)", "math.min(x, y)", "math.floor(x)", "math.ceil(y)", "math.abs(a)",
  "math.sqrt(x)", "math.type(a)", "math.tointeger(y)", "math.fmod(b, 3)", "tostring(a)",
  "tonumber(g)", "type(a)", "select(2, a, b)", "year(p)", "time(p)", "frequency(p)",
  "time(p) - year(p)",
  -- text
  "g .. '!'", "(g or '') .. (h or '')", "g < h", "g <= h", "g > 'a'", "g == 'ä'", "#(g or '')",
  "string.upper(g)", "string.sub(g, 1, 1)", "string.len(g)", "string.rep(g, 2)",
  "string.format('%d', b)", "string.find(g, 'b')", "(g or 'x'):upper()", "g:lower()",
  "(g or ''):find('a') ~= nil", "g + 1", "g * h", "g < 1", "g and g ~= '' and g or 'none'",
  "a .. ''", "x .. ''",
  -- periods
  "p", "p == '2016'", "p >= '2016'", "p < '2016-S2'", "p == nil", "p .. ''", "p + 1",
  "string.sub(p, 1, 4)",
  -- forms
  "a; b", "a)", "(a", "a == ", "a = b", "(a)", "-- nothing", "a -- the rest", "[[z]]",
  "'it\\'s'", "({a, b})[1]", "(function() return a end)()", "f and f and f", "1 < 2 == f",
  "a > 0 == (b > 0)", "#g > 1 and a or b", "not not a", "- - a", "a - -b", "0x10 + a",
  "a // 1 | 0", "1 // 0", "1 % 0", "1.0 // 0",
}

local function row_function(text)
  local names = {a = true, b = true, x = true, y = true, g = true, h = true, f = true, p = true}
  local body = text:gsub("'[^']*'", function(s) return (s:gsub(".", "\1%0")) end)
  body = body:gsub("(\1?)([%a_][%w_%.]*)", function(mark, name)
    return mark == "" and names[name] and "r." .. name or mark .. name
  end)
  body = body:gsub("\1", "")
  return load("local r = ...; return (" .. body .. "\n)", "=row", "t")
end

for _, text in ipairs(by_hand) do
  local f = row_function(text)
  if f then
    check(text, f)
  else -- then it is no expression either, even where no row would compute it
    for _, data in ipairs(tables) do
      assert(not pcall(data.with, data, {z = text}), text)
      assert(not pcall(data.where, data, text), text)
    end
  end
end

local drawn = 0
local random = programs.generator(2016)
local schema = {names = t:columns(), types = {}}
for _, name in ipairs(schema.names) do
  schema.types[name] = t[name]:type()
end
while drawn < 400 do
  local node = random.chance(50) and programs.boolean(random, schema, 3)
    or programs.any_value(random, schema, 4)
  local body = write.row(node)
  if body then
    drawn = drawn + 1
    check(write.expression(node), load("local r = ...; return " .. body, "=row", "t"))
  end
end
assert(made_tables > compared / 3, "too few programs make a table")
