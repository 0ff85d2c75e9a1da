-- Missing values and text in arithmetic (design sections 4 and 7).
-- luacheck: ignore 581 582
local function raises(f, pattern)
  local ok, e = pcall(f)
  assert(not ok, "no error")
  local text = tostring(e)
  assert(text:find(pattern, 1, true), text)
end

local none, text = nil, "1.2M"

-- arithmetic with nil is nil, on either side
assert(none + 1 == nil and 1 + none == nil and none - 1 == nil)
assert(none * 2 == nil and 2 / none == nil and none // 2 == nil)
assert(none % 2 == nil and 2 ^ none == nil and -none == nil)
assert(none + none == nil)

-- order with nil is false, in both directions
assert(not (none < 1) and not (1 < none) and not (none > 1))
assert(not (none <= 1) and not (none >= 1) and not (none < none))
assert(not (none < "a") and not ("a" <= none))
assert(none ~= 1 and none == nil)

-- an operand with an event of its own is asked
local V = setmetatable({}, {
  __add = function() return "V" end,
  __lt = function() return true end,
})
assert(V + none == "V" and none + V == "V")
assert(none < V and V < none)
assert("x" + V == "V" and V + "x" == "V")

-- everything else raises in Lua's own words
raises(function() return none .. "x" end, "attempt to concatenate a nil value (upvalue 'none')")
raises(function() return none.x end, "attempt to index a nil value (upvalue 'none')")
raises(function() return none() end, "attempt to call a nil value (upvalue 'none')")
raises(function() return #none end, "attempt to get length of a nil value")
assert(getmetatable(none) == false)

-- text is no number, whatever it looks like
raises(function() return text + 1 end, 'text is not a number: "1.2M"')
raises(function() return 2 * "10" end, 'text is not a number: "10"')
raises(function() return -text end, 'text is not a number: "1.2M"')
raises(function() return text / none end, 'text is not a number: "1.2M"')
raises(function() return none / text end, 'text is not a number: "1.2M"')
raises(function() return math.floor("3") end, 'text is not a number: "3"')
raises(function() return text < 1 end, "attempt to compare string with number")
local _, e = pcall(function() return text + 1 end)
assert(e.code == "ETYPE" and e.where == "missing.lua" and e.line == 48, e.line)

-- the functions of math and string answer nil to nil
assert(math.floor(nil) == nil and math.max(1, nil) == nil and math.sqrt(nil) == nil)
assert(math.log(8, 2) == 3 and math.max(1, 3, 2) == 3 and math.tointeger(3.0) == 3)
assert(math.type(nil) == nil and math.type(1) == "integer")
assert(string.upper(nil) == nil and string.len(nil) == nil and string.rep(nil, 3) == nil)
assert(string.sub("abc", nil) == nil and string.format("%.1f", nil) == nil)
assert(string.find(nil, "x") == nil and string.find("abc", "c", nil, true) == 3)
raises(function() return math.floor() end, "bad argument #1 to 'floor'")
raises(function() return string.upper() end, "bad argument #1 to 'upper'")
raises(function() return math.floor({}) end, "number expected, got table")
