-- pairs, next and ipairs (design section 10).
local function keys_of(t)
  local out = {}
  for k in pairs(t) do
    out[#out + 1] = tostring(k)
  end
  return table.concat(out, " ")
end

local function keys_by_next(t)
  local out = {}
  for k in next, t do
    out[#out + 1] = tostring(k)
  end
  return table.concat(out, " ")
end

local mixed = {
  10, 20, zulu = 1, alpha = 2, [2.5] = 3, [-1] = 4, [true] = 5, [false] = 6, [1e300] = 7,
  [{}] = 8, Zulu = 9, [math.maxinteger] = 10, [-1e300] = 11, [math.mininteger] = 12, [""] = 13,
}
local want = "-1e+300 -9223372036854775808 -1 1 2 2.5 9223372036854775807 1e+300"
  .. "  Zulu alpha zulu false true table"
assert(keys_of(mixed) == want, keys_of(mixed))
assert(keys_by_next(mixed) == want, keys_by_next(mixed))
assert(next(mixed) == -1e300 and next({}) == nil)

-- whatever the history of the table is
local down, up = {}, {}
for i = 200, 1, -1 do
  down["k" .. i] = i
  down[i] = i
end
for i = 1, 200 do
  up[i] = i
  up["k" .. i] = i
end
assert(keys_of(down) == keys_of(up) and keys_by_next(down) == keys_of(up))

-- arrays, with and without holes
assert(keys_of{1, 2, 3} == "1 2 3" and keys_of{1, nil, 3} == "1 3" and keys_of{} == "")
assert(keys_of{[3] = 1, [2] = 1, [1] = 1} == "1 2 3")

-- a loop may assign and remove
local t = {a = 1, b = 2, c = 3, 1, 2}
local seen = {}
for k, v in pairs(t) do
  seen[#seen + 1] = k
  t[k] = v + 1
  t.c = nil
end
assert(table.concat(seen, " ") == "1 2 a b")
for k in next, t do
  t[k] = nil
end
assert(next(t) == nil)

-- two traversals of one table with next
local u, pairs_seen = {x = 1, y = 2, z = 3}, {}
for a in next, u do
  for b in next, u do
    pairs_seen[#pairs_seen + 1] = a .. b
  end
end
assert(table.concat(pairs_seen, " ") == "xx xy xz yx yy yz zx zy zz")
assert(next({}, 1) == nil and next({c = 1}, "b") == "c" and next({c = 1}, {}) == nil)
local objects, n_objects = {[{}] = 1, [{}] = 2, [{}] = 3}, 0
for k in next, objects do
  n_objects = n_objects + 1
  objects[k] = nil
end
assert(n_objects == 3 and next(objects) == nil)

-- __pairs is honoured, and what cannot be traversed is named
local function once(_, k)
  return not k and 1 or nil, 2
end
local p = setmetatable({}, {__pairs = function() return once end})
assert(keys_of(p) == "1")
local ok, e = pcall(pairs)
assert(not ok and tostring(e):find("bad argument #1 to 'pairs'", 1, true), e)
ok, e = pcall(pairs, nil)
assert(not ok and tostring(e):find("table expected, got nil", 1, true), e)
ok, e = pcall(ipairs, nil)
assert(not ok and tostring(e):find("table expected, got nil", 1, true), e)

-- ipairs over a plain table ends at the first hole, and honours __index
local n = 0
for _ in ipairs{1, 2, nil, 4} do n = n + 1 end
assert(n == 2)
n = 0
local three = setmetatable({}, {__index = function(_, i) return i < 4 and i or nil end})
for i, v in ipairs(three) do
  n = n + v
  assert(i == v)
end
assert(n == 6)

-- big tables are not slow
local big = {}
for i = 1, 100000 do
  big["key" .. i] = i
end
local count, last = 0, ""
for k in pairs(big) do
  assert(last < k)
  last = k
  count = count + 1
end
assert(count == 100000)
