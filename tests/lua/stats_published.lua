local check = require "check"
local lib = require "stats"

-- Figures that others published and that the other files of tests do not hold, and
-- defects of other tools that are not ours. A defect that a file beside this one
-- covers is named there.

-- NIST StRD Rat42 (Ratkowsky 1983).
local rat_x = {9, 14, 21, 28, 42, 57, 63, 70, 79}
local rat_y = {8.93, 10.80, 18.59, 22.33, 39.35, 56.11, 61.73, 64.62, 67.08}

local plant = {
  4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14,
  4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69,
  6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26,
}
local condition = {}
for i = 1, 30 do
  condition[i] = i <= 10 and "ctrl" or i <= 20 and "trt1" or "trt2"
end

return {
  -- Doersam 2004 in the documentation of R's REAT.
  ["sales of four firms"] = function()
    local sales = {20, 50, 20, 10}
    check.near(lib.gini(sales), 0.3)
    check.near(lib.gini(sales, {small_sample = true}), 0.4)
    check.near(lib.herfindahl(sales), 0.34)
  end,

  -- REAT's documentation; its theil() says .04653 once equal weights are given.
  ["equal weights change nothing"] = function()
    local x = {10, 10, 10, 20, 50}
    check.near(lib.theil_l(x), 0.2326302, 1e-6)
    check.near(lib.theil_l(x, {weights = {1, 1, 1, 1, 1}}), 0.2326302, 1e-6)
    check.near(lib.theil_l(x, {weights = {3, 3, 3, 3, 3}}), 0.2326302, 1e-6)
  end,

  -- PySAL's test_atkinson.
  ["Atkinson's index"] = function()
    local x = {10, 20, 30, 40, 50}
    check.near(lib.atkinson(x, 0.5), 0.06315, 1e-4)
    check.near(lib.atkinson(x, 1), 0.1316096, 1e-6)
    check.near(lib.atkinson(x, 0), 0)
  end,

  -- PySAL's test_theil. R's ineq and dineq drop the zeros and say 0; PySAL said
  -- -.693 within until 2024.
  ["zeros in one group are all between groups"] = function()
    check.fields(lib.decompose({0, 0, 0, 10, 10, 10}, {0, 0, 0, 1, 1, 1}),
      {total = math.log(2), between = math.log(2), within = 0}, 1e-12)
  end,

  -- R's dineq.
  ["parts of weighted T and of L"] = function()
    local x, group = {10, 20, 30, 40, 50, 60, 80, 90, 100}, {1, 1, 1, 2, 2, 2, 3, 3, 3}
    check.fields(lib.decompose(x, group, {weights = {1, 2, 3, 1, 2, 3, 1, 2, 3}}),
      {total = 0.145932806, within = 0.0127830738, between = 0.133149732}, 1e-8)
    check.fields(lib.decompose(x, group, {index = "theil_l"}),
      {total = 0.2119206087, within = 0.03788073189, between = 0.1740398768}, 1e-9)
  end,

  ["a share and its mirror"] = function()
    check.near(lib.gini{30, 50, 70, 90}, 0.2083333333, 1e-9)
    check.near(lib.gini{70, 50, 30, 10}, 0.3125, 1e-9)
  end,

  -- Formula of Dunn 1964 with R's pnorm and p.adjust.
  ["Dunn's pairs"] = function()
    local pairs_of = lib.dunn(plant, condition)
    check.fields(pairs_of[1], {z = -1.117725454, p = 0.26368426789,
      p_adjusted = 0.26368426789}, 1e-8)
    check.fields(pairs_of[2], {z = 1.689289607, p = 0.09116394405,
      p_adjusted = 0.1823278881}, 1e-8)
    check.fields(pairs_of[3], {z = 2.807015062, p = 0.00500029037,
      p_adjusted = 0.01500087111}, 1e-8)
  end,

  ["Tukey's pairs"] = function()
    local pairs_of = lib.tukey(plant, condition)
    check.fields(pairs_of[1], {difference = -0.371, low = -1.0622160514, high = 0.3202160514,
      p = 0.3908711442}, 1e-7)
    check.fields(pairs_of[2], {difference = 0.494, low = -0.1972160514, high = 1.1852160514,
      p = 0.1979959913}, 1e-7)
  end,

  -- R's rank().
  ["ranks of ties"] = function()
    local x = {10, 20, 20, 30}
    check.list(lib.rank(x, {ties = "competition"}), {1, 2, 2, 4})
    check.list(lib.rank(x, {ties = "modified"}), {1, 3, 3, 4})
    check.list(lib.rank(x, {ties = "dense"}), {1, 2, 2, 3})
    check.list(lib.rank(x, {ties = "fractional"}), {1, 2.5, 2.5, 4})
  end,

  -- The other two cities of Farhauer and Kroell 2013, as REAT has them.
  ["cities against their nation"] = function()
    local before, after = {400, 150, 150, 400}, {440, 210, 135, 480}
    check.fields(lib.shift_share({60, 30, 30, 40}, {85, 55, 40, 35}, before, after),
      {total = 55, national = 24, mix = -1, regional = 32}, 1e-9)
    check.fields(lib.shift_share({250, 100, 110, 300}, {255, 115, 85, 390}, before, after),
      {total = 85, national = 114, mix = 0, regional = -29}, 1e-9)
  end,

  -- REAT's growth(100, 144, "rate", time.periods = 2) says -.14.
  ["growth over two years is that of two years"] = function()
    check.fields(lib.growth(100, 144, 2), {annual = 0.2, relative = 0.44}, 1e-10)
    check.near(lib.growth(100, 144, 2).log_annual, 0.1823215568, 1e-9)
  end,

  -- REAT's curvefit() takes 1.001 times the last value for the ceiling.
  ["a ceiling is estimated, not assumed"] = function()
    local fit = lib.diffusion(rat_x, rat_y)
    assert(fit.k.estimate > 1.05 * 67.08)
  end,

  -- REAT's betaconv.ols puts the yearly slope into -ln(1 + b) / T: a half-life of
  -- 1356 years where it is 92.
  ["the speed of convergence knows the span"] = function()
    local before, after, years = {1, 2, 4, 8}, {4, 6, 8, 12}, 10
    local beta = lib.beta_convergence(before, after, years)
    check.near(beta.lambda, -math.log(1 + beta.b * years) / years)
    check.near(beta.half_life, math.log(2) / beta.lambda)
  end,

  -- REAT's sigmaconv compares two years of the same regions as if they were others.
  -- t = r sqrt((n - 2) / (1 - r^2)), r of sums and differences (Pitman, Morgan).
  ["dispersions of the same regions are compared in pairs"] = function()
    local before, after = {1, 2, 4, 9, 11}, {2, 3, 4, 8, 9}
    local sum, difference = {}, {}
    for i = 1, 5 do
      sum[i] = math.log(before[i]) + math.log(after[i])
      difference[i] = math.log(before[i]) - math.log(after[i])
    end
    local r = lib.pearson(sum, difference).r
    check.near(lib.sigma_convergence(before, after).t, r * math.sqrt(3 / (1 - r * r)), 1e-9)
  end,

  -- convergEU's gamma_conv says .5625, from two more periods than there are.
  ["steady ranks are steady"] = function()
    check.near(lib.gamma_convergence{{1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 6}}, 1)
  end,
}
