--- What a metric is called and how it is computed, held against the names that
-- tables and expressions know.

local core = require "almanac.core"
local fields = require "almanac.fields"
local native = require "almanac.native"

local formula = {}

local add = fields.add

-- What else `name` stands for where a metric would be read; nil when nothing.
local function taken_by(name)
  if not load("local " .. name) then
    return "a word of Lua"
  elseif name == "row" or native.is_function(name) then
    return "a name that expressions know already"
  end
  for _, method in ipairs(native.methods(core.table({}, {"x"}))) do
    if method == name then
      return "a method of tables"
    end
  end
end

--- A column of that name could not be read, or would hide what others use.
function formula.check_name(name, problems)
  local what = taken_by(name)
  if what then
    add(problems, string.format("the metric is called `%s`, which is %s", name, what),
      "give it, and its file, another name")
  end
end

local function is_need(name, needs)
  for _, need in ipairs(needs) do
    if need.name == name then
      return true
    end
  end
  return false
end

-- The names that an expression reads and that are no functions, in order.
local function names_of(text)
  local chunk, names, seen = load("return (" .. text .. "\n)"), {}, {}
  for _, use in ipairs(chunk and native.globals(chunk) or {}) do
    if not seen[use.name] and use.name ~= "row" and not native.is_function(use.name) then
      seen[use.name] = true
      names[#names + 1] = use.name
    end
  end
  return names
end

--- An expression is one, and reads nothing but needs: they tell which tables have
-- the metric.
---@param text any the `value` of the metric
---@param needs table[]
function formula.check(text, needs, problems)
  if type(text) ~= "string" then
    return
  end
  local ok, wrong = pcall(native.check_expression, text)
  if not ok then
    problems[#problems + 1] = native.problem_of(wrong, "`value` of the metric: ", false)
    return
  end
  for _, name in ipairs(names_of(text)) do
    if not is_need(name, needs) then
      local near = #needs > 0 and fields.near(name, needs)
      add(problems, string.format("`value` of the metric reads `%s`, which is no need", name),
        near and near:find("^did") and near or "add it: needs = {" .. name .. " = {}}")
    end
  end
end

return formula
