local check = require "check"
local stats = require "almanac.stats"

-- Hollander and Wolfe, in R's help of cor.test; R 4.2.2, gretl agrees. The
-- intervals of Spearman and Kendall by the formulas of core/stats/correlation.h.
local a = {44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1}
local b = {2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8}

return {
  ["Pearson's r comes with its test and interval"] = function()
    check.fields(stats.pearson(a, b), {
      n = 9, missing = 0, r = 0.5711815576, t = 1.841082638, df = 7, p = 0.1081730543,
      low = -0.149742633, high = 0.8955794618, level = 0.95, method = "t",
    }, 1e-9)
  end,

  ["Spearman's rho has an exact p for few pairs"] = function()
    check.fields(stats.spearman(a, b), {
      r = 0.6, p = 0.09679783951, low = -0.174244069778, high = 0.915797879013, method = "exact",
    }, 1e-9)
  end,

  ["Kendall's tau counts concordant pairs"] = function()
    check.fields(stats.kendall(a, b), {
      r = 0.4444444444, concordant = 26, p = 0.119438933, low = -0.101329099576,
      high = 0.784585811772, method = "exact",
    }, 1e-9)
  end,

  -- R and scipy; giddy's tau has no tie correction and says p = 0.24821.
  ["ties are corrected for"] = function()
    check.fields(stats.kendall({12, 2, 1, 12, 2}, {1, 4, 7, 1, 0}), {
      r = -0.4714045208, z = -1.074172311, p = 0.2827454599, method = "normal",
    }, 1e-9)
  end,

  ["pairs with a missing value are dropped and counted"] = function()
    local c = stats.pearson({1, 2, nil, 4, 5, n = 5}, {2, 4, 6, nil, 9, n = 5})
    check.equal(c.n, 3)
    check.equal(c.missing, 2)
  end,

  ["a constant series has no correlation, and says why"] = function()
    local c = stats.pearson({1, 1, 1, 1}, {1, 2, 3, 4})
    check.equal(c.r, nil)
    check.equal(c.p, nil)
    assert(c.reason and c.reason ~= "")
  end,

  ["the pair that moves r most is named by its place"] = function()
    local left = stats.leave_one_out({1, nil, 2, 3, 4, 100, n = 6}, {1, 5, 2, 3, 4, -100, n = 6})
    check.equal(left.most_at, 6)
    check.near(left.high, 1)
  end,

  ["a partial correlation is that of residuals"] = function()
    local z = {1, 2, 3, 4, 5, 6, 7, 8}
    local x = {2, 1, 4, 3, 6, 5, 8, 7}
    local y = {1, 3, 2, 5, 4, 7, 6, 8}
    local rxy, rxz, ryz = stats.pearson(x, y).r, stats.pearson(x, z).r, stats.pearson(y, z).r
    local want = (rxy - rxz * ryz) / math.sqrt((1 - rxz ^ 2) * (1 - ryz ^ 2))
    local c = stats.partial_correlation(x, y, {z})
    check.near(c.r, want, 1e-12)
    check.equal(c.df, 5.0)
  end,

  -- R 4.2.2: qt(.975, 7), qnorm(.975).
  ["distributions go both ways"] = function()
    check.near(stats.critical(0.975, {name = "t", df = 7}), 2.364624251592785)
    check.near(stats.probability(2.364624251592785, {name = "t", df = 7, upper = true}), 0.025)
    check.near(stats.critical(0.975, {name = "normal"}), 1.959963984540054)
    check.raises("\"df\" is missing", stats.probability, 1, {name = "t"})
    check.raises("there is no option", stats.probability, 1, {name = "t", df = 3, sd = 1})
  end,
}
