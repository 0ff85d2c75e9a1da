-- Columns hang on small values: the collector must run as if it had allocated
-- them.
-- luacheck: globals core
local list = {}
for i = 1, 100000 do list[i] = i end
local t = core.table{a = list}
list = nil -- luacheck: ignore 311
local before, most = core.bytes(), 0
local function watch() most = math.max(most, core.bytes() - before) end

local a = t.a
for _ = 1, 300 do -- 240 MB of values
  local _ = a * 2
  watch()
end
assert(most < 20e6, most)

most = 0
for i = 1, 300 do -- 120 MB of selections
  local _ = t:where(a:gt(i))
  watch()
end
assert(most < 20e6, most)

most = 0
for _ = 1, 100 do
  a = a + 1
  watch()
end
assert(most < 20e6 and a[1] == 101, most)

most = 0
local small = t:head(50)
for i = 1, 2000 do
  local _ = small:with{x = i}:where("x > 0"):group_by{"x"}:summarise{"n = count(a)"}
  watch()
end
assert(most < 20e6, most)
