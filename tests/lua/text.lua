-- No text shows an address, and nothing consults a clock (design section 10).
assert(tostring({}) == "table" and tostring(print) == "function")
assert(tostring(coroutine.create(print)) == "thread")
assert(tostring(setmetatable({}, {__name = "pair"})) == "pair")
assert(tostring(setmetatable({}, {__tostring = function() return "own" end})) == "own")
assert(not pcall(tostring, setmetatable({}, {__tostring = function() return 1 end})))
assert(tostring(1) == "1" and tostring(1.0) == "1.0" and tostring(0.1) == "0.1")
local nan = 0 / 0
assert(tostring(nan) == "nan" and tostring(-nan) == "nan")
assert(tostring(nil) == "nil" and tostring(true) == "true")
assert(("%s %s %5.1f%%"):format({}, print, 2) == "table function   2.0%")
assert(("%-8s|"):format({}) == "table   |" and ("%q"):format("a\nb") == '"a\\\nb"')
assert(not pcall(string.format, "%p", {}) and not pcall(string.format, "%d", {}))
assert(not pcall(string.format, "%s") and not pcall(string.format, "%y", 1))
assert(("x"):rep(3, ",") == "x,x,x" and (""):rep(math.maxinteger) == "" and ("x"):rep(-1) == "")
assert(not pcall(string.rep, "x", 1 << 60))

-- random numbers have a seed
local first = math.random(1, 1 << 40)
math.randomseed(1)
assert(math.random(1, 1 << 40) == first)
assert(not pcall(math.randomseed))

-- dates are computed, in UTC
assert(os.time{year = 1970, month = 1, day = 1, hour = 0} == 0)
assert(os.time{year = 2000, month = 3, day = 1} == 951912000)
local function midnight(year, month, day)
  return os.time{year = year, month = month, day = day, hour = 0}
end
assert(midnight(2019, 14, 0) == midnight(2020, 1, 31))
assert(midnight(2020, 0, 1) == midnight(2019, 12, 1))
assert(os.time{year = 1969, month = 12, day = 31, hour = 23, sec = 3599} == -1)
assert(os.date("%Y-%m-%d %H:%M:%S", 951912000) == "2000-03-01 12:00:00")
assert(os.date("!%A %b", 0) == "Thursday Jan" and os.date("*t", 0).yday == 1)
assert(not pcall(os.time) and not pcall(os.date, "%Y") and not pcall(os.date, "%", 0))
assert(not pcall(os.date, "%Q", 0) and not pcall(os.date, "%Y", math.maxinteger))
assert(not pcall(os.time, {year = 1e9, month = 1, day = 1}))
