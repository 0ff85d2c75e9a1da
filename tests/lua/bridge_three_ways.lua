-- One program, three ways: an expression, a function of a row, a loop over
-- rows. They must agree in every value.
-- luacheck: globals core
-- luacheck: ignore 581
local t = core.table({
  {region = "A", year = "2015", users = 10, population = 21, rate = 47.6},
  {region = "B", year = "2015", users = 0, population = 7, rate = 0.0},
  {region = "C", year = "2015", population = 50, rate = -1.5},
  {region = "A", year = "2016", users = 7, population = 0, rate = 0 / 0},
  {region = "B", users = -3, rate = 2.5e300},
  {region = "C", year = "2016", users = math.maxinteger, population = 2},
}, {"region", "year", "users", "population", "rate"})

local programs = {
  {"users + population", function(r) return r.users + r.population end},
  {"users - population * 2", function(r) return r.users - r.population * 2 end},
  {"users / population", function(r) return r.users / r.population end},
  {"100 * users / population", function(r) return 100 * r.users / r.population end},
  {"users * 3 % 5", function(r) return r.users * 3 % 5 end},
  {"users // 3", function(r) return r.users // 3 end},
  {"rate // 0.7", function(r) return r.rate // 0.7 end},
  {"rate % 0.7", function(r) return r.rate % 0.7 end},
  {"-users ^ 2", function(r) return -r.users ^ 2 end},
  {"(-users) ^ 0.5", function(r) return (-r.users) ^ 0.5 end},
  {"rate * rate - users", function(r) return r.rate * r.rate - r.users end},
  {"users + 1", function(r) return r.users + 1 end},
  {"users * users", function(r) return r.users * r.users end},
  {"abs(rate)", function(r) return math.abs(r.rate) end},
  {"floor(rate)", function(r) return math.floor(r.rate) end},
  {"sqrt(population) + exp(rate / 100)",
   function(r) return math.sqrt(r.population) + math.exp(r.rate / 100) end},
  {"log(population)", function(r) return math.log(r.population) end},
  {"users > 5 and 'many' or 'few'", function(r) return r.users > 5 and "many" or "few" end},
  {"year or 'none'", function(r) return r.year or "none" end},
  {"region .. '!'", function(r) return r.region .. "!" end},
  {"users == nil", function(r) return r.users == nil end},
  {"users > 0 and rate < 100", function(r) return r.users > 0 and r.rate < 100 end},
  {"not (users < population)", function(r) return not (r.users < r.population) end},
  {"region == 'A' or year == '2016'",
   function(r) return r.region == "A" or r.year == "2016" end},
  {"math.max(users, 3)", function(r) return math.max(r.users, 3) end},
  {"region:lower()", function(r) return r.region:lower() end},
}

local function same(a, b)
  return a == b and math.type(a) == math.type(b) or a ~= a and b ~= b
end

for _, program in ipairs(programs) do
  local text, f = program[1], program[2]
  local by_text = t:with{x = text}.x
  local by_row = t:with{x = f}.x
  for i, r in ipairs(t) do
    local want = f(r)
    if by_row:type() == "number" and math.type(want) == "integer" then
      want = want + 0.0 -- a column has one type
    end
    assert(same(by_text[i], want), text .. " in row " .. i .. ": " .. tostring(by_text[i]))
    assert(same(by_row[i], want), text .. " in row " .. i .. ": " .. tostring(by_row[i]))
  end
  if by_row:type() == "boolean" then
    local kept = {}
    for _, r in ipairs(t) do if f(r) then kept[#kept + 1] = r.region end end
    assert(table.concat(t:where(text).region:totable()) == table.concat(kept))
    assert(table.concat(t:where(f).region:totable()) == table.concat(kept))
  end
end
