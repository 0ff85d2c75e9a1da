--- Columns of numbers, with what is known of them.

local core = require "almanac.core"
local naming = require "almanac.panel.naming"
local native = require "almanac.native"
local numbers = require "almanac.panel.numbers"
local refusal = require "almanac.panel.refusal"

local measures = {}

local function additive(info)
  if naming.known(info.aggregate) == "sum" then
    return true
  elseif naming.known(info.kind) then
    return info.kind == "stock" or info.kind == "flow"
  end
  return nil
end

-- Figures that are no numbers, as 0/0 is none, have no place in an analysis: they
-- count as missing, and the run says where they stood.
local function drop_no_numbers(p, m)
  local where = {}
  for i = 1, p.n do
    local x = m.values[i]
    if x ~= nil and not numbers.finite(x) then
      m.values[i] = nil
      local place = p.regions and p.regions[i] or "row " .. i
      where[#where + 1] = p.periods and place .. " in " .. (p.periods[i] or "no period") or place
    end
  end
  p.noted = p.noted or {}
  if #where > 0 and not p.noted[m.name] then
    p.noted[m.name] = true
    p.ctx.note(string.format("%s is not a number (as 0/0 is none) in %s: missing", m.name,
      naming.some(where, 3)))
  end
end

--- A column of numbers. `rounding[i]` is the published precision of a figure:
-- it stands for itself give or take half of that.
---@return table measure
function measures.measure(p, name)
  local info = p.t:info(name)
  if info.type ~= "number" and info.type ~= "integer" then
    local wrong = native.not_a_number(p.t, info.name)
    core.refuse(wrong.message, wrong.help, wrong.data)
  end
  local unit = info.unit
  local m = {
    name = info.name, title = naming.known(info.title) or info.name,
    title_zh = naming.known(info.title_zh), unit = unit,
    kind = naming.known(info.kind), low = info.low, high = info.high,
    direction = info.direction or 1, precision = info.rounding,
    weight = naming.known(info.weight), additive = additive(info),
    breaks = info.breaks or {}, values = p.t:col(name):totable(), rounding = {},
    table = p.t, labels = {},
  }
  m.rate = m.kind == "rate" or (m.kind == nil and unit == "%")
  m.change_unit = unit == "%" and "pp" or unit
  drop_no_numbers(p, m)
  measures.read_rounding(p, m)
  return m
end

-- The precision of each figure: its own, else that of the column. An unverified
-- figure, which is finer, has none that is known.
function measures.read_rounding(p, m)
  local own = p.t:has(m.name .. "_rounding") and
    p.t:col(m.name .. "_rounding"):totable() or {}
  local finer = p.t:has(m.name .. "_unverified") and
    p.t:col(m.name .. "_unverified"):totable() or {}
  for i = 1, p.n do
    local x = m.values[i]
    if x ~= nil and not (finer[i] == x and own[i] ~= nil) then
      m.rounding[i] = own[i] or m.precision
    end
  end
end

--- The status of each figure (R, D, U), as far as the data tell. What is read in
-- place of the figure published, under --include unverified, is unverified.
function measures.status(p, m)
  local function companion(suffix)
    return p.t:has(m.name .. suffix) and p.t:col(m.name .. suffix):totable() or {}
  end
  local status, finer = companion("_status"), companion("_unverified")
  for i = 1, p.ctx.unverified and p.n or 0 do
    status[i] = finer[i] ~= nil and "U" or status[i]
  end
  return status
end

--- The figure as it counts for ties: rounded to the published precision.
function measures.published(m, x)
  if x == nil or not m.precision then
    return x
  end
  return math.floor(x / m.precision + 0.5)
end

--- What the rows of a panel weigh: the column named, else the one that the data
-- package names for the measure, else the only one with the role weight.
function measures.weights(p, m, name)
  name = name or m.weight
  if name == nil then
    local found
    for _, header in ipairs(p.t:columns()) do
      if p.t:info(header).role == "weight" then
        found = found == nil and header or false
      end
    end
    name = found or nil
  end
  if name == nil or not p.t:has(name) then
    return nil
  end
  return measures.measure(p, name)
end

--- The measure that is meant when none is named: the first of `preferred` that
-- the data has, else the first column of numbers that is neither a weight nor a
-- category nor the change of another. `besides` is one that will not do.
function measures.default_measure(p, preferred, besides)
  for _, name in ipairs(preferred) do
    if p.t:has(name) and name ~= besides then
      return name
    end
  end
  for _, name in ipairs(p.t:columns()) do
    local info = p.t:info(name)
    local role = naming.known(info.role) or "measure"
    if (info.type == "number" or info.type == "integer") and role == "measure" and
      info.kind ~= "category" and name ~= besides then
      return name
    end
  end
  refusal.refuse("the data has no %scolumn of numbers to look at%s", besides and "other " or "",
    besides and " beside " .. besides or "")
end

return measures
