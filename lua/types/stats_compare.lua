--- Statistics: groups and tests.
---@meta stats_compare

---@class almanac.stats
local stats = {}

--- Eta, which is to groups what Pearson's r is to a straight line.
---
--- ```lua
--- stats.correlation_ratio({1, 2, 5, 6}, {"a", "a", "b", "b"}) --> 0.97014250014533
--- ```
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return number?
---@return string? reason
function stats.correlation_ratio(x, groups) end

--- Analysis of variance by one factor.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return table # {n, missing, groups, f, df1, df2, p, eta, eta2, omega2, ss_between, ss_within, ms_between, ms_within}
function stats.anova(x, groups) end

--- Welch's analysis of variance, for unequal variances.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return table # {n, missing, groups, f, df1, df2, p}
function stats.welch_anova(x, groups) end

--- Kruskal and Wallis's test of ranks.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return table # {n, missing, groups, h, df, p, eps2, eta2_h}
function stats.kruskal_wallis(x, groups) end

--- Levene's test of equal variances; about medians it is Brown and Forsythe's.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@param options? {center?: "median"|"mean"}
---@return table # {n, missing, groups, f, df1, df2, p}
function stats.levene(x, groups, options) end

--- Bartlett's test of equal variances.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return table # {n, missing, groups, chi2, df1, p}
function stats.bartlett(x, groups) end

--- All pairs of groups by Tukey and Kramer.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@param options? {level?: number}
---@return table # a list of {first, second, difference, low, high, q, p, p_adjusted}
function stats.tukey(x, groups, options) end

--- All pairs of groups by Dunn; p_adjusted is Holm's.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return table # a list of {first, second, difference, z, p, p_adjusted}
function stats.dunn(x, groups) end

--- p of eta2 by shuffling the labels.
---@param x almanac.Numbers
---@param groups almanac.Labels
---@param options? {permutations?: integer, seed?: integer} # default 9999, that of --seed
---@return number?
---@return string? reason
function stats.eta2_permutation(x, groups, options) end

--- Each group described, in order of appearance.
---
--- ```lua
--- stats.describe_groups({1, 2, 5}, {"a", "a", "b"})[1].mean --> 1.5
--- ```
---@param x almanac.Numbers
---@param groups almanac.Labels
---@return table # a list of {group, n, mean, sd, median, min, max}
function stats.describe_groups(x, groups) end

--- Student's t: of two samples (Welch's, unless pooled), of pairs, or of one mean
--- against mu.
---
--- ```lua
--- stats.t_test({1, 2, 3}, nil, {mu = 2}).p --> 1.0
--- ```
---@param x almanac.Numbers
---@param y? almanac.Numbers
---@param options? {paired?: boolean, pooled?: boolean, mu?: number, level?: number}
---@return table # {n, missing, estimate, t, df, p, low, high, level}
function stats.t_test(x, y, options) end

--- F of the variances of two samples.
---@param x almanac.Numbers
---@param y almanac.Numbers
---@param options? {level?: number}
---@return table # {n, missing, f, df1, df2, p, low, high}
function stats.variance_test(x, y, options) end

--- Mann and Whitney's test of two samples (Wilcoxon's rank sum); effect is the
--- rank-biserial correlation.
---@param x almanac.Numbers
---@param y almanac.Numbers
---@param options? {continuity?: boolean} # default true
---@return table # {n, missing, w, p, effect, method}
function stats.mann_whitney(x, y, options) end

--- Wilcoxon's signed rank test of x, or of x - y; zeros are dropped and counted.
---@param x almanac.Numbers
---@param y? almanac.Numbers
---@param options? {continuity?: boolean}
---@return table # {n, missing, v, p, effect, method, dropped}
function stats.signed_rank(x, y, options) end

--- Whether rows and columns of a table of counts are independent.
---
--- ```lua
--- stats.chi_square{{10, 20}, {20, 10}}.chi2 --> 6.6666666666667
--- ```
---@param counts number[][]
---@return table # {total, chi2, df, p, cramer_v, least_expected}
function stats.chi_square(counts) end

--- Whether counts have the shares expected; equal ones when none are given.
---@param counts almanac.Numbers
---@param shares? almanac.Numbers
---@return table # {total, chi2, df, p, least_expected}
function stats.chi_square_fit(counts, shares) end

--- Shapiro and Wilk's test of normality.
---@param x almanac.Numbers
---@return table # {n, missing, w, p}
function stats.shapiro_wilk(x) end

--- p values adjusted for how many tests they are of, a list as long.
---
--- ```lua
--- table.concat(stats.p_adjust{0.01, 0.04}, " ") --> 0.02 0.04
--- ```
---@param p almanac.Numbers
---@param options? {method?: "holm"|"bonferroni"|"hochberg"|"hommel"|"bh"|"by"}
---@return number[]
function stats.p_adjust(p, options) end
