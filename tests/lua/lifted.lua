-- Functions of a row and expressions, lifted and interpreted: the same columns to
-- the last bit, the same types, the same entries of the ledger, the same errors.
-- First those that a hand would write, then random ones: `core.runs` is how many,
-- `core.seed` the first seed.
-- luacheck: globals core

local programs = require "programs"
local row_functions = require "row_functions"

local nan, huge = 0 / 0, 1 / 0
local least, most = math.mininteger, math.maxinteger

local function column(kind, list)
  return core.column(list):as{type = kind}
end

-- Every row meets another: missing, zero, signed zero, the ends of the integers,
-- integers that no number holds, infinities, texts that compare by bytes.
local edges = core.table({
  a = column("integer", {1, nil, 0, -3, 7, 2, most, least, nil, 5, 9007199254740993, -1, n = 12}),
  b = column("integer", {2, 3, nil, 5, -2, 4, 1, -1, nil, 5, 9007199254740992, least, n = 12}),
  x = column("number", {0.5, -0.0, nil, 2.0, nan, -1.5, huge, 1e300, nil, 5.0, 9007199254740992.0,
                        -9223372036854775808.0, n = 12}),
  y = column("number", {1.0, 0.0, 3.25, nil, 2.0, nan, -huge, 0.1, nil, 5.0,
                        9223372036854775808.0, -2.5, n = 12}),
  g = column("text", {"a", "b", nil, "A", "", "ab", "10", "ä", nil, "b", "a", "2016", n = 12}),
  h = column("text", {"a", nil, "c", "a", "ab", "ab", "9", "a", nil, "", "a\0b", "2016-S1",
                      n = 12}),
  f = column("boolean", {true, false, nil, true, false, nil, true, true, nil, false, true,
                         false, n = 12}),
  p = column("period", {"2015", "2016-S1", nil, "2016", "2016-S2", "2017", "2015", "2016", nil,
                        "2016-S1",
                        "2016-01-31", "2016", n = 12}),
}, {"a", "b", "x", "y", "g", "h", "f", "p"})

--- Many blocks: no block begins like another.
local function many(n)
  local t = edges
  while #t < n do
    t = t:append(t):append(edges:head(5))
  end
  return t:head(n)
end

local plain = core.table({
  a = column("integer", {3, 1, 2, n = 3}), b = column("integer", {1, 2, 3, n = 3}),
  x = column("number", {0.5, 1.5, 2.5, n = 3}), y = column("number", {4.0, 5.0, 6.0, n = 3}),
  g = column("text", {"a", "b", "c", n = 3}), h = column("text", {"a", "a", "b", n = 3}),
  f = column("boolean", {true, false, true, n = 3}),
  p = column("period", {"2015", "2016", "2017", n = 3}),
}, edges:columns())

local long = many(1100)
local tables = {edges, plain, edges:where("a ~= nil and b ~= nil"), edges:sort_by("-x, g"), long,
                long:where("g ~= 'a'"), long:sort_by("h, -a"), edges:head(1), edges:head(0)}

local function same(v, w)
  if v == w then
    return math.type(v) == math.type(w) and (v ~= 0 or 1 / v == 1 / w or math.type(v) ~= "float")
  end
  return v ~= v and w ~= w
end

--- What is wrong with two answers of pcall(verb): nil when they are the same.
local function difference(ok, made, other_ok, other)
  if ok ~= other_ok then
    return "lifted: " .. tostring(made) .. "\nnot lifted: " .. tostring(other)
  elseif not ok then
    if type(made) == "table" and type(other) == "table" then
      for _, field in ipairs{"message", "help", "data", "where", "line", "column", "code"} do
        if made[field] ~= other[field] then
          return field .. ": " .. tostring(made[field]) .. " and " .. tostring(other[field])
        end
      end
    end
    return tostring(made) ~= tostring(other) and tostring(made) .. " and " .. tostring(other) or nil
  elseif #made ~= #other then
    return #made .. " rows and " .. #other
  end
  for _, name in ipairs(other:has"z" and {"z"} or {"a", "h"}) do -- h: where rows are kept
    local v, w = made[name]:totable(), other[name]:totable()
    if made[name]:type() ~= other[name]:type() then
      return name .. " is " .. made[name]:type() .. " and " .. other[name]:type()
    end
    for i = 1, w.n do
      if not same(v[i], w[i]) then
        return string.format("%s[%d] is %s and %s", name, i, tostring(v[i]), tostring(w[i]))
      end
    end
  end
  return nil
end

--- What the ledger says since entry `from`. An entry is there only once.
local function entries(from)
  local list, parts = core.ledger(), {}
  for i = from, #list do
    local e = list[i]
    parts[#parts + 1] = table.concat({e.operation, e.subject, e.of, e.used, e.missing,
                                       e.note or ""}, " ")
  end
  return table.concat(parts, "\n"), #list + 1
end

local other_texts = core.table{{text = "no other text"}}

