local check = require "check"
local stats = require "almanac.stats"

-- R's data set PlantGrowth (Dobson 1983): dried weights under three conditions.
-- Figures from R's help pages (oneway.test, kruskal.test, TukeyHSD) and R 4.2.2
-- with car.
local weight = {
  4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14,
  4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69,
  6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26,
}
local group = {}
for i = 1, 30 do
  group[i] = i <= 10 and "ctrl" or i <= 20 and "trt1" or "trt2"
end

return {
  ["analysis of variance"] = function()
    local a = stats.anova(weight, group)
    check.fields(a, {n = 30, groups = 3, df1 = 2, df2 = 27, f = 4.84609, p = 0.01591}, 1e-4)
    check.fields(a, {eta2 = 0.2641482968, omega2 = 0.204078846}, 1e-9)
    check.near(stats.correlation_ratio(weight, group), math.sqrt(0.2641482968), 1e-9)
  end,

  ["its alternatives"] = function()
    check.fields(stats.welch_anova(weight, group),
      {f = 5.1809724, df2 = 17.128419, p = 0.01739282}, 1e-6)
    check.fields(stats.kruskal_wallis(weight, group),
      {h = 7.9882287, p = 0.01842376, eps2 = 0.2754561638, eta2_h = 0.22178625}, 1e-6)
    check.fields(stats.levene(weight, group), {f = 1.11919, p = 0.34123}, 1e-5)
    check.fields(stats.levene(weight, group, {center = "mean"}), {f = 1.23696, p = 0.30619}, 1e-4)
    check.fields(stats.bartlett(weight, group), {chi2 = 2.8785738, p = 0.2370968}, 1e-6)
  end,

  ["pairs are named by their groups"] = function()
    local pairs_of = stats.tukey(weight, group)
    check.equal(#pairs_of, 3)
    check.fields(pairs_of[3], {
      first = "trt1", second = "trt2", difference = 0.865, low = 0.1737839486,
      high = 1.5562160514, p = 0.0120064240,
    }, 1e-7)
    check.fields(stats.dunn(weight, group)[3],
      {p = 0.00500029037, p_adjusted = 0.01500087111}, 1e-8)
  end,

  ["labels may be numbers, and rows without a label are left out"] = function()
    local labels = {1, 1, 2, 2, nil, n = 5}
    local a = stats.anova({1, 2, 3, 4, 100}, labels)
    check.fields(a, {n = 4, missing = 1, groups = 2})
    local list = stats.describe_groups({1, 2, 3, 4, 100}, labels)
    check.fields(list[2], {group = 2, n = 2, mean = 3.5, max = 4})
  end,

  ["a permutation p is the same every time"] = function()
    local p = stats.eta2_permutation(weight, group, {permutations = 999, seed = 7})
    check.equal(p, stats.eta2_permutation(weight, group, {permutations = 999, seed = 7}))
    assert(p < 0.05)
    check.raises("from 1 to", stats.eta2_permutation, weight, group, {permutations = 0})
  end,

  -- R 4.2.2, t.test(extra ~ group, sleep): Student's data, from its help page.
  ["tests of two samples"] = function()
    local a = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0}
    local b = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4}
    check.fields(stats.t_test(a, b), {t = -1.8608, df = 17.776, p = 0.07939,
      low = -3.3654832, high = 0.2054832}, 1e-4)
    check.fields(stats.t_test(a, b, {paired = true}), {t = -4.0621, df = 9, p = 0.002833}, 1e-4)
    check.fields(stats.t_test(a, nil, {mu = 0}), {estimate = 0.75, df = 9}, 1e-12)
    check.fields(stats.mann_whitney(a, b), {w = 25.5, p = 0.06933}, 1e-4)
    check.fields(stats.signed_rank(a, b), {v = 0, dropped = 1, p = 0.009091}, 1e-4)
  end,

  -- R's help of chisq.test: party by gender (Agresti 2007), X2 = 30.07, df = 2.
  ["counts"] = function()
    local c = stats.chi_square{{762, 327, 468}, {484, 239, 477}}
    check.fields(c, {chi2 = 30.070, df = 2, p = 2.954e-07, total = 2757}, 1e-3)
    check.near(stats.chi_square_fit({89, 37, 30, 28, 2}, {40, 20, 20, 15, 5}).p, 0.04059, 1e-4)
    check.raises("row 2 has 1 counts", stats.chi_square, {{1, 2}, {3}})
  end,

  ["adjusted p values stand where the raw ones stand"] = function()
    local p = stats.p_adjust({0.01, nil, 0.04, 0.03, n = 4})
    check.near(p[1], 0.03)
    check.equal(p[2], nil)
    check.near(p[3], 0.06)
    check.near(p[4], 0.06)
    check.near(stats.p_adjust({0.01, 0.04, 0.03}, {method = "bonferroni"})[2], 0.12)
  end,
}
