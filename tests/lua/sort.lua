-- table.sort is stable and survives every order function (design section 10).
local function same(a, b)
  assert(#a == #b)
  for i = 1, #a do
    assert(a[i] == b[i], i)
  end
end

local t = {3, 1, 2}
assert(table.sort(t) == nil)
same(t, {1, 2, 3})
table.sort(t, function(a, b) return a > b end)
same(t, {3, 2, 1})
t = {2.5, 1, 2, -1, 1e300, -1e300}
table.sort(t)
same(t, {-1e300, -1, 1, 2, 2.5, 1e300})
t = {math.maxinteger, 2^53, math.maxinteger - 1, 0.5, (1 << 53) + 1}
table.sort(t)
same(t, {0.5, 2^53, (1 << 53) + 1, math.maxinteger - 1, math.maxinteger})
t = {"b", "a", "B", "ä", "", "a\0b"}
table.sort(t)
same(t, {"", "B", "a", "a\0b", "b", "ä"})
table.sort({})
table.sort({1})

-- equal items keep their order
local rows = {}
for i = 1, 1000 do
  rows[i] = {key = i * 7919 % 10, place = i}
end
table.sort(rows, function(a, b) return a.key < b.key end)
for i = 2, #rows do
  local a, b = rows[i - 1], rows[i]
  assert(a.key < b.key or a.key == b.key and a.place < b.place)
end

-- every length around the runs of the merge
for n = 0, 70 do
  local list = {}
  for i = 1, n do
    list[i] = i * 31 % 17
  end
  table.sort(list)
  for i = 2, n do
    assert(list[i - 1] <= list[i])
  end
  assert(#list == n)
end

-- order functions that contradict themselves lose nothing
local liars = {
  function() return true end,
  function() return false end,
  function(a, b) return a <= b end,
}
for _, less in ipairs(liars) do
  local list, sum = {}, 0
  for i = 1, 100 do
    list[i] = i
  end
  table.sort(list, less)
  for i = 1, 100 do
    sum = sum + list[i]
  end
  assert(sum == 5050)
end

-- one that fails leaves the table as it was
t = {3, 1, 2}
assert(not pcall(table.sort, t, function() error("no") end))
same(t, {3, 1, 2})
assert(not pcall(table.sort, {1, "a"}))
local ok, e = pcall(table.sort, {3, nil, 1})
assert(not ok and e.message:find("missing", 1, true))
assert(not pcall(table.sort, setmetatable({}, {__len = function() return 1 << 40 end})))

-- the other functions of table
assert(table.concat({1, 2, 3}, ",") == "1,2,3")
assert(select("#", table.unpack({1, nil, 3}, 1, 3)) == 3)
local list = {1, 2}
table.insert(list, 1, 0)
table.insert(list, 3)
same(list, {0, 1, 2, 3})
assert(table.remove(list, 1) == 0 and table.remove(list) == 3)
same(table.move({1, 2, 3}, 1, 3, 2, {9}), {9, 1, 2, 3})
local long = setmetatable({}, {__len = function() return 1 << 53 end})
assert(not pcall(table.insert, long, 1, "x") and not pcall(table.remove, long, 1))
assert(not pcall(table.move, {}, 1, math.maxinteger - 1, 2))
assert(not pcall(table.unpack, {}, math.mininteger, math.maxinteger))
