--- Statistics, on columns and on plain lists: require "stats".
--
-- Rows with a missing value are left out of a call and counted. A figure that the data
-- do not define is nil, with the reason as the second result, or in the field reason
-- of a result that is a table. Results with several figures are tables with n and
-- missing; the conventions are those of R. The last argument is a table of options,
-- and an unknown one raises. p is two-sided unless said otherwise, intervals are
-- low and high at `level`, 0.95 by default.
---@meta

---@class almanac.stats
local stats = {}

---@alias almanac.Numbers almanac.Column|(number?)[]
---@alias almanac.Labels almanac.Column|any[]

--- How many values are there, and how many are missing.
---
--- ```lua
--- stats.count(t.penetration) --> 5
--- ```
---@param x almanac.Numbers
---@return integer n
---@return integer missing
function stats.count(x) end

--- The sum, correctly rounded; 0 of no values.
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.sum(x) end

--- The mean.
---
--- ```lua
--- stats.mean{1, nil, 2, n = 3} --> 1.5
--- ```
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.mean(x) end

--- sum(weight * x) / sum(weight).
---@param x almanac.Numbers
---@param weights almanac.Numbers
---@return number?
---@return string? reason
function stats.weighted_mean(x, weights) end

--- The least value.
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.min(x) end

--- The greatest value.
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.max(x) end

--- The median.
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.median(x) end

--- The variance, dividing by n - 1, of a population by n.
---@param x almanac.Numbers
---@param options? {population?: boolean}
---@return number?
---@return string? reason
function stats.var(x, options) end

--- The standard deviation, dividing by n - 1, of a population by n.
---
--- ```lua
--- stats.sd({1, 2, 3, 4}, {population = true}) --> 1.1180339887499
--- ```
---@param x almanac.Numbers
---@param options? {population?: boolean}
---@return number?
---@return string? reason
function stats.sd(x, options) end

--- Skewness: g1 (moment), G1 of SAS and SPSS (sample) or b1 (sd); Joanes and Gill 1998.
---@param x almanac.Numbers
---@param options? {form?: "moment"|"sample"|"sd"} # default "moment"
---@return number?
---@return string? reason
function stats.skewness(x, options) end

--- Kurtosis beyond that of the normal distribution, in the same forms.
---@param x almanac.Numbers
---@param options? {form?: "moment"|"sample"|"sd"}
---@return number?
---@return string? reason
function stats.kurtosis(x, options) end

--- exp(mean(log(x))); undefined when a value is negative.
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.geometric_mean(x) end

--- 1 / mean(1 / x).
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.harmonic_mean(x) end

--- The mean without a share of the values at each end.
---@param x almanac.Numbers
---@param trim number # at each end, from 0 to below 0.5
---@return number?
---@return string? reason
function stats.trimmed_mean(x, trim) end

--- The correlation of a series with itself so many places later. A gap raises.
---@param x almanac.Numbers
---@param lag? integer # default 1
---@return number?
---@return string? reason
function stats.autocorrelation(x, lag) end

--- The quantile of a fraction p, by one of the nine types of Hyndman and Fan.
---
--- ```lua
--- stats.quantile({1, 2, 3, 4}, 0.25) --> 1.75
--- ```
---@param x almanac.Numbers
---@param p number # from 0 to 1
---@param options? {type?: integer} # default 7, as in R and NumPy
---@return number?
---@return string? reason
function stats.quantile(x, p, options) end

--- Several quantiles at once, a list.
---
--- ```lua
--- table.concat(stats.quantiles({1, 2, 3, 4, 5}, {0.25, 0.75}), " ") --> 2.0 4.0
--- ```
---@param x almanac.Numbers
---@param p number[]
---@param options? {type?: integer}
---@return number[]?
---@return string? reason
function stats.quantiles(x, p, options) end

--- The median of the distances from the median.
---@param x almanac.Numbers
---@param options? {scale?: number} # default 1; 1.4826 compares with sd
---@return number?
---@return string? reason
function stats.mad(x, options) end

--- Ranks from 1, a list as long as x (its field n) with holes where x has them.
---
--- ```lua
--- table.concat(stats.rank({30, 10, 30}, {ties = "competition"}), " ") --> 2 1 2
--- ```
---@param x almanac.Numbers
---@param options? {ties?: "fractional"|"competition"|"modified"|"dense"|"ordinal", descending?: boolean} # default "fractional"
---@return number[]
function stats.rank(x, options) end

--- P(X <= x) of a distribution, of its upper tail P(X > x). Distributions and their
--- parameters: normal (mean, sd), t (df), chi2 (df), f (df1, df2), beta (a, b), gamma
--- (shape, rate), binomial (trials, probability), poisson (mean), tukey (groups, df).
---
--- ```lua
--- stats.probability(0, {name = "t", df = 5}) --> 0.5
--- ```
---@param x number
---@param distribution {name: string, upper?: boolean} # and its parameters
---@return number
function stats.probability(x, distribution) end

--- The x of which P(X <= x) is p, or of the upper tail P(X > x): a critical value.
---
--- ```lua
--- stats.critical(0.975, {name = "normal"}) --> 1.9599639845401
--- ```
---@param p number
---@param distribution {name: string, upper?: boolean} # see stats.probability
---@return number
function stats.critical(p, distribution) end

--- The bootstrap of a statistic: estimate, se, bias, percentile interval (low, high)
--- and BCa interval (bca_low, bca_high). Of a list or column the function is given
--- lists of its values; of a number of rows, lists of row numbers.
---
--- ```lua
--- stats.bootstrap(t.users, stats.median).estimate --> 1781.45
--- ```
---@param x almanac.Numbers|integer
---@param f fun(sample: number[]): number?
---@param options? {resamples?: integer, level?: number, seed?: integer} # default 1999, 0.95, that of --seed
---@return table # {n, resamples, failed, estimate, se, bias, low, high, bca_low, bca_high}
function stats.bootstrap(x, f, options) end

return stats
