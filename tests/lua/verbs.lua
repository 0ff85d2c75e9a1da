--- Random verbs: each is {text = what a script would write, of the tables t and
-- u; model = function(t, u) -> table of the model; inexact = {column = true}
-- where the last bits may differ}. A model that raises says the verb must too.

local model = require "model"
local programs = require "programs"
local series = require "verbs_series"

local write, literal = programs.write, programs.literal
local verbs = {}

local every_type = {integer = true, number = true, text = true, boolean = true,
                    period = true}

local function names_text(names)
  return #names == 0 and "{}" or "{'" .. table.concat(names, "', '") .. "'}"
end

local function fresh(random, t)
  local columns = programs.columns_of(t, every_type)
  if random.chance(15) and #columns > 0 then
    return random.pick(columns)
  end
  return "m" .. random.next(4)
end

--- One form of a condition or column: {text, eager}.
local function form_of(random, node)
  local forms = {{string.format("%q", write.expression(node)), false}}
  local row, column = write.row(node), write.column(node)
  if row then
    forms[#forms + 1] = {"function(r) return " .. row .. " end", false}
  end
  if column then
    forms[#forms + 1] = {column, true}
  end
  return random.pick(forms)
end

--- Some conditions and values read aggregates of the whole table.
local function with_aggregate(random, t, node)
  if not random.chance(15) then
    return node
  end
  local agg = programs.aggregate(random, t, programs.of_numbers)
  if random.chance(50) then
    return {random.pick{"<", ">=", "=="}, programs.number(random, t, 1), agg}
  end
  return {"and", {">", agg, programs.number(random, t, 0)}, node}
end

function verbs.where(random, t)
  local node = with_aggregate(random, t, programs.boolean(random, t, 3))
  local form = form_of(random, node)
  return {
    text = "t:where(" .. form[1] .. ")",
    model = function(m) return model.where(m, programs.values(node, m, form[2])) end,
  }
end

--- The column of a tree: its values and type. A bare column keeps its type in
-- an expression and as a column; a function of a row hands out cells.
local function computed(node, m, form, groups)
  local values = programs.values(node, m, form[2], groups)
  if node[1] == "col" and not form[1]:find("^function") then
    return values, m.types[node[2]]
  end
  return values, model.infer(values, #m.rows)
end

local function keyed_with(random, t)
  local name = fresh(random, t)
  if random.chance(15) then
    local v = programs.random_value(random, random.pick{"integer", "number"})
    return {
      text = string.format("t:with{%s = %s}", name, literal(v)),
      model = function(m)
        local values = {}
        for i = 1, #m.rows do values[i] = v end
        return model.put(m, name, values, model.infer(values, #m.rows))
      end,
    }
  end
  local node = with_aggregate(random, t, programs.any_value(random, t, 3))
  local form = form_of(random, node)
  return {
    text = string.format("t:with{%s = %s}", name, form[1]),
    model = function(m)
      return model.put(m, name, computed(node, m, form))
    end,
  }
end

--- Two positional entries, of which the second may read the first; and a keyed
-- one that reads the table as it was.
local function positional_with(random, t)
  local first, second, third = fresh(random, t), fresh(random, t), fresh(random, t)
  local one = programs.number(random, t, 2)
  local two = {"+", {"col", first}, programs.number(random, t, 1)}
  local three = programs.any_value(random, t, 2)
  local form = {"", false}
  return {
    text = string.format("t:with{%q, %q, %s = %q}", first .. " = " .. write.expression(one),
                         second .. " = " .. write.expression(two), third,
                         write.expression(three)),
    model = function(m)
      local out = model.put(m, first, computed(one, m, form))
      out = model.put(out, second, computed(two, out, form))
      return model.put(out, third, computed(three, m, form))
    end,
  }
end

function verbs.with(random, t)
  return (random.chance(30) and positional_with or keyed_with)(random, t)
end

function verbs.select(random, t)
  local names = random.some(t.names, math.min(2, #t.names), 6)
  if random.chance(3) then names[#names + 1] = names[1] end
  return {
    text = "t:select" .. names_text(names),
    model = function(m) return model.select(m, names) end,
  }
end

function verbs.drop(random, t)
  local names = random.some(t.names, 1, math.max(1, #t.names - 2))
  return {
    text = "t:drop" .. names_text(names),
    model = function(m) return model.drop(m, names) end,
  }
end

function verbs.rename(random, t)
  local old = random.some(t.names, 1, 2)
  local pairs_of, text = {}, {}
  for i, name in ipairs(old) do
    local new = #old == 2 and random.chance(50) and old[3 - i] or fresh(random, t)
    for _, pair in ipairs(pairs_of) do
      if pair[1] == new then new = "m9" end
    end
    pairs_of[i] = {new, name}
    text[i] = string.format("['%s'] = '%s'", new, name)
  end
  return {
    text = "t:rename{" .. table.concat(text, ", ") .. "}",
    model = function(m) return model.rename(m, pairs_of) end,
  }
end

function verbs.sort_by(random, t)
  if #programs.columns_of(t, every_type) == 0 then
    return verbs.head(random)
  end
  local keys, text = {}, {}
  local columns = programs.columns_of(t, every_type) -- not "-1", which a sign could begin
  for i, name in ipairs(random.some(columns, 1, 3)) do
    keys[i] = {name, random.chance(50)}
    text[i] = (keys[i][2] and "-" or "") .. name
  end
  return {
    text = random.chance(50) and string.format("t:sort_by('%s')", table.concat(text, ", "))
      or "t:sort_by" .. names_text(text),
    model = function(m) return model.sort_by(m, keys) end,
  }
end

function verbs.head(random)
  local n = random.next(9) - 1
  return {
    text = "t:head(" .. n .. ")",
    model = function(m) return model.slice(m, 1, n) end,
  }
end

function verbs.tail(random)
  local n = random.next(9) - 1
  return {
    text = "t:tail(" .. n .. ")",
    model = function(m) return model.slice(m, #m.rows - n + 1, #m.rows) end,
  }
end

function verbs.distinct(random, t)
  local names = random.chance(30) and {} or random.some(t.names, 1, 2)
  return {
    text = "t:distinct" .. names_text(names),
    model = function(m) return model.distinct(m, names) end,
  }
end

function verbs.append(random)
  if random.chance(30) then
    return {
      text = "t:append(t:tail(2))",
      model = function(m) return model.append(m, model.slice(m, #m.rows - 1, #m.rows)) end,
    }
  end
  return {
    text = "t:append(u)",
    model = function(m, u) return model.append(m, u) end,
  }
end

local function group_keys(random, t)
  return random.chance(10) and {} or random.some(t.names, 1, 2)
end

--- What one entry of summarise{} makes: a bare aggregate, arithmetic of
-- aggregates, or a function of the table of a group.
local function summary(random, t, keys)
  local which = random.next(10)
  if which <= 6 then
    local node = programs.aggregate(random, t, programs.every)
    return {node = node, text = string.format("%q", write.expression(node))}
  elseif which <= 8 then
    local node = {random.pick{"+", "/", "-", ">", "or"},
                  programs.aggregate(random, t, programs.of_numbers),
                  programs.is_name(keys[1]) and random.chance(40) and {"col", keys[1]}
                    or programs.aggregate(random, t, programs.exact)}
    return {node = node, text = string.format("%q", write.expression(node))}
  end
  local node = programs.aggregate(random, t, programs.every)
  if node[3][1] ~= "col" then
    return {call = function(m) return #m.rows end, text = "function(g) return #g end"}
  end
  local rest = type(node[4]) == "table" and "g." .. node[4][2] or node[4] and literal(node[4])
  return {
    node = node,
    cells = true,
    text = string.format("function(g) return g.%s:%s(%s) end", node[3][2], node[2], rest or ""),
  }
end

--- The type of what min, max, first and last hand on; other types show in the
-- values.
local function summary_type(entry, m, values, n)
  local node = entry.node
  local inferred = model.infer(values, n)
  if not entry.cells and node and node[1] == "agg" and node[3][1] == "col" and
    inferred == "text" then
    return m.types[node[3][2]]
  end
  return inferred
end

local function summarised(m, keys, entries)
  local groups = model.groups(m, keys)
  local out = {}
  for g, group in ipairs(groups) do
    out[g] = m.rows[group[1]] or {}
  end
  out = model.with_rows(model.new(keys, m.types, {}), out)
  local alone = out
  for _, entry in ipairs(entries) do
    local values = {}
    if entry.node then
      values = programs.summaries(entry.node, m, groups, entry.positional and out or alone)
    else
      for g, group in ipairs(groups) do
        values[g] = entry.call(model.group_table(m, group))
      end
    end
    out = model.put(out, entry.name, values, summary_type(entry, m, values, #groups))
  end
  return out
end

function verbs.summarise(random, t)
  local keys = group_keys(random, t)
  local entries, text, inexact = {}, {}, {}
  for i = 1, random.next(3) do
    local entry = summary(random, t, keys)
    entry.name = "s" .. i
    entry.positional = entry.text:sub(1, 1) == '"' and random.chance(60)
    if entry.positional then
      text[#text + 1] = string.format("%q", entry.name .. " = " .. write.expression(entry.node))
    else
      text[#text + 1] = entry.name .. " = " .. entry.text
    end
    entries[i] = entry
    inexact[entry.name] = entry.node and model.expression.inexact[entry.node[2]]
  end
  table.sort(entries, function(a, b) -- positional ones come first
    if a.positional ~= b.positional then return a.positional end
    return a.name < b.name
  end)
  local by = #keys == 0 and "t" or "t:group_by" .. names_text(keys)
  return {
    text = by .. ":summarise{" .. table.concat(text, ", ") .. "}",
    model = function(m) return summarised(m, keys, entries) end,
    inexact = inexact,
  }
end

--- A function of the group's table: it makes one value, or one for each row.
local function group_function(of, keys, name, each)
  local body = each and string.format("g.%s - g.%s:max()", of, of)
    or string.format("g.%s:count()", of)
  return {
    text = string.format("t:group_by%s:with{%s = function(g) return %s end}",
                         names_text(keys), name, body),
    model = function(m)
      local max = {"agg", "max", {"col", of}}
      local values = programs.values(each and {"-", {"col", of}, max}
                                     or {"agg", "count", {"col", of}}, m, false,
                                     model.groups(m, keys))
      return model.put(m, name, values, model.infer(values, #m.rows))
    end,
  }
end

function verbs.group_with(random, t)
  local keys = group_keys(random, t)
  local name = fresh(random, t)
  local agg = programs.aggregate(random, t, programs.exact)
  local node = random.chance(30) and agg
    or {random.pick{"-", "/", "==", "~=", "or"}, programs.number(random, t, 1), agg}
  local numbers = programs.columns_of(t, programs.numeric)
  if random.chance(25) and #numbers > 0 then
    return group_function(random.pick(numbers), keys, name, random.chance(50))
  end
  return {
    text = string.format("t:group_by%s:with{%q}", names_text(keys),
                         name .. " = " .. write.expression(node)),
    model = function(m)
      local values = programs.values(node, m, false, model.groups(m, keys))
      local kind = model.infer(values, #m.rows)
      if node[1] == "agg" and node[3][1] == "col" and kind == "text" then
        kind = m.types[node[3][2]]
      end
      return model.put(m, name, values, kind)
    end,
  }
end

--- The tables of the groups, put together again.
function verbs.each(random, t)
  local keys = group_keys(random, t)
  return {
    text = string.format("together(t, t:group_by%s, %s)", names_text(keys), names_text(keys)),
    model = function(m)
      local rows = {}
      for _, group in ipairs(model.groups(m, keys)) do
        for _, i in ipairs(group) do rows[#rows + 1] = m.rows[i] end
      end
      return model.with_rows(m, rows)
    end,
  }
end

function verbs.join(random, t, u)
  local shared = {}
  for _, name in ipairs(t.names) do
    for _, other in ipairs(u.names) do
      local a, b = t.types[name], u.types[other]
      if (a == b and (name == other or random.chance(20))) or
        (programs.numeric[a] and programs.numeric[b] and random.chance(20)) then
        shared[#shared + 1] = {name, other}
      end
    end
  end
  if #shared == 0 then
    return verbs.head(random)
  end
  local keys, text, seen = {}, {}, {}
  for _, key in ipairs(random.some(shared, 1, 2)) do
    if not seen[key[1]] and not seen["u." .. key[2]] then
      seen[key[1]], seen["u." .. key[2]] = true, true
      keys[#keys + 1] = key
      text[#text + 1] = key[1] == key[2] and "'" .. key[1] .. "'"
        or string.format("'%s=%s'", key[1], key[2])
    end
  end
  local kind = random.pick{"left", "inner", "right", "full", "semi", "anti"}
  local many = random.chance(75)
  return {
    text = string.format("t:join(u, {on = {%s}, kind = '%s'%s})", table.concat(text, ", "),
                         kind, many and ", many = true" or ""),
    model = function(m, v) return model.join(m, v, keys, kind, many) end,
  }
end

function verbs.pivot(random, t)
  local columns = programs.columns_of(t, {text = true, integer = true, boolean = true,
                                          period = true})
  if #columns == 0 then
    return verbs.head(random)
  end
  local names, values = random.pick(columns), random.pick(t.names)
  local keys = random.some(t.names, 1, 3)
  return {
    text = string.format("t:pivot{rows = %s, columns = '%s', values = '%s'}",
                         names_text(keys), names, values),
    model = function(m) return model.pivot(m, keys, names, values) end,
  }
end

function verbs.unpivot(random, t)
  local kinds = random.pick{programs.numeric, programs.numeric, {text = true},
                            {boolean = true, text = true}}
  local columns = programs.columns_of(t, kinds)
  if #columns == 0 then
    return verbs.head(random)
  end
  columns = random.some(columns, 1, 3)
  return {
    text = string.format("t:unpivot{columns = %s, names = 'm1', values = 'm2'}",
                         names_text(columns)),
    model = function(m) return model.unpivot(m, columns, "m1", "m2") end,
  }
end

function verbs.series(random, t)
  return series(random, t, fresh(random, t)) or verbs.head(random)
end

local frequent = {"where", "with", "series", "summarise", "join", "sort_by", "where", "with",
                  "series", "group_with", "append", "distinct", "unpivot", "pivot", "each",
                  "select", "drop", "rename", "head", "tail"}

--- A random verb for the table `t` and a second one, `u`.
function verbs.random(random, t, u)
  if #t.names == 0 then
    return verbs.append(random)
  end
  return verbs[random.pick(frequent)](random, t, u)
end

return verbs
