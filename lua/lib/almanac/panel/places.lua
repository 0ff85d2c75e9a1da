--- The rows of a panel: whose they are, and which of them belong together.

local refusal = require "almanac.panel.refusal"

local places = {}

--- What a row is called: its region, else its period.
function places.name(p, i)
  if p.regions then
    return p.regions[i]
  end
  return p.periods[i]
end

local function check_unique(seen, name, period)
  if seen[name] then
    refusal.refuse("%s has more than one row%s; --where keeps those that are meant",
      name, period and " in " .. period or "")
  end
  seen[name] = true
end

--- The rows of one period (all rows when it is nil) in the order of the data,
-- one a region. Rows without a region are left out.
function places.rows(p, period)
  local rows, seen = {}, {}
  for i = 1, p.n do
    if period == nil or p.periods[i] == period then
      local name = places.name(p, i)
      if name ~= nil then
        check_unique(seen, name, period)
        rows[#rows + 1] = i
      end
    end
  end
  return rows
end

--- Of `rows`, those in which every measure has a value, and those that lack one.
function places.complete(rows, ...)
  local whole, lacking = {}, {}
  local measures = {...}
  for _, i in ipairs(rows) do
    local present = true
    for _, m in ipairs(measures) do
      present = present and m.values[i] ~= nil
    end
    table.insert(present and whole or lacking, i)
  end
  return whole, lacking
end

--- The values of a measure in these rows.
function places.pick(m, rows)
  local values = {n = #rows}
  for k, i in ipairs(rows) do
    values[k] = m.values[i]
  end
  return values
end

--- The row of each region in a period.
function places.by_region(p, period)
  local at = {}
  for _, i in ipairs(places.rows(p, period)) do
    at[places.name(p, i)] = i
  end
  return at
end

-- The rows of a measure's regions in a period, by region.
local function with_value(p, m, period)
  local at = places.by_region(p, period)
  for name, i in pairs(at) do
    at[name] = m.values[i] ~= nil and i or nil
  end
  return at
end

--- The regions with a value in both periods, as {row, row before}, and the names
-- of all others that the data know, both in the order of the data.
function places.matched(p, m, since, period)
  local before, now = with_value(p, m, since), with_value(p, m, period)
  local list, lacking, seen = {}, {}, {}
  for i = 1, p.n do
    local name = places.name(p, i)
    if name ~= nil and not seen[name] then
      seen[name] = true
      if before[name] and now[name] then
        list[#list + 1] = {now[name], before[name]}
      else
        lacking[#lacking + 1] = name
      end
    end
  end
  return list, lacking
end

--- The rows of both ends of those comparisons: what their figures rest on.
function places.ends(p, m, since, period)
  local rows = {}
  for _, pair in ipairs((places.matched(p, m, since, period))) do
    table.move(pair, 1, 2, #rows + 1, rows)
  end
  return rows
end

return places