--- The texts that were read last, of which an error may tell, are those of no
-- earlier case.
local function forget_texts()
  for _ = 1, 32 do
    assert(other_texts[1].text)
  end
end

--- Runs `verb` on the table both ways; says what differs, and whether it was
-- lifted.
local function compare(t, verb)
  core.lifted()
  forget_texts()
  local ok, made = pcall(verb, t)
  local how = core.lifted()[1]
  local _, after = entries(1)
  core.lift(false)
  forget_texts()
  local other_ok, other = pcall(verb, t)
  local new = entries(after)
  core.lift(true)
  local why = difference(ok, made, other_ok, other)
  if not why and new ~= "" then
    why = "the ledger has also " .. new
  end
  return why, how, ok
end

local function load_function(text)
  return assert(load(text, "=function", "t"))()
end

--- Both ways for each of the tables.
local function check(t, verb, text)
  local why, how, ok = compare(t, verb)
  if why then
    error(text .. "\n" .. why, 0)
  end
  return how, ok
end

-- Written by hand ------------------------------------------------------------

local lifted = {
  "r.a", "r.p", "r.g", "r.f", "r.a + r.b", "r.a * 1.5", "r.a / r.b", "r.x // 0",
  "r.a - 9223372036854775807", "r.x % 3", "r.x % -2.5", "r.a // -2", "r.a % -3", "2 ^ r.a",
  "r.x ^ 2", "-r.a", "-r.x", "not r.f", "r.a < r.x", "r.a <= r.x", "r.x < r.a", "r.x <= r.b",
  "r.a == r.x", "r.b ~= r.x", "r.a > 9007199254740992", "r.g == r.h", "r.g < r.h", "r.g == 'a'",
  "r.p >= '2016'", "r.p == '2016-S1'", "r.p == r.g", "r.g == r.a", "r.f and r.a or r.x",
  "r.a and r.b", "r.f or r.g == 'a'", "r.a == nil", "nil == r.a", "r.a and 1",
  "math.max(r.a, r.x, 3)", "math.min(r.a, r.b)", "math.floor(r.x)", "math.abs(r.a)",
  "math.log(r.y, 10)", "math.log(r.y, 2)", "math.atan(r.x, r.y)", "math.fmod(r.x, 3)",
  "math.tointeger(r.x)", "math.floor(r.x) == r.a", "math.max(r.a, math.abs(r.x))",
  "(math.sqrt(r.x))", "r.a ~= r.b", "r.a < 0.5", "0.5 <= r.a", "5 > r.x", "r.a | 5", "r.a ~ r.b",
  "1 << r.b", "r.a >> 3", "~r.a", "1", "nil", "true", "'x'", "0.0", "r['a']", "r.a // 0.0",
  "r.g and #r.g", "r.a + r.b // 0.0",
}

for _, text in ipairs(lifted) do
  local f = load_function("return function(r) return " .. text .. " end")
  for _, t in ipairs(tables) do
    check(t, function(data) return data:with{z = f} end, text)
    check(t, function(data) return data:where(f) end, text)
  end
  local _, how = compare(plain, function(data) return data:with{z = f} end)
  assert(how and how:find(": lifted$"), text .. ": " .. tostring(how))
end

-- Expressions, with parameters.
local parameters = {low = 2, list = {"a", "ab", 3}, none = {}, set = {high = 5, [1] = 2}}
local expressions = {
  "a > low and g or h", "isin(g, list)", "isin(a, none)", "isin(p, {'2016', '2015'})",
  "a < set.high", "a == set[1]", "between(a, low, set.high)", "between(p, '2015', '2016')",
  "between(x, 0, 2.5) or is_missing(y)", "coalesce(g, h, 'none')", "round(x, 1) == 0.5",
  "round(a, -1) >= 10", "math.floor(x) == a", "row[g == 'a' and 'a' or 'a'] == a",
}
for _, text in ipairs(expressions) do
  for _, t in ipairs(tables) do
    local how = check(t, function(data) return data:with({"z = " .. text}, parameters) end, text)
    check(t, function(data) return data:where(text, parameters) end, text)
    assert(not how or how:find(": lifted$") or text:find("^row"), how)
  end
end

