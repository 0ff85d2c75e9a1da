--- Statistics: correlation, regression, curves.
---@meta stats_relate

---@class almanac.stats
local stats = {}

--- Pearson's correlation, with t, p and the interval by Fisher's z.
---
--- ```lua
--- stats.pearson({1, 2, 3, 4}, {2, 4, 5, 9}).r --> 0.96476382123773
--- ```
---@param x almanac.Numbers
---@param y almanac.Numbers
---@param options? {level?: number}
---@return table # {n, missing, r, t, df, p, low, high, level, method}
function stats.pearson(x, y, options) end

--- Spearman's rank correlation; p is exact for few values without ties (method).
---@param x almanac.Numbers
---@param y almanac.Numbers
---@param options? {level?: number}
---@return table # {n, missing, r, s, p, low, high, level, method}
function stats.spearman(x, y, options) end

--- Kendall's tau-b; exact where there are no ties, with the number of concordant pairs,
--- else by z.
---@param x almanac.Numbers
---@param y almanac.Numbers
---@param options? {level?: number}
---@return table # {n, missing, r, concordant or z, p, level, method}
function stats.kendall(x, y, options) end

--- The covariance, dividing by n - 1.
---@param x almanac.Numbers
---@param y almanac.Numbers
---@return number?
---@return string? reason
function stats.covariance(x, y) end

--- The correlation of x and y with the linear effect of the controls removed from both.
---
--- ```lua
--- local c = stats.partial_correlation(t.users, t.gdp, {t.population})
--- ctx.note(c.r)
--- ```
---@param x almanac.Numbers
---@param y almanac.Numbers
---@param controls almanac.Numbers[]
---@param options? {level?: number}
---@return table # as stats.pearson
function stats.partial_correlation(x, y, controls, options) end

--- How far Pearson's r depends on single rows: the least and the greatest r without
--- one of them, and the rows at which that is; most_at moves it most.
---@param x almanac.Numbers
---@param y almanac.Numbers
---@return table # {n, missing, low, high, low_at, high_at, most_at}
function stats.leave_one_out(x, y) end

--- Least squares of y on columns. coefficients lists {estimate, se, t, p, low, high,
--- vif}, the intercept first; fitted, residuals, leverage, cooks and student have a
--- place for each row; `at`, rows of values, gives predictions {fit, se, low, high,
--- predicted_low, predicted_high}.
---
--- ```lua
--- stats.regress({1, 2, 4}, {{1, 2, 3}}).coefficients[2].estimate --> 1.5
--- ```
---@param y almanac.Numbers
---@param columns almanac.Numbers[]
---@param options? {intercept?: boolean, level?: number, weights?: almanac.Numbers, at?: number[][]}
---@return table # {n, missing, coefficients, r2, adjusted_r2, sigma, f, p, aic, bic, log_likelihood, durbin_watson, rss, tss, df_model, df_residual, intercept, exact, ...}
function stats.regress(y, columns, options) end

--- Least squares of y on powers of x.
---@param y almanac.Numbers
---@param x almanac.Numbers
---@param degree integer # from 1 to 50
---@param options? {intercept?: boolean, level?: number, weights?: almanac.Numbers}
---@return table # as stats.regress
function stats.polynomial(y, x, degree, options) end

--- Least squares by formula. Left of ~, and between + and - right of it, stand columns
--- or expressions over them; (a + b) is a sum. Texts and truth values are factors: a
--- coefficient for each value but the first, the base. - 1 takes the intercept away.
---
--- ```lua
--- stats.lm("users ~ log(gdp) + region4", t).names[2] --> log(gdp)
--- ```
---@param formula string
---@param t almanac.Table|table<string, any[]>
---@param options? {level?: number, weights?: almanac.Numbers|string}
---@return table # as stats.regress, with names, formula, base, and the name of each coefficient
function stats.lm(formula, t, options) end

--- Nonlinear least squares by formula. The parameters are those that `start` names;
--- every other name is a column. With a list of starts the best fit counts. Intervals
--- are by profile likelihood.
---
--- ```lua
--- local d = {t = {1, 2, 3, 4, 5, 6}, y = {2, 5, 11, 20, 27, 31}}
--- stats.nls("y ~ K / (1 + exp((m - t) / s))", d, {start = {K = 35, m = 3, s = 1}})
--- ```
---@param formula string
---@param t almanac.Table|table<string, any[]>
---@param options {start: table<string, number>|table[], level?: number, low?: table<string, number>, high?: table<string, number>} # low and high bound the parameters
---@return table # {n, missing, converged, why, parameters = {name = {estimate, se, low, high}}, rss, sigma, df, aic, aicc, bic, iterations}
function stats.nls(formula, t, options) end

--- Nonlinear least squares of a model in Lua: model(b, i) is the value of row i under
--- the parameters b, each start is a list of them. Missing values raise.
---@param y almanac.Numbers
---@param model fun(b: number[], i: integer): number?
---@param starts number[][]
---@param options? {low?: number[], high?: number[], level?: number}
---@return table # {n, converged, why, estimates, se, low, high, rss, df, sigma, aic, aicc, bic, iterations}
function stats.nonlinear(y, model, starts, options) end

--- An S-curve of how something spreads: logistic y = k / (1 + exp((m - t) / s)) or
--- gompertz y = k exp(-exp((m - t) / s)). `identified` says whether the data tell k,
--- `verdict` why not. `at` asks for forecasts at times, `reach` for the times at which
--- levels are reached.
---@param t almanac.Numbers # times in years
---@param y almanac.Numbers
---@param options? {curve?: "logistic"|"gompertz", k_max?: number, k_fixed?: number, level?: number, at?: number[], reach?: number[]}
---@return table # {n, missing, zeros, k, m, s = {estimate, se, low, high}, identified, verdict, inflection, inflection_y, ten_to_ninety, rmse, aicc, forecasts, reached}; without a fit the reason
function stats.diffusion(t, y, options) end

--- The Bass model of adoption (1969), fitted to the adopters of each period.
---@param increments almanac.Numbers
---@param options? {ends?: number[], level?: number} # when each period ends
---@return table # {n, m, p, q = {estimate, se}, identified, verdict, peak_time, peak_total, peak_rate, ...}
function stats.bass(increments, options) end
