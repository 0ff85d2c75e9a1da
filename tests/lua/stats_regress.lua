local check = require "check"
local stats = require "almanac.stats"

-- NIST StRD Norris; certified coefficients.
local x = {0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6,
  775.5, 666.9, 338.0, 447.5, 11.6, 556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1,
  887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5}
local y = {0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1,
  778.1, 668.8, 339.3, 448.9, 10.8, 557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3,
  888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2}

return {
  ["a straight line has NIST's digits"] = function()
    local fit = stats.regress(y, {x})
    check.near(fit.coefficients[1].estimate, -0.262323073774029, 1e-11)
    check.near(fit.coefficients[2].estimate, 1.00211681802045, 1e-11)
    check.near(fit.coefficients[1].se, 0.232818234301152, 1e-10)
    check.near(fit.sigma, 0.884796396144373, 1e-11)
    check.near(fit.r2, 0.999993745883712, 1e-12)
    check.near(fit.f, 5436385.54079785, 1e-9)
    check.equal(fit.df_residual, 34.0)
  end,

  ["a polynomial of degree one is that line"] = function()
    local fit = stats.polynomial(y, x, 1)
    check.near(fit.coefficients[2].estimate, 1.00211681802045, 1e-11)
  end,

  ["a row with a gap is left out, and has no residual"] = function()
    local fit = stats.regress({1, 2, nil, 4.5, 5, n = 5}, {{1, 2, 3, 4, 5}})
    check.fields(fit, {n = 4, missing = 1})
    check.equal(fit.residuals.n, 5)
    check.equal(fit.residuals[3], nil)
    check.near(fit.residuals[1] + fit.residuals[2] + fit.residuals[4] + fit.residuals[5], 0, 1e-12)
  end,

  ["predictions come with both intervals"] = function()
    local fit = stats.regress({1, 3, 2, 5, 4}, {{1, 2, 3, 4, 5}}, {at = {{3}, {10}}})
    check.near(fit.predictions[1].fit, 3)
    check.near(fit.predictions[2].fit, 8.6)
    assert(fit.predictions[2].predicted_low < fit.predictions[2].low)
    check.raises("row 1 of at wants 1 numbers", stats.regress, {1, 2, 3}, {{1, 2, 4}},
      {at = {{1, 2}}})
  end,

  ["weights count, and may not be missing"] = function()
    local fit = stats.regress({1, 2, 9}, {{1, 2, 3}}, {weights = {1, 1, 1e-12}})
    check.near(fit.coefficients[2].estimate, 1, 1e-6)
    check.raises("value 2 of weights is missing", stats.regress, {1, 2, 3}, {{1, 2, 3}},
      {weights = {1, nil, 1, n = 3}})
  end,

  ["columns that depend on each other are refused"] = function()
    check.raises("", stats.regress, {1, 2, 3, 5}, {{1, 2, 3, 4}, {2, 4, 6, 8}})
  end,

  ["an exact fit has no tests"] = function()
    local fit = stats.regress({1, 2, 3}, {{1, 2, 3}})
    check.equal(fit.exact, true)
    check.equal(fit.coefficients[2].p, nil)
    assert(fit.reason)
  end,
}
