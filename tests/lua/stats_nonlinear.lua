local check = require "check"
local lib = require "stats"

-- NIST StRD Rat42 (Ratkowsky 1983): pasture yield over time; certified figures.
-- Interval of K by profile: R 4.2.2.
local x = {9, 14, 21, 28, 42, 57, 63, 70, 79}
local y = {8.93, 10.80, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08}

return {
  ["a model in words has NIST's digits from the far start"] = function()
    local fit = lib.nls("y ~ b1 / (1 + exp(b2 - b3 * x))", {x = x, y = y},
      {start = {b1 = 100, b2 = 1, b3 = 0.1}})
    check.equal(fit.converged, true)
    check.near(fit.parameters.b1.estimate, 72.462237576, 1e-7)
    check.near(fit.parameters.b2.estimate, 2.6180768402, 1e-7)
    check.near(fit.parameters.b3.estimate, 0.067359200066, 1e-7)
    check.near(fit.parameters.b1.se, 1.7340283401, 1e-6)
    check.near(fit.rss, 8.0565229338, 1e-7)
    check.near(fit.parameters.b1.low, 68.76566668, 1e-4)
    check.near(fit.parameters.b1.high, 77.19014994, 1e-4)
  end,

  ["an error in a model is raised, not swallowed"] = function()
    check.raises("no such thing", lib.nonlinear, {1, 2, 3}, function()
      error("no such thing")
    end, {{1}})
    check.raises("cannot be read", lib.nls, "y ~ b *", {y = {1, 2}}, {start = {b = 1}})
    check.raises("start from", lib.nls, "y ~ b", {y = {1, 2}})
  end,

  ["the logistic curve tells its middle, and how long it takes"] = function()
    local fit = lib.diffusion(x, y, {at = {100}, reach = {36.23}})
    check.near(fit.k.estimate, 72.46224171, 1e-6)
    check.near(fit.m.estimate, 38.86740097, 1e-6)
    check.near(fit.s.estimate, 14.84578375, 1e-6)
    check.near(fit.k.low, 68.76566668, 1e-4)
    check.equal(fit.identified, true)
    check.near(fit.ten_to_ninety, 14.84578375 * math.log(81), 1e-6)
    check.fields(fit.forecasts[1], {fit = 71.3014821, se = 1.428652548, low = 67.80569525,
      predicted_high = 75.80260417}, 1e-5)
    check.near(fit.reached[1].t, 38.86, 1e-2)
  end,

  -- The first five points only: R gives K = 76.6 +- 43.6.
  ["a curve that has not bent yet has no known ceiling"] = function()
    local fit = lib.diffusion({9, 14, 21, 28, 42}, {8.93, 10.80, 18.59, 22.33, 39.35})
    check.near(fit.k.estimate, 76.604822, 1e-3)
    check.equal(fit.identified, false)
    assert(fit.verdict)
  end,

  -- Beijing 2010-2016. With k held at the low end R's optim finds the RSS sought; the
  -- first step of the profile is so wide that it leaves the curve.
  ["a profile finds its way back from too wide a step"] = function()
    local fit = lib.diffusion({2011, 2012, 2013, 2014, 2015, 2016, 2017},
      {69.4, 70.3, 72.2, 75.2, 75.3, 76.5, 77.8}, {k_max = 100})
    check.near(fit.k.estimate, 84.84438527, 1e-7)
    check.near(fit.k.low, 77.1000743, 1e-6)
    check.equal(fit.k.high, nil)
  end,

  ["Gompertz' curve"] = function()
    local fit = lib.diffusion(x, y, {curve = "gompertz"})
    check.near(fit.k.estimate, 82.8322233962, 1e-5)
    check.near(fit.rss, 21.79399002, 1e-5)
  end,

  ["what does not rise is no curve"] = function()
    local fit = lib.diffusion({1, 2, 3, 4, 5, 6}, {9, 8, 7, 6, 5, 4})
    assert(fit.reason)
    check.equal(fit.k, nil)
    assert(lib.diffusion({1, 2, 3}, {1, 2, 3}).reason:find("fewer than 5", 1, true))
  end,

  -- Closed form, rounded: m = 1000, p = .03, q = .38.
  ["Bass finds what made the series"] = function()
    local totals = {}
    for t = 0, 15 do
      local e = math.exp(-0.41 * t)
      totals[t] = 1000 * (1 - e) / (1 + 0.38 / 0.03 * e)
    end
    local increments = {}
    for t = 1, 15 do
      increments[t] = math.floor(1000 * (totals[t] - totals[t - 1]) + 0.5) / 1000
    end
    local fit = lib.bass(increments)
    check.near(fit.m.estimate, 1000, 1e-4)
    check.near(fit.p.estimate, 0.03, 1e-4)
    check.near(fit.q.estimate, 0.38, 1e-4)
    check.near(fit.peak_time, 6.192619198, 1e-4)
  end,
}
