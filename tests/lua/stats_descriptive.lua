local check = require "check"
local stats = require "almanac.stats"

-- Incomes of tests/reference/stats/descriptive.txt and inequality.txt.
local ten = {541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261}

return {
  ["figures of one series are numbers"] = function()
    check.equal(stats.sum(ten), 66586.0)
    check.equal(stats.mean(ten), 6658.6)
    check.equal(stats.min(ten), 541.0)
    check.equal(stats.max(ten), 22261.0)
    check.equal(stats.median(ten), 4919.0)
    check.near(stats.sd{2, 4, 4, 4, 5, 5, 7, 9}, math.sqrt(32 / 7))
    check.equal(stats.sd({2, 4, 4, 4, 5, 5, 7, 9}, {population = true}), 2.0)
    check.near(stats.var{1, 2, 3, 4}, 5 / 3)
    check.equal(stats.weighted_mean({10, 20, 40}, {50, 30, 20}), 19.0)
    check.near(stats.geometric_mean{1, 10, 100}, 10)
    check.near(stats.harmonic_mean{1, 4, 4}, 2)
    check.equal(stats.trimmed_mean({1, 2, 3, 100}, 0.25), 2.5)
  end,

  -- R 4.2.2, quantile(x, p): type 7; shared reference of the domain.
  ["quantiles are of type 7 unless asked"] = function()
    check.list(stats.quantiles(ten, {.1, .25, .5, .75, .9}),
      {1370.8, 2693.25, 4919, 7826, 12939.7})
    check.equal(stats.quantile(ten, 0.25, {type = 1}), 2445.0)
    check.raises("type", stats.quantile, ten, 0.25, {type = 10})
    check.raises("1.5", stats.quantile, ten, 1.5)
  end,

  ["ranks follow every rule for ties"] = function()
    local x = {10, 20, 20, 30}
    check.list(stats.rank(x, {ties = "competition"}), {1, 2, 2, 4})
    check.list(stats.rank(x, {ties = "modified"}), {1, 3, 3, 4})
    check.list(stats.rank(x, {ties = "dense"}), {1, 2, 2, 3})
    check.list(stats.rank(x, {ties = "ordinal"}), {1, 2, 3, 4})
    check.list(stats.rank(x), {1, 2.5, 2.5, 4})
    check.list(stats.rank(x, {ties = "competition", descending = true}), {4, 2, 2, 1})
    check.equal(math.type(stats.rank(x, {ties = "dense"})[1]), "integer")
  end,

  ["ranks stand where their values stand"] = function()
    local ranks = stats.rank({3, nil, 1, n = 4}, {ties = "dense"})
    check.equal(ranks.n, 4)
    check.equal(ranks[1], 2)
    check.equal(ranks[2], nil)
    check.equal(ranks[3], 1)
    check.equal(ranks[4], nil)
  end,

  ["missing values are left out and counted"] = function()
    local x = {1, nil, 3, nil, n = 4}
    check.equal(stats.mean(x), 2.0)
    local n, missing = stats.count(x)
    check.equal(n, 2)
    check.equal(missing, 2)
    check.equal(stats.weighted_mean({1, 2, nil, 4, n = 4}, {1, nil, 1, 1, n = 4}), 2.5)
    check.raises("missing", stats.autocorrelation, x, 1)
  end,

  ["an undefined figure is nil with a reason"] = function()
    check.undefined("", stats.mean{})
    check.undefined("fewer than 2", stats.sd{5})
    check.undefined("equal", stats.skewness{3, 3, 3})
    check.equal(stats.sum{}, 0.0)
  end,

  ["a value that is no number is named"] = function()
    check.raises("value 2 of x is a string", stats.mean, {1, "2"})
    check.raises("value 1 of x is a boolean", stats.mean, {true})
    check.raises("x is a string", stats.mean, "1,2")
    check.raises("value 2 of x is not a number", stats.mean, {1, 0 / 0})
  end,

  ["an unknown option raises and suggests"] = function()
    check.raises("there is no option \"populaton\"", stats.sd, {1, 2}, {populaton = true})
    check.raises("cannot be \"olympic\"", stats.rank, {1, 2}, {ties = "olympic"})
    check.raises("not true or false", stats.sd, {1, 2}, {population = 1})
    check.raises("options have names", stats.sd, {1, 2}, {true})
  end,

  ["lengths that differ are refused"] = function()
    check.raises("x has 2 values, weights has 3", stats.weighted_mean, {1, 2}, {1, 2, 3})
  end,
}
