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
  fit.names, fit.base, fit.formula = design.names, design.base, formula
  return fit
end

return stats
