-- What columns know of themselves, other names for them, metrics, the ledger,
-- and messages (design sections 3, 4, 5, 7, 8).
-- luacheck: globals core time year frequency
local function raises(f, ...)
  local ok, e = pcall(f)
  assert(not ok, "no error")
  local text = tostring(e) .. " | " .. tostring(type(e) == "table" and e.help or "")
  for _, part in ipairs({...}) do
    assert(text:find(part, 1, true), text)
  end
end

local function entry(operation, subject)
  local found
  for _, e in ipairs(core.ledger()) do
    if e.operation == operation and e.subject == subject then found = e end
  end
  return found
end

local plain = core.table({
  {province = "Beijing", users = 10, population = 20, rate = 50.0},
  {province = "Hebei", users = 30, population = 40, rate = 75.0},
  {province = "Yunnan", population = 50},
}, {"province", "users", "population", "rate"})
local t = plain:with{
  users = plain.users:as{unit = "10k persons", kind = "stock", title = "Internet users"},
  population = plain.population:as{unit = "10k persons", kind = "stock"},
  rate = plain.rate:as{unit = "%", kind = "rate", low = 0, high = 100, rounding = 0.1},
}

-- metadata is set, kept by verbs, and follows arithmetic
assert(t.users:unit() == "10k persons" and t.users:kind() == "stock")
assert(t.users:title() == "Internet users" and t.users:name() == "users")
assert(t.population:title() == "population" and t.users:type() == "integer")
assert(t:where("users > 5"):sort_by("-users").users:unit() == "10k persons")
assert(t:info("rate").low == 0 and t:info("rate").rounding == 0.1 and t:info().rows == 3)
assert(t.users:rank():name() == "rank(users)" and t.users:abs():name() == "abs(users)")
raises(function() return core.table({{a = 2 ^ 53 | 1}, {a = 0.5}}) end, "9007199254740993")
assert((t.users + t.population):unit() == "10k persons")
assert((t.users / t.population):kind() == "rate")
assert((t.rate - t.rate):unit() == "pp" and t.rate:diff():unit() == "pp")
assert(t.users:share():unit() == "%")
assert(t:with{"twice = users * 2"}.twice:unit() == "10k persons")
assert(t:with{"x = users / sum(users)"}.x:kind() == "rate")
assert(t:with{"x = users"}.x:unit() == "10k persons")
local s = t:group_by"province":summarise{
  "total = sum(users)", "part = sum(users) / sum(population)"}
assert(s.total:unit() == "10k persons" and s.part:kind() == "rate")
raises(function() return t.users + t.rate end, "10k persons", "%")
raises(function() return t.users:as{units = "%"} end, 'the option "units"', "did you mean unit?")
raises(function() return t.users:lag(1, {by = "rows"}) end, 'by "date", "year" or "row"')
raises(function() return t.users:rank{tie = "dense"} end, 'the option "tie"', "ties")
raises(function() return t.users:as{kind = "flux"} end, '"flux" is no kind')

