-- Random sequences of verbs, against a naive model: lists of plain records.
-- What the model cannot say in a line or two is not asked here.
-- luacheck: globals core
-- luacheck: ignore 581
local SEQUENCES, STEPS = 10000, 5

local seed = 20160630
local function random(n) -- the lower bits of this generator are poor
  seed = (seed * 6364136223846793005 + 1442695040888963407)
  return (seed >> 33) % n + 1
end
local function pick(list) return list[random(#list)] end

local texts = {"East", "West", "Central", "", "é"}
local function cell(kind)
  if random(6) == 1 then return nil end
  if kind == "text" then return pick(texts) end
  if kind == "integer" then return random(9) - 5 end
  return (random(17) - 9) / 4
end

-- The model: {columns = {name, ...}, kinds = {name = kind}, rows = {record, ...}}
local function make()
  local m = {columns = {"g", "h", "a", "b"},
             kinds = {g = "text", h = "text", a = "integer", b = "number"}, rows = {}}
  for i = 1, random(9) - 1 do
    m.rows[i] = {}
    for _, name in ipairs(m.columns) do m.rows[i][name] = cell(m.kinds[name]) end
  end
  return m
end

local function copy(m, rows)
  local out = {columns = {}, kinds = {}, rows = rows or {}}
  for i, name in ipairs(m.columns) do
    out.columns[i] = name
    out.kinds[name] = m.kinds[name]
  end
  return out
end

local function build(m)
  local columns = {}
  for _, name in ipairs(m.columns) do
    local list = {n = #m.rows}
    for i, r in ipairs(m.rows) do list[i] = r[name] end
    local kind = m.kinds[name]
    columns[name] = core.column(list, name):as{type = kind}
  end
  return core.table(columns, m.columns)
end

-- Columns to reckon with: quarters, whose sums are exact, so not the shares.
local function numbers(m)
  local out = {}
  for _, name in ipairs(m.columns) do
    if m.kinds[name] ~= "text" and name ~= "s" then out[#out + 1] = name end
  end
  return out
end

local function add(m, name, kind, f)
  local out = copy(m)
  for i, r in ipairs(m.rows) do
    out.rows[i] = {}
    for k, v in pairs(r) do out.rows[i][k] = v end
    out.rows[i][name] = f(r)
  end
  if not out.kinds[name] then out.columns[#out.columns + 1] = name end
  out.kinds[name] = kind
  return out
end

local function less(x, y) -- missing last
  if x == nil or y == nil then return x ~= nil and y == nil end
  return x < y
end

-- Groups of rows in order of first appearance; a missing key is one.
local function split(m, key)
  local order, of = {}, {}
  for _, r in ipairs(m.rows) do
    local k = r[key]
    if k == nil then k = of end -- stands for missing
    if not of[k] then
      of[k] = {}
      order[#order + 1] = of[k]
    end
    local rows = of[k]
    rows[#rows + 1] = r
  end
  return order
end

local function sum(rows, name)
  local total = 0
  for _, r in ipairs(rows) do total = total + (r[name] or 0) end
  return total
end

local function count(rows, name)
  local n = 0
  for _, r in ipairs(rows) do n = n + (r[name] ~= nil and 1 or 0) end
  return n
end

-- Each verb: model and table in, model and table out, and what was done.
local verbs = {}

function verbs.where(m, t)
  local name, low = pick(numbers(m)), random(5) - 3
  local out = copy(m)
  local function keep(r) return r[name] > low end
  for _, r in ipairs(m.rows) do if keep(r) then out.rows[#out.rows + 1] = r end end
  local way = random(3)
  if way == 1 then t = t:where(name .. " > low", {low = low})
  elseif way == 2 then t = t:where(keep)
  else t = t:where(t:col(name):gt(low)) end
  return out, t, "where " .. name .. " > " .. low
end

function verbs.equal(m, t)
  local name, text = pick{"g", "h"}, pick(texts)
  if not m.kinds[name] then return m, t, "" end
  local out = copy(m)
  for _, r in ipairs(m.rows) do
    if r[name] ~= text then out.rows[#out.rows + 1] = r end
  end
  if random(2) == 1 then t = t:where(name .. " ~= x", {x = text})
  else t = t:where(t:col(name):ne(text)) end
  return out, t, "where " .. name .. " ~= " .. text
end

function verbs.with(m, t)
  local x, y = pick(numbers(m)), pick(numbers(m))
  local new = pick{"a", "c", "d"}
  local both = m.kinds[x] == "integer" and m.kinds[y] == "integer"
  local function f(r) return r[x] * 2 - r[y] end
  local way = random(3)
  if way == 1 then t = t:with{new .. " = " .. x .. " * 2 - " .. y}
  elseif way == 2 then t = t:with{[new] = t:col(x) * 2 - t:col(y)}
  else t = t:with{[new] = f} end
  local out = add(m, new, both and "integer" or "number", f)
  if way == 3 and count(out.rows, new) == 0 then -- nothing tells its type
    out.kinds[new] = "number"
  end
  return out, t, new .. " = " .. x .. " * 2 - " .. y .. " way " .. way
end

function verbs.choose(m, t)
  local x = pick(numbers(m))
  t = t:with{"e = " .. x .. " > 0 and 'up' or 'down'"}
  return add(m, "e", "text", function(r) return r[x] > 0 and "up" or "down" end), t, "e"
end

function verbs.sort(m, t)
  local key, down = pick(m.columns), random(2) == 1
  local out = copy(m)
  for i, r in ipairs(m.rows) do out.rows[i] = {r, i} end
  table.sort(out.rows, function(p, q)
    local x, y = p[1][key], q[1][key]
    if less(x, y) == less(y, x) then return p[2] < q[2] end
    if down and x ~= nil and y ~= nil then return less(y, x) end
    return less(x, y)
  end)
  for i, p in ipairs(out.rows) do out.rows[i] = p[1] end
  return out, t:sort_by((down and "-" or "") .. key), "sort " .. key
end

function verbs.head(m, t)
  local n = random(6) - 1
  local out = copy(m)
  for i = 1, math.min(n, #m.rows) do out.rows[i] = m.rows[i] end
  return out, t:head(n), "head " .. n
end

function verbs.tail(m, t)
  local n = random(6) - 1
  local out = copy(m)
  for i = math.max(#m.rows - n, 0) + 1, #m.rows do out.rows[#out.rows + 1] = m.rows[i] end
  return out, t:tail(n), "tail " .. n
end

function verbs.distinct(m, t)
  local key = pick(m.columns)
  local out = copy(m)
  for i, rows in ipairs(split(m, key)) do out.rows[i] = rows[1] end
  return out, t:distinct{key}, "distinct " .. key
end

function verbs.append(m, t)
  if #m.rows > 40 then return m, t, "" end
  local out = copy(m)
  for pass = 0, 1 do
    for i, r in ipairs(m.rows) do out.rows[pass * #m.rows + i] = r end
  end
  return out, t:append(t), "append"
end

function verbs.select(m, t)
  local out = copy(m, m.rows)
  out.columns = {}
  local kept = {a = true, [pick(m.columns)] = true, [pick(m.columns)] = true}
  for _, name in ipairs(m.columns) do
    if kept[name] then out.columns[#out.columns + 1] = name else out.kinds[name] = nil end
  end
  return out, t:select(out.columns), "select " .. table.concat(out.columns, " ")
end

function verbs.share(m, t)
  local key, x = pick(m.columns), pick(numbers(m))
  local of = {}
  for _, rows in ipairs(split(m, key)) do
    for _, r in ipairs(rows) do of[r] = rows end
  end
  -- appended tables hold a record twice: ask by key, which is the same for both
  local out = add(m, "s", "number", function(r) return r[x] / count(of[r], x) end)
  return out, t:group_by(key):with{"s = " .. x .. " / count(" .. x .. ")"}, "share " .. key
end

function verbs.summarise(m, t)
  local key, x = pick(m.columns), pick(numbers(m))
  local kind = m.kinds[x]
  local out = {columns = {key, "total", "n", "a"}, rows = {},
               kinds = {[key] = m.kinds[key], total = kind, n = "integer", a = kind}}
  if key == "a" or key == "total" or key == "n" then return m, t, "" end
  for i, rows in ipairs(split(m, key)) do
    local total = sum(rows, x)
    if kind == "number" then total = total + 0.0 end
    out.rows[i] = {[key] = rows[1][key], total = total, n = #rows, a = total * 2}
  end
  t = t:group_by(key):summarise{"total = sum(" .. x .. ")", n = function(u) return #u end,
                                "a = total * 2"}
  -- keyed entries follow the positional ones
  out.columns = {key, "total", "a", "n"}
  return out, t, "summarise " .. key .. " " .. x
end

local function join_with(kind)
  return function(m, t)
    if not m.kinds.g or m.kinds.size then return m, t, "" end
    local sizes = {East = 1, West = 2}
    local u = core.table{{g = "East", size = 1}, {g = "West", size = 2}, {g = "North", size = 3}}
    local out = copy(m)
    for _, r in ipairs(m.rows) do
      local size = sizes[r.g or 0]
      if kind == "anti" and not size or kind == "semi" and size then
        out.rows[#out.rows + 1] = r
      elseif kind == "left" or kind == "inner" and size then
        local joined = {size = size}
        for k, v in pairs(r) do joined[k] = v end
        out.rows[#out.rows + 1] = joined
      end
    end
    if kind == "left" or kind == "inner" then
      out.columns[#out.columns + 1] = "size"
      out.kinds.size = "integer"
    end
    return out, t:join(u, {on = "g", kind = kind}), "join " .. kind
  end
end
for _, kind in ipairs{"left", "inner", "semi", "anti"} do verbs[kind] = join_with(kind) end

local names = {}
for name in pairs(verbs) do names[#names + 1] = name end
table.sort(names)

local function differs(m, t)
  if #t ~= #m.rows then return #t .. " rows, want " .. #m.rows end
  if table.concat(t:columns(), " ") ~= table.concat(m.columns, " ") then
    return "columns " .. table.concat(t:columns(), " ")
  end
  for i, r in ipairs(t) do
    for _, name in ipairs(m.columns) do
      local got, want = r[name], m.rows[i][name]
      if m.kinds[name] == "number" and want then want = want + 0.0 end
      local both_nan = got ~= got and want ~= want
      if not (got == want and math.type(got) == math.type(want) or both_nan) then
        return name .. "[" .. i .. "] is " .. tostring(got) .. ", want " .. tostring(want)
      end
      if t:col(name)[i] ~= got and got == got then
        return name .. "[" .. i .. "]: column and row"
      end
    end
  end
end

for sequence = 1, SEQUENCES do
  local m = make()
  local t = build(m)
  local done = {}
  for step = 1, STEPS do
    local ok, m2, t2, what = pcall(verbs[pick(names)], m, t)
    assert(ok, "sequence " .. sequence .. ", after " .. table.concat(done, ", ") .. ": "
               .. tostring(m2))
    m, t, done[step] = m2, t2, what
    local wrong = differs(m, t)
    assert(not wrong, "sequence " .. sequence .. ", " .. table.concat(done, ", ") .. ": "
                      .. tostring(wrong))
  end
end
