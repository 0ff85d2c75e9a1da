-- Tables, columns, rows and expressions as scripts see them (design section 4).
-- luacheck: globals core
local function raises(f, ...)
  local ok, e = pcall(f)
  assert(not ok, "no error")
  local text = tostring(e) .. " | " .. tostring(type(e) == "table" and e.help or "")
  for _, part in ipairs({...}) do
    assert(text:find(part, 1, true), text)
  end
end

local function same(column, want)
  local list = column:totable()
  local n = list.n
  local m = want.n or #want
  assert(n == m, n .. " values, want " .. m)
  for i = 1, m do
    assert(list[i] == want[i] and math.type(list[i]) == math.type(want[i]),
           i .. ": " .. tostring(list[i]))
  end
end

local t = core.table({
  {region = "Beijing", group = "East", users = 10, population = 20},
  {region = "Hebei", group = "East", users = 30, population = 40},
  {region = "Yunnan", group = "West", users = nil, population = 50},
  {region = "Gansu", group = "West", users = 5, population = 25},
}, {"region", "group", "users", "population"})

-- shape
assert(type(t) == "table" and #t == 4 and #t.users == 4)
assert(table.concat(t:columns(), " ") == "region group users population")
assert(t.users[1] == 10 and t.users[3] == nil and t.users[5] == nil and t.users[0] == nil)
assert(t["users"][2] == 30 and t:col"users"[2] == 30 and t:has"users" and not t:has"x")
assert(t[2].region == "Hebei" and t[5] == nil and t[3].users == nil)
raises(function() return t.usres end, 'no column "usres"', 'did you mean "users"?')
raises(function() return t.wher end, 'did you mean the method t:where(...)?')
raises(function() return t[1].usres end, 'no column "usres"')
raises(function() return t.users.maen end, 'c:mean(...)')
raises(function() return t:where("usres > 1") end, '"usres" is no column', '"users"')

-- iteration, holes included
local seen = {}
for i, r in ipairs(t) do seen[i] = r.region end
assert(table.concat(seen, ",") == "Beijing,Hebei,Yunnan,Gansu")
local count = 0
for _, v in ipairs(t.users) do count = count + (v and 1 or 100) end
assert(count == 103)
count = 0
for i, r in pairs(t) do assert(t[i].region == r.region) count = count + 1 end
assert(count == 4)
assert(select("#", table.unpack(t.users)) == 4)
local kept = t[1]
for _, r in ipairs(t) do assert(r ~= kept or r.region == "Beijing") end
assert(kept.region == "Beijing" and t[1] == kept and t[2] ~= kept)
local names = {}
for name, value in pairs(t[3]) do names[#names + 1] = name .. "=" .. tostring(value) end
assert(table.concat(names, " ") == "region=Yunnan group=West users=nil population=50")

-- arithmetic, missing values
same(t.users * 2, {20, 60, nil, 10, n = 4})
same(100 * t.users / t.population, {50.0, 75.0, nil, 20.0, n = 4})
same(-t.users, {-10, -30, nil, -5, n = 4})
same(t.users:gt(5) & t.group:eq("East"), {true, true, false, false})
same(~t.users:is_missing(), {true, true, false, true})

-- what writes or compares raises and teaches
raises(function() t.x = 1 end, "cannot be changed", 't:with{"x = ..."}')
raises(function() t[1] = {} end, "totable")
raises(function() t[1].x = 1 end, "a row cannot be changed", "t:with")
raises(function() t.users[1] = 1 end, "cannot be changed", "totable")
raises(function() return t.users > 50 end, ":gt(50)", "where")
raises(function() return t.users <= 50 end, ":gt(50)")
raises(function() table.sort(t) end, "sort_by")
raises(function() table.insert(t, {}) end, "totable")
raises(function() return t:where(t.group == "East") end, "got false", 't.region:eq("East")')
raises(function() return t:with{flag = t.group == "East"} end, "given false", ":eq")
raises(function() return t:where("users") end, "true or false", "compare")

-- where: expression, function, mask
local function regions(u) return table.concat(u.region:totable(), ",") end
assert(regions(t:where("users > 5")) == "Beijing,Hebei")
assert(regions(t:where("users > low and group == 'East'", {low = 10})) == "Hebei")
assert(regions(t:where(function(r) return r.users > 5 end)) == "Beijing,Hebei")
assert(regions(t:where(t.users:gt(5))) == "Beijing,Hebei")
assert(regions(t:where("users == nil")) == "Yunnan")
assert(regions(t:where("users >= mean(users)")) == "Hebei")
assert(#t:where("users > 1000") == 0)

-- with
local w = t:with{"rate = 100 * users / population", "twice = rate * 2"}
same(w.rate, {50.0, 75.0, nil, 20.0, n = 4})
same(w.twice, {100.0, 150.0, nil, 40.0, n = 4})
same(t:with{rate = function(r) return 100 * r.users / r.population end}.rate,
     {50.0, 75.0, nil, 20.0, n = 4})
same(t:with{k = 7}.k, {7, 7, 7, 7})
same(t:with{k = {1, 2, 3, 4}}.k, {1, 2, 3, 4})
same(t:with{k = t.users * 2}.k, {20, 60, nil, 10, n = 4})
same(t:with{'["any name"] = users'}["any name"], {10, 30, nil, 5, n = 4})
same(t:with{"x = row['users'] + 1"}.x, {11, 31, nil, 6, n = 4})
same(t:with{"share = users / sum(users)"}.share, {10 / 45, 30 / 45, nil, 5 / 45, n = 4})
same(t:with{"big = users > 5 and 'yes' or 'no'"}.big, {"yes", "yes", "no", "no"})
raises(function() return t:with{k = {1, 2}} end, "2 values", "4 rows")
raises(function() return t:with{"users * 2"} end, 'with wants "name = expression"')
raises(function() return t:with{"k = users +"} end, "expression")
raises(function() return t:with{"k = users) + (1"} end, "closes nothing")
raises(function() return t:with{"k = count(users)", "count = 1", "n = count(users)"} end,
       '"count" is a column here', "agg.count(...)")
same(t:with{"count = users"}:with{"n = agg.count(count)"}.n, {3, 3, 3, 3})
-- 0 / 0 does not make numbers of the other floors: 0 % 0 of integers raises
raises(function() return t:with{"x = floor((users - 10) / (population - 20)) % 0"} end, "n%0")
same(t:with{"x = round(population / 3, population // 20)"}.x, {6.7, 13.33, 16.67, 8.3})
same(t:with{"x = round(population / 3, 1)"}.x, {6.7, 13.3, 16.7, 8.3})
same(t:with{"x = coalesce(users, 0)"}.x, {10, 30, 0, 5})
same(t:with{"x = math.max(population, 30)"}.x, {30, 40, 50, 30})
same(t:with{"x = between(users, 6, 30)"}.x, {true, true, false, false})
same(t:with{"x = isin(users, {5, 10})"}.x, {true, false, false, true})
same(t:where("users > 99"):summarise{"x = all(users > 1)", "y = sum(region)"}.x, {true})
same(t:with{"x = upper(region)"}.x, {"BEIJING", "HEBEI", "YUNNAN", "GANSU"})

-- select, drop, rename, sort_by, head, tail, distinct, append
assert(table.concat(t:select{"users", "region"}:columns(), " ") == "users region")
assert(table.concat(t:select("users", "region"):columns(), " ") == "users region")
assert(table.concat(t:drop{"users"}:columns(), " ") == "region group population")
assert(table.concat(t:rename{place = "region"}:columns(), " ") == "place group users population")
assert(regions(t:sort_by("-users, region")) == "Hebei,Beijing,Gansu,Yunnan")
assert(regions(t:sort_by("users")) == "Gansu,Beijing,Hebei,Yunnan")
assert(regions(t:sort_by{"group", "-population"}) == "Hebei,Beijing,Yunnan,Gansu")
raises(function() return t:sort_by("-usres") end, 'no column "usres"')
do -- a name that holds a comma, or begins with '-', counts where it stands alone
  local odd = t:rename{["-x"] = "users", ["a,b"] = "group"}
  assert(regions(odd:sort_by("- region , -x")) == "Yunnan,Hebei,Gansu,Beijing")
  assert(regions(odd:sort_by("-x")) == "Gansu,Beijing,Hebei,Yunnan")
  assert(regions(odd:sort_by("a,b")) == "Beijing,Hebei,Yunnan,Gansu")
end
assert(regions(t:head(2)) == "Beijing,Hebei" and regions(t:tail(1)) == "Gansu")
assert(regions(t:distinct{"group"}) == "Beijing,Yunnan")
assert(#t:append(t) == 8 and #t:sample(2) == 2)
same(t.group:unique(), {"East", "West"})

-- aggregates
assert(t.users:sum() == 45 and t.users:count() == 3 and t.users:mean() == 15)
assert(t.users:min() == 5 and t.users:max() == 30 and t.users:median() == 10)
assert(t.users:first() == 10 and t.users:last() == 5 and t.group:n_distinct() == 2)
assert(t.users:quantile(0.5) == 10 and t.users:wmean(t.population) == 1525 / 85)
assert(t:where("false").users:mean() == nil and t:where("false").users:sum() == 0)

-- groups
local g = t:group_by{"group"}
assert(#g == 2)
local s = g:summarise{"total = sum(users)", "rate = 100 * sum(users) / sum(population)",
                      "twice = total * 2"}
same(s.group, {"East", "West"})
same(s.total, {40, 5})
same(s.rate, {100 * 40 / 60, 100 * 5 / 75})
same(s.twice, {80, 10})
same(g:summarise{n = function(u) return #u end, big = "max(population) > 45"}.n, {2, 2})
same(g:with{"share = 100 * users / sum(users)"}.share, {25.0, 75.0, nil, 100.0, n = 4})
same(g:with{r = function(u) return u.users:rank() end}.r, {1, 2, nil, 1, n = 4})
same(g:with{r = function(u) return u.users:sum() end}.r, {40, 40, 5, 5})
same(t:sort_by("region"):group_by{"group"}:with{k = function(u) return u.population end}.k,
     {20, 25, 40, 50})
same(g:with{r = function(u) return {#u, 1} end}.r, {2, 1, 2, 1})
raises(function() return g:with{r = function() return {1} end} end, "1 values", "2 rows")
same(g:summarise{"x = mean(users) > 10 and group or 'small'"}.x, {"East", "small"})
same(t:summarise({"total = sum(users)", "q = quantile(population, p)"}, {p = 0.5}).q, {32.5})
raises(function() return g:summarise{"x = users"} end, "many values", "sum(users)")
for key, u in t:head(0):group_by{}:each() do assert(next(key) == nil and #u == 0) end
local keys = {}
for key, u in t:group_by("group"):each() do keys[#keys + 1] = key .. #u end
assert(table.concat(keys, " ") == "East2 West2")

-- text where a number is wanted
local bad = core.table({{region = "A", users = "12"}, {region = "B", users = "1.2M"}})
raises(function() return bad:with{"x = users * 2"} end,
       'column "users" is text, not a number', "1 such value in 2")
raises(function() return bad[2].users * 2 end, 'column "users" is text, not a number')
raises(function() return bad.users:sum() end, 'column "users" is text, not a number')

-- plain tables
local list = t:totable()
assert(#list == 4 and list[1].region == "Beijing" and list[3].users == nil)
assert(getmetatable(list) == nil)

-- join, pivot, unpivot
local capitals = core.table({{region = "Beijing", area = 16}, {region = "Hebei", area = 188}})
local j = t:join(capitals, {on = "region"})
same(j.area, {16, 188, nil, nil, n = 4})
assert(#t:join(capitals, {on = "region", kind = "inner"}) == 2)
assert(#t:join(capitals:rename{place = "region"}, {on = {region = "place"}, kind = "anti"}) == 2)
assert(#t:join(capitals:rename{place = "region"}, {on = "region = place", kind = "inner"}) == 2)
assert(#t:rename{["a=b"] = "region"}:join(capitals:rename{["a=b"] = "region"}, "a=b") == 4)
raises(function() return t:join(capitals, {on = "regoin"}) end, 'no column "regoin"', '"region"')
raises(function() return t:join(capitals, {on = "region", kind = "outer"}) end, 'the kind "outer"')
raises(function() return t:join(t, {on = "group"}) end, "many")
local long = core.table({
  {region = "A", year = "2015", x = 1}, {region = "A", year = "2016", x = 2},
  {region = "B", year = "2016", x = 3},
})
local wide = long:pivot{rows = "region", columns = "year", values = "x"}
assert(table.concat(wide:columns(), " ") == "region 2015 2016")
same(wide["2015"], {1, nil, n = 2})
local back = wide:unpivot{columns = {"2015", "2016"}, names = "year", values = "x"}
same(back.x, {1, 2, nil, 3, n = 4})
