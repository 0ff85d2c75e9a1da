--- Where the figures of a result came from: the rows of the data behind each of
-- its rows, as text.
--
-- "provinces.csv line 39: Beijing, 2016: penetration 77.8 % (R, PEN_A; PEN_B)"

local native = require "almanac.native"

local lineage = {}

local MOST_ROWS = 40 -- named one by one; of more only the count is told

local function companion(p, m, suffix)
  local name = m.name .. suffix
  return p.t:has(name) and p.t:col(name):totable() or {}
end

-- Status and source of the figures of a measure, read once.
local function papers(p, m)
  if m.papers == nil then
    m.papers = {status = companion(p, m, "_status"), source = companion(p, m, "_source")}
  end
  return m.papers
end

local function figure(p, m, i)
  local value = m.values[i]
  if value == nil then
    return m.name .. " missing"
  end
  local known, marks = papers(p, m), {}
  marks[#marks + 1] = known.status[i]
  marks[#marks + 1] = known.source[i]
  local unit = (m.unit or "") ~= "" and " " .. m.unit or ""
  return string.format("%s %.14g%s%s", m.name, value, unit,
    #marks > 0 and " (" .. table.concat(marks, ", ") .. ")" or "")
end

local function row(p, measures, i)
  local file, line = native.origin(p.t, i)
  local figures, who = {}, {}
  for _, m in ipairs(measures) do
    if not m.absent then
      figures[#figures + 1] = figure(p, m, i)
    end
  end
  who[#who + 1] = p.regions and p.regions[i]
  who[#who + 1] = p.periods and p.periods[i]
  local place = file and file .. " line " .. line .. ": " or ""
  return place .. table.concat(who, ", ") .. ": " .. table.concat(figures, ", ")
end

--- The rows `rows` of a panel with their figures of `measures`, one a line.
function lineage.of(p, measures, rows)
  local lines = {}
  for k = 1, math.min(#rows, MOST_ROWS) do
    lines[k] = row(p, measures, rows[k])
  end
  if #rows > MOST_ROWS then
    lines[#lines + 1] = string.format("and %d more rows", #rows - MOST_ROWS)
  end
  return table.concat(lines, "\n")
end

return lineage
