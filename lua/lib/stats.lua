--- Statistics for scripts: the kernels of the core, on columns and on plain lists,
-- and least squares by formula.
--
-- Rows with a missing value are left out of a call, and counted. A figure that the
-- data do not define is nil, with the reason beside it.

local kernels = require "almanac.stats"

local stats = {}
for name, kernel in pairs(kernels) do
  stats[name] = kernel
end

-- The parts of `text` between the signs + and - that stand in no brackets, each
-- with its sign.
local function split_terms(text)
  local terms, depth, start, sign = {}, 0, 1, "+"
  local function add(last)
    local term = text:sub(start, last):match("^%s*(.-)%s*$")
    if term ~= "" then
      terms[#terms + 1] = {sign = sign, text = term}
    end
  end
  for at, c in text:gmatch("()(.)") do
    if c == "(" or c == "[" then
      depth = depth + 1
    elseif c == ")" or c == "]" then
      depth = depth - 1
    elseif depth == 0 and (c == "+" or c == "-") then
      add(at - 1)
      start, sign = at + 1, c
    end
  end
  add(#text)
  return terms
end

-- {response, terms, intercept} of "y ~ a + b - 1".
local function parse(formula)
  local left, right = formula:match("^%s*(.-)%s*~(.*)$")
  if not left or left == "" then
    error("a formula is written `y ~ a + b`, not `" .. formula .. "`", 3)
  end
  local parsed = {response = left, terms = {}, intercept = true}
  for _, term in ipairs(split_terms(right)) do
    local constant = term.text == "1" or term.text == "0"
    if constant then
      parsed.intercept = (term.text == "1") == (term.sign == "+")
    elseif term.sign == "-" then
      error("only the intercept can be taken away (- 1), not " .. term.text, 3)
    else
      parsed.terms[#parsed.terms + 1] = term.text
    end
  end
  if #parsed.terms == 0 and not parsed.intercept or not right:find("%S") then
    error("there is nothing right of ~ in `" .. formula .. "`", 3)
  end
  return parsed
end

-- The column that a name or an expression stands for.
local function evaluate(t, text)
  if t:has(text) then
    return t:col(text)
  end
  return t:with{"formula_term = " .. text}:col("formula_term")
end

-- Labels in their order as texts.
local function levels_of(labels, n)
  local seen, levels = {}, {}
  for i = 1, n do
    local label = labels[i]
    if label ~= nil and not seen[tostring(label)] then
      seen[tostring(label)] = true
      levels[#levels + 1] = tostring(label)
    end
  end
  table.sort(levels)
  return levels
end

-- One column of 0 and 1 for every level but the first, which is the base.
local function add_factor(design, name, column, n)
  local labels = column:totable()
  local levels = levels_of(labels, n)
  if #levels < 2 then
    error(name .. " has fewer than two values: it explains nothing", 3)
  end
  design.base[name] = levels[1]
  for k = 2, #levels do
    local values = {n = n}
    for i = 1, n do
      if labels[i] ~= nil then
        values[i] = tostring(labels[i]) == levels[k] and 1 or 0
      end
    end
    design.columns[#design.columns + 1] = values
    design.names[#design.names + 1] = name .. " = " .. levels[k]
  end
end

local function add_term(design, t, text)
  local column = evaluate(t, text)
  local kind = column:type()
  if kind == "text" or kind == "boolean" then
    add_factor(design, text, column, #t)
  else
    design.columns[#design.columns + 1] = column
    design.names[#design.names + 1] = text
  end
end

--- Least squares by formula: `penetration ~ log(gdp_per_capita) + region4`.
--
-- What stands left of ~ and between the signs + is a column or an expression over
-- columns; write (a + b) for a sum. Columns of text and of truth values are
-- factors: one coefficient for every value but the first in alphabetical order,
-- which is the base. `- 1` takes the intercept away.
---@param formula string
---@param t table a table of data, or {name = list, ...}
---@param options table? level, weights (a column, or its name)
---@return table fit as `regress` gives it, with names, formula and base
function stats.lm(formula, t, options)
  local core = require "almanac.core"
  local parsed = parse(formula)
  local data = core.is_table(t) and t or core.table(t)
  local design = {columns = {}, names = {}, base = {}}
  for _, term in ipairs(parsed.terms) do
    add_term(design, data, term)
  end
  local given = {intercept = parsed.intercept}
  for name, value in pairs(options or {}) do
    given[name] = value
  end
  if type(given.weights) == "string" then
    given.weights = evaluate(data, given.weights)
  end
  local fit = kernels.regress(evaluate(data, parsed.response), design.columns, given)
  if parsed.intercept then
    table.insert(design.names, 1, "(intercept)")
  end
  for i, name in ipairs(design.names) do
    fit.coefficients[i].name = name
  end
  fit.coefficients.columns = {"name", "estimate", "se", "t", "p", "low", "high", "vif"}
  fit.names, fit.base, fit.formula = design.names, design.base, formula
  return fit
end

--- The bootstrap of a statistic. `x` is a number of rows, and f is given lists of
-- row numbers; or a list or column, and f is given lists of its values.
---@param x integer | table
---@param f fun(sample: table): number?
---@param options table? resamples, level, seed
function stats.bootstrap(x, f, options)
  if math.type(x) == "integer" then
    return kernels.bootstrap(x, f, options)
  end
  local values, all, sample = {}, x, {}
  if x.totable then
    all = x:totable()
  end
  for i = 1, all.n or #x do
    if all[i] ~= nil then
      values[#values + 1] = all[i]
    end
  end
  return kernels.bootstrap(#values, function(rows)
    for k, row in ipairs(rows) do
      sample[k] = values[row]
    end
    for k = #rows + 1, #sample do
      sample[k] = nil
    end
    return f(sample)
  end, options)
end

-- What a model may call besides its parameters and columns.
local functions = {
  abs = math.abs, exp = math.exp, log = math.log, sqrt = math.sqrt, sin = math.sin,
  cos = math.cos, tan = math.tan, atan = math.atan, min = math.min, max = math.max,
  pi = math.pi,
}

-- The names in an expression that are columns of the data.
local function variables(text, data, parameters)
  local names, seen = {}, {}
  for name in text:gmatch("[%a_][%w_]*") do
    if not seen[name] and not parameters[name] and data:has(name) then
      seen[name] = true
      names[#names + 1] = name
    end
  end
  return names
end

-- model(b, i) of an expression over parameters and the lists of columns.
local function compile(text, names, columns)
  local lines = {"local columns = ...", "return function(b, i)"}
  for j, name in ipairs(names) do
    lines[#lines + 1] = string.format("local %s = b[%d]", name, j)
  end
  for name in pairs(columns) do
    lines[#lines + 1] = string.format("local %s = columns[%q][i]", name, name)
  end
  lines[#lines + 1] = "return " .. text .. "\nend"
  local chunk, message = load(table.concat(lines, "\n"), "=model", "t", functions)
  if not chunk then
    error("the model `" .. text .. "` cannot be read: " .. tostring(message), 3)
  end
  return chunk(columns)
end

-- The rows in which y and every variable have a value, as plain lists.
local function complete_rows(y, columns, n)
  local kept, lists = {}, {}
  for name in pairs(columns) do
    lists[name] = {}
  end
  for i = 1, n do
    local whole = y[i] ~= nil
    for _, values in pairs(columns) do
      whole = whole and values[i] ~= nil
    end
    if whole then
      kept[#kept + 1] = y[i]
      for name, values in pairs(columns) do
        lists[name][#kept] = values[i]
      end
    end
  end
  return kept, lists
end

-- Starts as lists in the order of `names`, from one {name = value} or several.
local function starts_of(start, names)
  local list = {}
  for k, one in ipairs(start[1] and start or {start}) do
    list[k] = {}
    for j, name in ipairs(names) do
      list[k][j] = one[name]
    end
  end
  return list
end

local function sorted_names(start)
  local names = {}
  for name in pairs(start[1] or start) do
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

--- Nonlinear least squares by formula: `y ~ K / (1 + exp((m - t) / s))`, with
-- `start = {K = 80, m = 2010, s = 3}` (or a list of such starts, of which the best
-- fit counts) naming the parameters. What else has a name is a column.
---@param formula string
---@param t table a table of data, or {name = list, ...}
---@param options table start; level; low and high, bounds by name
---@return table fit parameters = {name = {estimate, se, low, high}}, converged, ...
function stats.nls(formula, t, options)
  local core = require "almanac.core"
  local left, right = formula:match("^%s*(.-)%s*~%s*(.-)%s*$")
  if not left or left == "" or right == "" then
    error("a model is written `y ~ expression`, not `" .. formula .. "`", 2)
  elseif type(options) ~= "table" or type(options.start) ~= "table" then
    error("the parameters need values to start from: {start = {K = 80, ...}}", 2)
  end
  local data, parameters = core.is_table(t) and t or core.table(t), {}
  local names = sorted_names(options.start)
  for _, name in ipairs(names) do
    parameters[name] = true
  end
  local columns = {}
  for _, name in ipairs(variables(right, data, parameters)) do
    columns[name] = data:col(name):totable()
  end
  local n = #data
  local response = evaluate(data, left):totable()
  local y, lists = complete_rows(response, columns, n)
  local given = {level = options.level}
  for _, side in ipairs({"low", "high"}) do
    if options[side] then
      given[side] = {}
      for j, name in ipairs(names) do
        given[side][j] = options[side][name] or (side == "low" and -math.huge or math.huge)
      end
    end
  end
  local fit = kernels.nonlinear(y, compile(right, names, lists), starts_of(options.start, names),
    given)
  fit.missing, fit.parameters, fit.formula = n - #y, {}, formula
  for j, name in ipairs(names) do
    fit.parameters[name] = {estimate = fit.estimates[j], se = fit.se[j],
      low = fit.low and fit.low[j], high = fit.high and fit.high[j]}
  end
  return fit
end

-- The functions whose names begin like a name that is not here.
local function alike(name)
  local list = {}
  for known in pairs(stats) do
    if known:sub(1, 3) == name:sub(1, 3) then
      list[#list + 1] = known
    end
  end
  table.sort(list)
  return table.concat(list, ", ")
end

return setmetatable(stats, {__index = function(_, name)
  local near = type(name) == "string" and alike(name) or ""
  error(string.format("stats has no %q%s", tostring(name),
    near ~= "" and "; it has " .. near or ""), 2)
end})