-- periods
local p = core.table({
  {region = "A", period = "2015", x = 1}, {region = "B", period = "2015", x = 10},
  {region = "A", period = "2016", x = 3}, {region = "B", period = "2017", x = 20},
})
p = p:with{period = p.period:as{type = "period", role = "period"}}
assert(p.period:type() == "period" and p[1].period == "2015")
assert(p.period:time()[1] == 2016 and p.period:year()[4] == 2017)
assert(p:with{"y = year(period) + 1"}.y[1] == 2016)
assert(p.x:lag()[3] == 1 and p.x:lag()[4] == nil and p.x:diff()[3] == 2)
assert(p.x:lag(1, {by = "row"})[4] == 3)
assert(entry("lag", "x").missing == 6 and entry("lag", "x").note:find("date", 1, true))
assert(time("2018-S1") == 2018.5 and frequency("2018-S1") == "S" and year("2018-06") == 2018)
assert(#p:where("period == '2015'") == 2 and #p:where("period >= '2016'") == 2)

-- other names: the need `region` stands for the header `province`
core.alias(t, {region = "province"})
assert(t.region[1] == "Beijing" and t[1].region == "Beijing")
assert(#t:where("region == 'Hebei'") == 1 and t:head(1).region[1] == "Beijing")
assert(t:group_by"region":summarise{"n = count(users)"}.region[2] == "Hebei")
assert(table.concat(t:select{"region"}:columns()) == "province")
assert(t:sort_by("-region").region[1] == "Yunnan")
assert(t:with{region = 1}.region[1] == 1 and t:with{region = 1}.province[1] == "Beijing")
assert(t:rename{place = "region"}.region[1] == "Beijing")
assert(t:rename{place = "province"}.place[1] == "Beijing")
raises(function() return t.regoin end, 'no column "regoin"')

-- metrics: computed when first read, hidden until named
local asked = 0
core.resolve(function(u, name, what)
  if what == "lacks" then return name == "wealth" and "wealth needs gdp" or nil end
  if what == "near" then return name == "weather" and "say penetration" or nil end
  if name ~= "penetration" then return nil end
  if what == "has" then return true end
  asked = asked + 1
  return (100 * u.users / u.population):as{unit = "%"}
end)
assert(t.penetration[1] == 50 and t[2].penetration == 75 and asked == 1)
assert(t.penetration:unit() == "%" and t:has"penetration" and not t:has"penetration2")
assert(not table.concat(t:columns(), " "):find("penetration", 1, true))
assert(#t:where("penetration > 60") == 1 and t:sort_by("-penetration")[1].users == 30)
assert(table.concat(t:select{"province", "penetration"}:columns(), " ") == "province penetration")
assert(t:where("rate > 60"):has"penetration" and asked == 1)
assert(t:where("rate > 60").penetration[1] == 75 and asked == 2)
assert(t:rename{p = "penetration"}.p[1] == 50 and asked == 2)
raises(function() return t.wealth end, 'no column "wealth"', "wealth needs gdp")
raises(function() return t:where("wealth > 3") end, "wealth needs gdp")
raises(function() return t.weather end, "say penetration")
core.resolve(nil)

-- the ledger
local _ = t.rate:mean()
assert(entry("mean", "rate").of == 3 and entry("mean", "rate").used == 2)
_ = t:where("users > 1000")
local note
for _, e in ipairs(core.ledger()) do
  if e.note:find("no row kept", 1, true) then note = e.note end
end
assert(note == "no row kept; users: 10, 30", note)
_ = t:where(function(r) return r.province == "X" end)
local found
for _, e in ipairs(core.ledger()) do
  found = found or e.note == "no row kept; province: Beijing, Hebei, Yunnan"
end
assert(found)
_ = t:where("false").users:median()
assert(entry("median", "users").note:find("missing", 1, true))

-- messages name the line of the script, the expression, the cell
local ok, e = pcall(function() return t:where("users > true") end)
assert(not ok and tostring(e):find('"users > true"', 1, true), tostring(e))
ok, e = pcall(function() return t.province * 2 end)
assert(not ok and e.code == "ETYPE" and e.where == "bridge_meaning.lua" and e.line == 127, e.line)
assert(e.data == 'row 1: province = "Beijing"', e.data)
raises(function() return t:with{"x = users:rank()"} end, "has no methods", "t.users:rank()")
raises(function() return t:with{"x = sum(users, 1)"} end, "sum")
raises(function() return t:where("users > 5", 3) end, "parameters come in a table")
raises(function() return t.users:quantile(2) end, "fraction")
raises(function() return t:head(-1) end, "whole number")
raises(function() return t:group_by("regoin") end, 'no column "regoin"')
raises(function() return t.where() end, "nil where a table of data was wanted")
raises(function() return t.users.sum(3) end, "aggregate of a column")
raises(function() return core.table(3) end, "list of records")
raises(function() return core.table({{a = 1}, {a = "x"}}) end, "row 2 gives text")

-- values that only Lua could upset
assert(getmetatable(t) == false and getmetatable(t.users) == false and getmetatable(t[1]) == false)
assert(not pcall(rawset, t, 1, 2) and not pcall(setmetatable, t, {}))
assert(tostring(t) == "table: 3 rows, 4 columns")
assert(tostring(t.users) == "column users: 3 of type integer")
assert(tostring(t[2]) == "row 2")

-- hostile texts end in an error, not in a crash
local deep = string.rep("sum(", 5000) .. "users" .. string.rep(")", 5000)
raises(function() return t:with{"x = " .. deep} end, "nested more than 16 deep")
raises(function() return t:where(string.rep("(", 1000) .. "users" .. string.rep(")", 1000)) end,
       "expression")
raises(function() return t:where(string.rep("users + ", 20000) .. "users") end, "")
for _, text in ipairs{"", "  ", "--", "[[", "'", '"\\', "users[", "row[",
                      "row['", "agg.", "agg.sum",
                      "sum(", "sum()", "sum(users", "quantile(users)", "quantile(users, )", "(",
                      "users)", "end", "return 1", "users; users", "users\0", "\0", "_ENV.users",
                      "_ENV", "sum(row)", "row.users.x.y", "users:upper()", "f(", "x = 1", "..."} do
  raises(function() return t:where(text) end, "")
  raises(function() return t:with{"x = " .. text} end, "")
end
local wide = {}
for i = 1, 300 do wide["c" .. i] = {i} end
local w, all = core.table(wide), {}
for i = 1, 300 do all[i] = "c" .. i end
raises(function() return w:with{"x = " .. table.concat(all, " + ")} end, "more than 180 columns")
assert(w:with{"x = c1 + c300 + row['c2']"}.x[1] == 303)
assert(#t:where("users > low", setmetatable({low = 5}, {__index = error, __pairs = error})) == 2)

-- the units of what is put together
raises(function() return t.users:coalesce(t.rate) end, "10k persons", "%")
raises(function() return t.users:between(0, t.rate) end, "10k persons", "%")
raises(function() return t.users:between(0) end, "two limits")
raises(function() return t.users:gt() end, "something to compare with")
do -- what is put below or in the place of others has their unit
  local single = t:with{users = (t.users * 10000):as{unit = "persons"}}
  local both = t:append(single)
  assert(both.users:unit() == "10k persons" and both.users[4] == 10 and both.users[6] == nil)
  assert(single:append(t).users[5] == 300000)
  assert(t.users:lag():coalesce(single.users)[1] == 10)
  raises(function() return t:append(t:with{users = t.rate}) end,
    'column "users" is in 10k persons in one table and in % in the other')
end

-- text and periods beside numbers
raises(function() return t:where("users > province") end,
  'column "province" is text, not a number')
raises(function() return t:where(function(r) return r.province >= 5 end) end,
  'column "province" is text')
raises(function() return t:where("users < 'x'") end, "attempt to compare number with string")
raises(function() return p:where("period > 2015") end,
  'column "period" is a period, not a number', 'period > "2015"')
raises(function() return p:with{"x = period - 2000"} end,
  'column "period" is a period', "time(period)")
raises(function() return p.period - 2000 end, 'column "period" is a period')
assert(#t:where("province > nil") == 0 and #t:where("nil >= province") == 0)
