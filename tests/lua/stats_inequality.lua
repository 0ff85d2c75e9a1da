local check = require "check"
local lib = require "stats"

-- Ten incomes of the documentation of R's package ineq; figures of R 4.2.2.
local ten = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261}
local nine = {10, 20, 30, 40, 50, 60, 80, 90, 100}
local group = {1, 1, 1, 2, 2, 2, 3, 3, 3}
local weights = {1, 2, 3, 1, 2, 3, 1, 2, 3}

return {
  ["indices of ten incomes"] = function()
    check.near(lib.gini(ten), 0.4620911303, 1e-9)
    check.near(lib.gini(ten, {small_sample = true}), 0.5134345892, 1e-9)
    check.near(lib.theil_t(ten), 0.3623412423, 1e-9)
    check.near(lib.theil_l(ten), 0.4335946495, 1e-9)
    check.near(lib.atkinson(ten, 0.5), 0.179659098, 1e-9)
    check.near(lib.atkinson(ten, 1), 0.3518250597, 1e-9)
    check.near(lib.entropy(ten, 2), 0.4204061546, 1e-9)
    check.near(lib.entropy(ten, -1), 0.8477490531, 1e-9)
    check.near(lib.variation(ten), 0.9169581829, 1e-9)
    check.near(lib.hoover(ten), 0.3378067462, 1e-9)
    check.near(lib.herfindahl(ten), 0.1840812309, 1e-9)
  end,

  -- Documentation of R's REAT, which itself fails when the rows are shuffled.
  ["weights are sorted with their values"] = function()
    check.near(lib.gini({500, 1500, 2500, 4000, 7500, 15000},
      {weights = {1000, 1200, 1600, 400, 200, 600}}), 0.5278261, 1e-6)
    check.near(lib.gini({2500, 500, 15000, 1500, 7500, 4000},
      {weights = {1600, 1000, 600, 1200, 200, 400}}), 0.5278261, 1e-6)
    check.near(lib.variation({10, 20, 40}, {weights = {50, 30, 20}}), 0.597779826, 1e-9)
  end,

  ["a missing weight is an error, a missing value is not"] = function()
    check.raises("value 2 of weights is missing", lib.gini, {1, 2, 3},
      {weights = {1, nil, 1, n = 3}})
    check.near(lib.gini({1, nil, 3, n = 3}, {weights = {1, nil, 1, n = 3}}), 0.25)
  end,

  ["zeros leave L undefined, and count in T"] = function()
    check.near(lib.theil_t{0, 0, 0, 10, 10, 10}, math.log(2))
    check.undefined("0", lib.theil_l{0, 0, 0, 10, 10, 10})
    check.undefined("", lib.gini{5})
    check.equal(lib.gini{5, 5, 5}, 0.0)
  end,

  ["bounded values have a mirror-safe index"] = function()
    check.near(lib.erreygers({30, 50, 70, 90}, 0, 100), 0.5)
    check.near(lib.erreygers({70, 50, 30, 10}, 0, 100), 0.5)
  end,

  -- R's dineq, and R by hand.
  ["parts make the whole"] = function()
    check.fields(lib.decompose(nine, group),
      {total = 0.1689706395, within = 0.01741550314, between = 0.1515551364, groups = 3}, 1e-9)
    check.fields(lib.decompose(nine, group, {index = "theil_l", weights = weights}),
      {total = 0.1765885112, within = 0.0269429609, between = 0.1496455502}, 1e-8)
    check.fields(lib.decompose(nine, group, {index = "gini", weights = weights}),
      {total = 0.297385621, within = 0.022875817, between = 0.274509804}, 1e-8)
  end,

  ["the Lorenz curve goes from corner to corner"] = function()
    local curve = lib.lorenz{1, 3}
    check.list(curve.p, {0, 0.5, 1})
    check.list(curve.share, {0, 0.25, 1})
  end,

  ["ranks that never change have gamma 1"] = function()
    check.near(lib.gamma_convergence{{1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 6}}, 1)
    local beta = lib.beta_convergence({1, 2, 4, 8}, {4, 6, 8, 12}, 10)
    assert(beta.b < 0 and beta.lambda > 0 and beta.half_life > 0)
    assert(lib.sigma_convergence({1, 2, 4, 8}, {4, 6, 8, 12}).t > 0)
  end,

  ["growth is taken from dates"] = function()
    check.near(lib.growth(100, 144, 2).annual, 0.2, 1e-10)
    check.near(lib.growth(854, 904, 0.75).annual, 0.0788160849, 1e-9)
    check.equal(lib.growth(0, 5, 1).relative, nil)
    local lag = lib.time_distance({2000, 2001, 2002, 2003}, {10, 20, 35, 50}, 22, 2003)
    check.near(lag.lag, 1.8666666667, 1e-9)
  end,

  -- REAT's example after Farhauer and Kroell 2013; Bennet by hand.
  ["changes are taken apart without a rest"] = function()
    check.fields(lib.shift_share({90, 20, 10, 60}, {100, 40, 10, 55}, {400, 150, 150, 400},
      {440, 210, 135, 480}), {total = 25, national = 27, mix = 1, regional = -3}, 1e-9)
    check.fields(lib.bennet({.5, .5}, {.6, .4}, {.4, .2}, {.5, .3}),
      {change = 0.12, within = 0.10, between = 0.02}, 1e-12)
  end,

  -- A board of 3 x 3 with the values 1 to 9: spdep, esda.
  ["Moran's I on a board"] = function()
    local board = {{2, 4}, {1, 3, 5}, {2, 6}, {1, 5, 7}, {2, 4, 6, 8}, {3, 5, 9}, {4, 8}, {5, 7, 9},
      {6, 8}}
    local x = {1, 2, 3, 4, 5, 6, 7, 8, 9}
    check.fields(lib.moran(x, board, {standardise = false}), {i = 0.5, expected = -0.125,
      variance = 0.0596875, z = 2.5582226, p_greater = 0.005260437, n = 9, islands = 0}, 1e-7)
    local m = lib.moran(x, board)
    check.fields(m, {i = 0.5555555556, variance = 0.0646566358}, 1e-9)
    check.equal(m.p_permutation, lib.moran(x, board).p_permutation)
    check.raises("from 1 to 9", lib.moran, x, {{10}, {}, {}, {}, {}, {}, {}, {}, {}})
  end,

  ["places without a value go, with their links"] = function()
    local m = lib.moran({1, nil, 2, 3, 4, 6, n = 6}, {{2}, {1, 3}, {2, 4}, {3, 5}, {4, 6}, {5}})
    check.equal(m.missing, 1)
    check.equal(m.islands, 1)
    check.equal(m.local_i[1], nil)
  end,

  ["a bootstrap is the same for the same seed"] = function()
    local function mean(rows)
      local sum = 0
      for _, i in ipairs(rows) do
        sum = sum + ten[i]
      end
      return sum / #rows
    end
    local b = lib.bootstrap(10, mean, {resamples = 499, seed = 3})
    check.near(b.estimate, 6658.6)
    check.equal(b.low, lib.bootstrap(10, mean, {resamples = 499, seed = 3}).low)
    assert(b.low < b.estimate and b.estimate < b.high)
    check.raises("no such thing", lib.bootstrap, 3, function()
      error("no such thing")
    end)
    check.near(lib.bootstrap(ten, lib.mean, {resamples = 499, seed = 3}).low, b.low)
  end,
}
