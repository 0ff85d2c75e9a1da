-- What a script finds, and what it may not do (design section 9).
-- luacheck: ignore 111 112 113 121 122 142 143 131
local function raises(f, pattern, help)
  local ok, e = pcall(f)
  assert(not ok, "no error")
  assert(tostring(e):find(pattern, 1, true), tostring(e))
  assert(not help or e.help and e.help:find(help, 1, true), e.help)
end

local globals = {}
for name in pairs(_G) do
  globals[#globals + 1] = name
end
local known = "_G _VERSION assert coroutine error getmetatable ipairs load math next os pairs"
  .. " pcall print rawequal rawget rawlen rawset require select setmetatable string table"
  .. " tonumber tostring type utf8 xpcall"
assert(table.concat(globals, " ") == known, table.concat(globals, " "))

-- undeclared names raise and suggest
raises(function() return prnt end, 'sandbox.lua:20: there is no variable "prnt"', '"print"?')
raises(function() return io end, 'there is no variable "io"', "ctx.read")
raises(function() print = nil end, '"print" cannot be replaced', "local print")
raises(function() _G._G = nil end, '"_G" cannot be replaced')
total = 1
total = total + 1
assert(total == 2 and _G.total == 2)
raises(function() return totl end, 'there is no variable "totl"', '"total"?')
total = nil
raises(function() return total end, 'there is no variable "total"')
assert(rawget(_G, "print") == nil and next(_G) == nil)

-- libraries are read-only
raises(function() string.format = nil end, 'the library "string" cannot be changed')
raises(function() rawset(math, "pi", 3) end, 'the library "math" cannot be changed')
raises(function() setmetatable(math, {}) end, "protected metatable")
raises(function() setmetatable(_G, {}) end, "protected metatable")
raises(function() table.insert(table, 1) end, 'the library "table" cannot be changed')
assert(getmetatable("") == false and getmetatable(math) == false and getmetatable(_G) == false)
assert(string.dump == nil and ("").dump == nil and os.execute == nil and os.clock == nil)
assert(math.pi > 3 and ("x"):upper() == "X")
local n = 0
for _, f in pairs(string) do
  n = n + 1
  assert(type(f) == "function")
end
assert(n == 16)

-- metatables of scripts work, without finalizers
local V = setmetatable({}, {__call = function(_, a) return a + 1 end})
assert(V(1) == 2 and getmetatable(V).__call)
raises(function() setmetatable({}, {__gc = function() end}) end, "__gc")
raises(function() setmetatable({}, {__almanac = "table"}) end, "__almanac")
assert(getmetatable(setmetatable({}, {__metatable = "mine"})) == "mine")
assert(getmetatable({}) == nil and not pcall(getmetatable))

-- load reads text only
assert(load("return 1 + 1")() == 2 and load("return x", "n", "t", {x = 3})() == 3)
local pieces = {"return ", "7"}
local at = 0
assert(load(function() at = at + 1 return pieces[at] end)() == 7)
local f, why = load("\27Lua")
assert(f == nil and why)
f, why = load("x =")
assert(f == nil and why:find("unexpected symbol", 1, true))
assert(load("return 1", "n", "b") == nil)
raises(load("return undeclared_name"), "undeclared_name")

-- pcall, xpcall, error
assert(select("#", pcall(function() return 1, nil, 3 end)) == 4)
local _ -- what a call returned and nobody needs
local ok, e = pcall(error, {code = 7})
assert(ok == false and e.code == 7)
ok, e = xpcall(function(a, b) error(a + b, 0) end, function(m) return "<" .. m .. ">" end, 1, 2)
assert(not ok and e == "<3>")
assert(select(2, xpcall(function(...) return ... end, print, 5)) == 5)
assert(not pcall(xpcall, print) and not pcall(pcall))
_, e = pcall(function() return prnt end)
assert(("failed: " .. e):find("failed: sandbox.lua", 1, true))

-- coroutines, also across pcall
local co = coroutine.wrap(function(a)
  local good, b = pcall(function() return coroutine.yield(a + 1) end)
  local bad, m = pcall(function() coroutine.yield(good and b) error("x", 0) end)
  coroutine.yield(not bad and m)
  error("end", 0)
end)
assert(co(1) == 2 and co(5) == 5 and co() == "x")
ok, e = pcall(co)
assert(not ok and e == "end", e)
local c = coroutine.create(function() coroutine.yield() end)
assert(coroutine.resume(c) and coroutine.status(c) == "suspended" and coroutine.close(c))
assert(coroutine.status(c) == "dead" and not coroutine.resume(c))
local closed = false
c = coroutine.create(function()
  local _ <close> = setmetatable({}, {__close = function() closed = true end})
  coroutine.yield()
end)
coroutine.resume(c)
assert(coroutine.close(c) and closed)
closed = false
co = coroutine.wrap(function()
  local _ <close> = setmetatable({}, {__close = function() closed = true end})
  error("boom", 0)
end)
ok, e = pcall(co)
assert(not ok and e == "boom" and closed)
assert(not pcall(coroutine.close, coroutine.running()))
assert(coroutine.isyieldable() == false and not pcall(coroutine.yield))

-- modules: once, text, no way out of the folder, cycles named
local m = require("modules.plain")
assert(m.name == "modules.plain" and require("modules.plain") == m)
raises(function() require("no_such_module") end, 'there is no module "no_such_module"', "looked in")
raises(function() require("../lua/modules/plain") end, "is not the name of a module")
raises(function() require("modules.cycle") end, "modules.cycle -> modules.cycle")
