--- Statistics: inequality, convergence, space, growth.
---@meta stats_spread

---@class almanac.stats
local stats = {}

--- The Gini coefficient, from 0.
---
--- ```lua
--- stats.gini{1, 2, 3} --> 0.22222222222222
--- stats.gini(t.users / t.population, {weights = t.population}) > 0 --> true
--- ```
---@param x almanac.Numbers
---@param options? {weights?: almanac.Numbers, small_sample?: boolean}
---@return number?
---@return string? reason
function stats.gini(x, options) end

--- Theil's T: sum of shares times the log of value over mean.
---@param x almanac.Numbers
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.theil_t(x, options) end

--- Theil's L, the mean log deviation.
---@param x almanac.Numbers
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.theil_l(x, options) end

--- The generalised entropy of a parameter; 1 is Theil's T, 0 his L.
---@param x almanac.Numbers
---@param a number
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.entropy(x, a, options) end

--- Atkinson's index of an aversion to inequality.
---@param x almanac.Numbers
---@param e number # from 0
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.atkinson(x, e, options) end

--- Hoover's index: the share that would have to move for all to be equal.
---@param x almanac.Numbers
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.hoover(x, options) end

--- The coefficient of variation; weighted by population it is Williamson's index.
---@param x almanac.Numbers
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.variation(x, options) end

--- Herfindahl's concentration: the sum of squared shares.
---
--- ```lua
--- stats.herfindahl{1, 1, 2} --> 0.375
--- ```
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.herfindahl(x) end

--- Erreygers's index, for values with bounds such as percentages.
---@param x almanac.Numbers
---@param low number
---@param high number
---@param options? {weights?: almanac.Numbers}
---@return number?
---@return string? reason
function stats.erreygers(x, low, high, options) end

--- The mean of the greatest values over that of the least.
---
--- ```lua
--- stats.top_bottom({1, 2, 3, 6}, 1) --> 6.0
--- ```
---@param x almanac.Numbers
---@param count integer # how many at each end
---@return number?
---@return string? reason
function stats.top_bottom(x, count) end

--- The Lorenz curve, from (0, 0) to (1, 1).
---@param x almanac.Numbers
---@param options? {weights?: almanac.Numbers}
---@return table # {n, missing, p = {0, ..., 1}, share = {0, ..., 1}}
function stats.lorenz(x, options) end

--- Inequality within and between groups: total = within + between (+ overlap, of Gini).
---@param x almanac.Numbers
---@param groups almanac.Labels
---@param options? {index?: "theil_t"|"theil_l"|"gini", weights?: almanac.Numbers}
---@return table # {n, missing, groups, total, within, between, overlap}
function stats.decompose(x, groups, options) end

--- Beta convergence: whether regions that began lower grew faster. lambda is the speed
--- a year, half_life in years (Barro and Sala-i-Martin 1992).
---@param first almanac.Numbers # values of the regions at first
---@param last almanac.Numbers # of the same regions at last
---@param years number
---@return table # {n, missing, a, b, se, t, p, r2, lambda, lambda_se, half_life}
function stats.beta_convergence(first, last, years) end

--- Sigma convergence: whether the sd of logs fell, with Pitman and Morgan's test.
---@param first almanac.Numbers
---@param last almanac.Numbers
---@return table # {n, missing, first, last, t, df, p}
function stats.sigma_convergence(first, last) end

--- Gamma convergence: how far ranks stayed what they were (1: all did).
---@param values almanac.Numbers[] # for each time, of every region
---@return number?
---@return string? reason
function stats.gamma_convergence(values) end

--- Delta: the distances from the greatest value, summed.
---@param x almanac.Numbers
---@return number?
---@return string? reason
function stats.delta_convergence(x) end

--- Growth from one value to another over some years. relative, annual and log_annual
--- are shares: 0.1 is 10 %.
---
--- ```lua
--- stats.growth(100, 121, 2).annual --> 0.1
--- ```
---@param first number
---@param last number
---@param years number
---@return table # {change, relative, annual, log_annual}
function stats.growth(first, last, years) end

--- Shift-share by sector: total = national + mix + regional (Dunn 1960), and the
--- regional part split (Esteban-Marquillas 1972).
---@param region0 almanac.Numbers
---@param region1 almanac.Numbers
---@param nation0 almanac.Numbers
---@param nation1 almanac.Numbers
---@return table # {n, missing, total, national, mix, regional, homothetic, allocation}
function stats.shift_share(region0, region1, nation0, nation1) end

--- The change of a weighted mean, within its parts and between them (Bennet 1920).
---@param share0 almanac.Numbers
---@param share1 almanac.Numbers
---@param value0 almanac.Numbers
---@param value1 almanac.Numbers
---@return table # {n, missing, change, within, between}
function stats.bennet(share0, share1, value0, value1) end

--- How long ago a benchmark stood where one stands now (Sicherl's S-time-distance).
--- censored: it was above at its first observation, and the lag is at least this.
---@param times almanac.Numbers
---@param benchmark almanac.Numbers
---@param level number
---@param now number
---@return table # {n, missing, reached, lag, censored, crossings, reason}
function stats.time_distance(times, benchmark, level, now) end

--- Moran's I of spatial dependence; local_i has a place for each value. Places without
--- a value, and links to them, are left out.
---
--- ```lua
--- stats.moran({1, 2, 8, 9}, {{2}, {1, 3}, {2, 4}, {3}}).i --> 0.54
--- ```
---@param x almanac.Numbers
---@param neighbours integer[][] # for each place, the places next to it
---@param options? {permutations?: integer, seed?: integer, standardise?: boolean} # default 999, that of --seed, true
---@return table # {n, missing, islands, i, expected, z, p, p_greater, p_permutation, variance, variance_normal, local_i}
function stats.moran(x, neighbours, options) end