-- What is not lifted, and why.
local refused = {
  {"for _ = 1, 2 do end return r.a", "it has a loop"},
  {"while r.a == nil do end", "it has a loop"},
  {"repeat local v = r.a until v", "it has a loop"},
  {"return tostring(r.a)", "it calls tostring"},
  {"return r.g:upper()", "it calls a method"},
  {"return r.g .. 'x'", "it joins texts"},
  {"return #{r.a}", "it makes a table"},
  {"return (function() return r.a end)()", "it makes a function"},
  {"up = r.a return up", "it assigns a variable outside of it"},
  {"o.x = r.a return 1", "it assigns to a field or a global"},
  {"return r", "it uses the row as a whole"},
  {"return r == nil", "it uses the row as a whole"},
  {"return r[r.g]", "it computes the name of what it reads"},
  {"return r.nowhere", "it reads nowhere, which is no column"},
  {"return nowhere", "it reads nowhere, which a table computes"},
  {"return o[r.a]", "it computes the name of what it reads"},
  {"return r.g.x", "it looks into a value"},
  {"return math.random(1)", "it calls random"},
  {"return math.sqrt()", "it calls sqrt"},
  {"return data.a", "it reads a, which a table computes"},
  {"return select('#', r.a)", "it calls select"},
  {"local v = r if r.f then v = 1 end return v", "it uses what may be the row or a value"},
}
for _, case in ipairs(refused) do
  local f = load([[local data = ...
    local up, o = 1, {low = 1}
    return function(r) ]] .. case[1] .. " end", "=function", "t")(edges)
  local how = check(plain, function(data) return data:with{z = f} end, case[1])
  assert(how and how:find(case[2], 1, true), case[1] .. ": " .. tostring(how))
end

-- What comes up while it runs.
local left = {
  {"return r.g + 1", "its arithmetic meets what is no number"},
  {"return -r.g", "its arithmetic meets what is no number"},
  {"return r.a // 0", "divides an integer by zero"},
  {"return r.a < r.g", "it compares values of two types"},
  {"return r.f < r.f", "it compares values of two types"},
  {"return r.g & 1", "it asks for the bits of what is no integer"},
  {"return #r.a", "it asks for the length of what is no text"},
  {"return math.sqrt(r.g)", "it calls a function with what is no number"},
  {"return math.fmod(r.a, 0)", "it calls a function with what is no number"},
  {"if r.a == 1 then return 'x' end return r.a", "its results are of several types"},
  {"if r.a == 1 then return 0.5 end return 9007199254740993",
    "it mixes large integers with numbers"},
}
for _, case in ipairs(left) do
  local f = load_function("return function(r) " .. case[1] .. " end")
  local how, ok = check(plain, function(data) return data:with{z = f} end, case[1])
  assert(not ok and how and how:find(case[2], 1, true), case[1] .. ": " .. tostring(how))
end
local said_of_mask = check(plain, function(data) return data:where(function(r) return r.a end) end,
  "a number as a mask")
assert(said_of_mask:find("its results are not true or false", 1, true))

-- Captured values are those of the time of the call; a table may be what it likes.
local low = 1
local function above(r) return r.a > low end
assert(#plain:where(above) == 2)
low = 2
assert(#plain:where(above) == 1)
local own = {sqrt = function(v) return v * 2 end}
core.lifted()
assert(plain:with{z = function(r) return own.sqrt(r.a) end}.z[1] == 6)
assert(core.lifted()[1]:find("it calls sqrt", 1, true))
local args = setmetatable({low = 2}, {
  __index = function(_, name) error("no argument " .. name) end,
})
assert(#plain:where(function(r) return r.a > args.low end) == 1)
assert(core.lifted()[1]:find(": lifted$"))
assert(not pcall(plain.where, plain, function(r) return r.a > args.lwo end))

-- Drawn ----------------------------------------------------------------------

--- The verb of a case, its text, and whether it should be lifted.
local function random_case(random)
  local roll = random.next(10)
  if roll <= 6 then
    local text = row_functions.random_function(random)
    local f = load_function(text)
    return function(t) return t:with{z = f} end, text
  elseif roll <= 7 then
    local text = row_functions.random_condition(random)
    local f = load_function(text)
    return function(t) return t:where(f) end, text
  elseif roll <= 9 then
    local text = row_functions.random_expression(random)
    return function(t) return t:with{"z = " .. text} end, text
  end
  local text = row_functions.random_expression(random)
  return function(t) return t:where(text) end, text
end

local counts = {fine = 0, raised = 0, lifted = 0, of = 0}
for seed = core.seed, core.seed + core.runs - 1 do
  local random = programs.generator(seed)
  local verb, text = random_case(random)
  local t = random.pick{edges, plain, tables[3], tables[4]}
  if random.chance(12) then
    t = random.pick(tables)
  end
  local said, ok = check(t, verb, "seed " .. seed .. ": " .. text)
  counts[ok and "fine" or "raised"] = counts[ok and "fine" or "raised"] + 1
  if said and ok then -- arithmetic of whole columns is no matter of the lift
    counts.of = counts.of + 1
    counts.lifted = counts.lifted + (said:find(": lifted$") and 1 or 0)
  end
end
assert(core.runs < 100 or counts.lifted > 0.9 * counts.of,
       string.format("%d of %d are lifted", counts.lifted, counts.of))
assert(core.runs < 100 or counts.fine > 0.5 * core.runs, counts.raised .. " raise")
if core.runs > 1 then
  print(string.format("%d fine, %d raise; %d of %d lifted", counts.fine, counts.raised,
                      counts.lifted, counts.of))
end
