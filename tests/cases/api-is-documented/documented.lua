--- Holds what is said of the API against the interpreter that runs this.
--
-- Every name that is documented is there, every name that is there is documented, every
-- parameter is told, every example does what it says, and what editors get
-- is Lua with annotations in the grammar of LuaCATS.

local api = require "almanac.api"
local charts = require "almanac.plot.grammar"
local grammar = require "grammar"
local native = require "almanac.native"
local types = require "almanac.types"

-- What scripts have of plain Lua, as it is there.
local plain = {
  _VERSION = true, assert = true, error = true, getmetatable = true, rawequal = true,
  rawget = true, rawlen = true, rawset = true, select = true, tonumber = true, type = true,
}

local libraries = {"coroutine", "math", "os", "string", "table", "utf8"}

-- In these what differs is told by function; the rest is as in Lua.
local partly = {coroutine = true, math = true, string = true, table = true, utf8 = true}

local function entries_by_name(registry)
  local names = {}
  for _, entry in ipairs(api.entries(registry)) do
    names[entry.topic .. " " .. entry.name] = entry
  end
  return names
end

-- The value that a name like "stats.gini" has, looked up field by field.
local function lookup(name, roots)
  local value = roots
  for part in name:gmatch("[^.:]+") do
    local ok, inner = pcall(function()
      return value[part]
    end)
    if not ok then
      return nil
    end
    value = inner
  end
  return value
end

local function check_documented(registry, roots, wrong)
  for _, entry in ipairs(api.entries(registry)) do
    local declared = api.declared[entry.topic] and entry.kind == "field"
    local expression = entry.topic == "expression"
    if entry.kind ~= "class" and not declared and not expression and
      lookup(entry.name, roots) == nil then
      wrong(entry.name, "is documented, but does not exist")
    end
  end
end

local function check_module(name, module, prefix, topic, names, wrong)
  for field in pairs(module) do
    if not names[topic .. " " .. prefix .. field] then
      wrong(name .. "." .. field, "exists, but is not documented")
    end
  end
end

-- The files that editors get are Lua, and their annotations are LuaCATS.
local function check_files(t, wrong)
  for _, file in ipairs(types.files({{table = t, what = "sample"}}, {}, {}, {"penetration"})) do
    if file.name:find("%.lua$") then
      local _, message = load(file.text, file.name, "t", {})
      if message then
        wrong(file.name, message)
      end
      grammar.check(file.text, function(line, problem)
        wrong(file.name .. ":" .. line, problem)
      end)
    end
  end
end

-- Every class or alias that a declaration names is declared. Those of the fields of
-- declarations are made when they are written.
local function check_classes(wrong)
  local declared, used = {}, {}
  for _, of in pairs(api.declared) do
    declared["almanac." .. of.class] = true
  end
  for file, text in pairs(native.declarations()) do
    for line in text:gmatch("[^\n]+") do
      local name = line:match("^%-%-%-@class ([%w.]+)") or line:match("^%-%-%-@alias ([%w.]+)")
      if name then
        declared[name] = true
      elseif line:find("^%-%-%-@") then
        for class in line:gsub("# .*", ""):gmatch("almanac%.%w+") do
          used[class] = file
        end
      end
    end
  end
  for class, file in pairs(used) do
    if not declared[class] then
      wrong(class, "is named in " .. file .. ".lua, but not declared")
    end
  end
end

local function check_globals(names, wrong)
  for name in pairs(_G) do
    local known = plain[name] or names["standard " .. name] or name == "_G" or
      names["report " .. name] or names["metric " .. name] or names["plot " .. name]
    for _, library in ipairs(libraries) do
      known = known or name == library
    end
    if not known then
      wrong(name, "is a global, but is not documented")
    end
  end
  for _, library in ipairs(libraries) do
    if not partly[library] then
      check_module(library, _G[library], library .. ".", "standard", names, wrong)
    end
  end
end

-- Lines "EXPRESSION --> RESULT" are evaluated, other examples are run.
local function check_example(entry, env, wrong)
  local chunk, expected = {}, false
  for _, line in ipairs(entry.example) do
    local text, want = line:match("^(.-) %-%-> (.*)$")
    if want then
      expected = true
      local f, message = load("return (" .. text .. ")", "example", "t", env)
      local ok, value = pcall(f or error, message)
      if not ok or tostring(value) ~= want then
        wrong(entry.name, text .. " gives " .. tostring(value) .. ", not " .. want)
      end
    else
      chunk[#chunk + 1] = line
    end
  end
  if expected then
    return
  end
  local f, message = load(table.concat(chunk, "\n"), "example", "t", env)
  local ok, problem = pcall(f or error, message)
  if not ok then
    wrong(entry.name, "its example fails: " .. tostring(problem))
  end
end

-- The parameters told are those that the declaration has.
local function check_parameters(entry, wrong)
  local told = {}
  for i, param in ipairs(entry.params or {}) do
    told[i] = param.name
  end
  if entry.params and table.concat(told, ", ") ~= entry.arguments then
    wrong(entry.name, "has (" .. entry.arguments .. "), told are (" ..
      table.concat(told, ", ") .. ")")
  end
  if entry.kind == "function" and table.concat(entry.doc) == "" then
    wrong(entry.name, "says nothing")
  end
end

-- All names of several tables.
local function union(tables)
  local all = {}
  for _, names in pairs(tables) do
    for name in pairs(names) do
      all[name] = true
    end
  end
  return all
end

-- The words of charts are those that plot understands.
local function check_charts(registry, wrong)
  local words = {ChartDescription = charts.chart_words, Layer = charts.layer_words,
    Scale = charts.scale_words, Axis = charts.axis_words, Legend = charts.legend_words,
    Encoding = charts.channel_words, Channel = union(charts.channel_words),
    Mark = union(charts.marks)}
  for _, entry in ipairs(registry.topics.plot.entries) do
    local known, told = words[entry.name], {}
    for _, field in ipairs(known and entry.fields or {}) do
      told[field.name] = true
      if not known[field.name] then
        wrong(entry.name .. "." .. field.name, "is documented, but does not exist")
      end
    end
    for name in pairs(known or {}) do
      if not told[name] then
        wrong(entry.name .. "." .. name, "exists, but is not documented")
      end
    end
  end
end

local function modules_of(registry)
  local modules = {}
  for _, name in ipairs(registry.order) do
    local module = registry.topics[name].module
    if module and type(require(module)) == "table" then
      modules[name] = require(module)
    end
  end
  return modules
end

return {
  api = 1,
  run = function(t, _, ctx)
    local registry, list = api.installed(), {columns = {"name", "problem"}}
    local names, examples = entries_by_name(registry), 0
    local function wrong(name, problem)
      list[#list + 1] = {name = name, problem = problem}
    end
    local modules = modules_of(registry)
    local roots = setmetatable({t = t, c = t.users, g = t:group_by"region4", ctx = ctx}, {
      __index = function(_, name)
        return modules[name] or _G[name]
      end,
    })
    check_documented(registry, roots, wrong)
    for topic, module in pairs(modules) do
      check_module(topic, module, topic .. ".", topic, names, wrong)
    end
    check_module("ctx", ctx, "ctx.", "context", names, wrong)
    check_globals(names, wrong)
    check_charts(registry, wrong)
    check_files(t, wrong)
    check_classes(wrong)
    for _, entry in ipairs(api.entries(registry)) do
      check_parameters(entry, wrong)
      if #entry.example > 0 then
        examples = examples + 1
        check_example(entry, roots, wrong)
      end
    end
    if examples < 100 then
      wrong("examples", "there are only " .. examples)
    end
    return list
  end,
}
