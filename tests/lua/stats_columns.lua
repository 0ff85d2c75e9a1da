local check = require "check"
local core = require "almanac.core"
local lib = require "stats"

local t = core.table({
  {region = "A", group = "x", users = 1, rich = true},
  {region = "B", group = "x", users = 2, rich = false},
  {region = "C", group = "y", users = nil, rich = true},
  {region = "D", group = "y", users = 8, rich = true},
  {region = "E", group = nil, users = 9, rich = nil},
}, {"region", "group", "users", "rich"})

return {
  ["columns are read as arrays are"] = function()
    check.equal(lib.mean(t.users), 5.0)
    check.equal(lib.sum(t.rich), 3.0)
    check.fields(lib.anova(t.users, t.group), {n = 3, missing = 2, groups = 2})
    check.fields(lib.tukey(t.users, t.group)[1], {first = "x", second = "y"})
    check.equal(lib.rank(t.users)[4], 3.0)
    check.equal(lib.rank(t.users)[3], nil)
  end,

  ["a text column is no column of numbers"] = function()
    check.raises("text, not a number", lib.mean, t.region)
  end,

  ["a formula names its coefficients, and its factors are treatment-coded"] = function()
    local data = core.table{
      y = {1, 2, 3, 5, 6, 9}, x = {1, 2, 3, 4, 5, 6}, g = {"b", "b", "b", "a", "a", "c"},
    }
    local fit = lib.lm("y ~ log(x) + g", data)
    check.equal(table.concat(fit.names, " "), "(intercept) log(x) g = b g = c")
    check.equal(fit.coefficients[3].name, "g = b")
    check.equal(fit.base.g, "a")
    local same = lib.regress({1, 2, 3, 5, 6, 9},
      {{math.log(1), math.log(2), math.log(3), math.log(4), math.log(5), math.log(6)},
       {1, 1, 1, 0, 0, 0}, {0, 0, 0, 0, 0, 1}})
    check.near(fit.coefficients[2].estimate, same.coefficients[2].estimate)
    check.near(fit.r2, same.r2)
  end,

  ["a formula may leave out the intercept and take plain lists"] = function()
    local fit = lib.lm("y ~ x - 1", {y = {2, 4, 6.5}, x = {1, 2, 3}})
    check.equal(#fit.coefficients, 1)
    check.near(fit.coefficients[1].estimate, 29.5 / 14)
    check.equal(fit.formula, "y ~ x - 1")
  end,

  ["weights of a formula are named"] = function()
    local fit = lib.lm("y ~ x", {y = {1, 2, 9}, x = {1, 2, 3}, w = {1, 1, 1e-12}}, {weights = "w"})
    check.near(fit.coefficients[2].estimate, 1, 1e-6)
  end,

  ["a formula that is none is refused"] = function()
    local data = {y = {1, 2, 3}, x = {1, 2, 3.5}}
    check.raises("~", lib.lm, "y + x", data)
    check.raises("z", lib.lm, "y ~ z", data)
    check.raises("nothing", lib.lm, "y ~ ", data)
  end,
}
