-- Random sequences of verbs, run by the engine and by a naive model in plain
-- Lua (model.lua), compared after every verb: the columns and their order,
-- their types, and every value to the last bit. A failure shows its seed and
-- the shortest program that still fails; `core.runs` is how many sequences
-- there are and `core.seed` the first seed.
-- luacheck: globals core

local model = require "model"
local programs = require "programs"
local verbs = require "verbs"

--- The tables of all groups, one below the other: what each() hands out.
local function together(t, groups, keys)
  local out = t:head(0)
  local n = 0
  for key, g in groups:each() do
    n = n + 1
    local first = g[1]
    for _, name in ipairs(first and keys or {}) do
      local v = key
      if #keys > 1 then
        v = key[name]
      elseif key == false and first[name] == nil then
        v = nil
      end
      assert(v == first[name] or v ~= v and first[name] ~= first[name], "key of a group")
    end
    out = out:append(g)
  end
  assert(n == #groups, "groups")
  return out
end

local environment = setmetatable({core = core, together = together}, {__index = _G})

--- Runs a program of the engine: t and u are tables.
local function run_text(text, t, u)
  local f, message = load("local t, u = ...; return " .. text, "=program", "t", environment)
  if not f then
    error(text .. ": " .. message)
  end
  return f(t, u)
end

local function same_bits(a, b)
  if a == b then
    return math.type(a) == math.type(b) and (a ~= 0 or 1 / a == 1 / b or math.type(a) ~= "float")
  end
  return a ~= a and b ~= b
end

local function near(a, b)
  if a == nil or b == nil or math.type(a) ~= "float" or math.type(b) ~= "float" then
    return same_bits(a, b)
  end
  return same_bits(a, b) or a == b or math.abs(a - b) <= 1e-12 * math.max(1, math.abs(a))
end

local function shown(v)
  return v == nil and "nil" or programs.literal(v)
end

--- What differs between a table of the engine and one of the model, or nil. The
-- types of columns without values and the bits of inexact ones are taken over.
local function difference(t, m, inexact)
  local names = table.concat(t:columns(), ", ")
  if names ~= table.concat(m.names, ", ") then
    return "columns " .. names .. ", not " .. table.concat(m.names, ", ")
  elseif #t ~= #m.rows then
    return #t .. " rows, not " .. #m.rows
  end
  for _, name in ipairs(m.names) do
    local column = t:col(name)
    local list, kind = column:totable(), column:type()
    local same = inexact and inexact[name] and near or same_bits
    if list.n ~= #m.rows then
      return "column " .. name .. " has " .. list.n .. " rows"
    end
    local empty = true
    for i, row in ipairs(m.rows) do
      if not same(list[i], row[name]) then
        return string.format("%s[%d] is %s, not %s", name, i, shown(list[i]), shown(row[name]))
      end
      empty = empty and list[i] == nil
      row[name] = list[i]
    end
    if kind ~= m.types[name] and not empty then
      return string.format("%s is of type %s, not %s", name, kind, tostring(m.types[name]))
    end
    m.types[name] = kind
  end
  return nil
end

local function copy(m)
  return model.with_rows(m, m.rows)
end

--- Runs one verb both ways. Returns what became of the tables, and what differs.
local function step(verb, t, m, u, v)
  local ok, made = pcall(run_text, verb.text, t, u)
  local model_ok, model_made = pcall(verb.model, m, v)
  if ok ~= model_ok then
    return t, m, ok and "the engine does it, the model raises: " .. tostring(model_made)
      or "the engine raises: " .. tostring(made)
  elseif not ok then
    return t, m, nil
  end
  return made, model_made, difference(made, model_made, verb.inexact)
end

--- Runs the verbs of a list; returns what differs and after how many verbs.
local function run(start, other, list)
  local m, v = copy(start), copy(other)
  local t, u = run_text(programs.table_text(m)), run_text(programs.table_text(v))
  local first, why = t, difference(t, m) or difference(u, v)
  for i, verb in ipairs(list) do
    if why then
      return why, i - 1
    end
    t, m, why = step(verb, t, m, u, v)
  end
  return why or difference(first, copy(start)) or difference(u, copy(other)), #list
end

--- Drops verbs, then rows, as long as it still fails.
local function shrink(start, other, list)
  local smaller = true
  while smaller do
    smaller = false
    for i = #list, 1, -1 do
      local fewer = table.move(list, 1, i - 1, 1, {})
      table.move(list, i + 1, #list, i, fewer)
      if run(start, other, fewer) then
        list, smaller = fewer, true
      end
    end
    for _, which in ipairs{1, 2} do
      local from = which == 1 and start or other
      for i = #from.rows, 1, -1 do
        local rows = table.move(from.rows, 1, i - 1, 1, {})
        table.move(from.rows, i + 1, #from.rows, i, rows)
        local less = model.with_rows(from, rows)
        if which == 1 and run(less, other, list) then
          start, from, smaller = less, less, true
        elseif which == 2 and run(start, less, list) then
          other, from, smaller = less, less, true
        end
      end
    end
  end
  return start, other, list
end

local function fail(seed, start, other, list)
  start, other, list = shrink(start, other, list)
  local text = {"seed " .. seed .. ": " .. tostring((run(start, other, list)))}
  text[#text + 1] = "t = " .. programs.table_text(start)
  text[#text + 1] = "u = " .. programs.table_text(other)
  for _, verb in ipairs(list) do
    text[#text + 1] = "t = " .. verb.text
  end
  return table.concat(text, "\n")
end

--- One sequence. Verbs are made for what the model holds so far.
local function sequence(seed)
  local random = programs.generator(seed)
  local start, other = programs.random_table(random, 3), programs.random_table(random, 2)
  local m, v = copy(start), copy(other)
  local t, u = run_text(programs.table_text(m)), run_text(programs.table_text(v))
  local why = difference(t, m) or difference(u, v)
  local list = {}
  while not why and #list < 6 and #m.rows <= 60 and #m.names <= 14 do
    list[#list + 1] = verbs.random(random, m, v)
    t, m, why = step(list[#list], t, m, u, v)
  end
  if why or run(start, other, {}) then
    return fail(seed, start, other, list)
  end
  return nil
end

local failures = 0
for seed = core.seed, core.seed + core.runs - 1 do
  local text = sequence(seed)
  if text then
    print(text)
    failures = failures + 1
    if failures >= 10 then break end
  end
end
assert(failures == 0, failures .. " sequences fail")
