--- Where the figures of a result came from: the rows of the data behind each of
-- its rows, as text.
--
-- "provinces.csv line 39: Beijing, 2016: Internet penetration 77.8% (reported, PEN_A; PEN_B)"

local format = require "almanac.format"
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

local standing = {R = "reported", D = "derived", U = "unverified"}

--- A figure with what the data say of it: "Internet penetration 77.8% (reported, PEN_A)".
function lineage.figure(title, value, unit, status, source)
  if value == nil then
    return title .. " missing"
  end
  local marks = {}
  marks[#marks + 1] = standing[status] or status
  marks[#marks + 1] = source
  return title .. " " .. format.with_unit(value, unit) ..
    (#marks > 0 and " (" .. table.concat(marks, ", ") .. ")" or "")
end

--- A row of data: where it was read, its region and period, its figures as text.
function lineage.line(file, line, region, period, figures)
  local who, place = {}, file and file .. " line " .. line .. ": " or ""
  who[#who + 1] = region
  who[#who + 1] = period
  return place .. (#who > 0 and table.concat(who, ", ") .. ": " or "") ..
    table.concat(figures, ", ")
end

-- A measure of which logarithms were taken tells what it was before, in `told`.
local function figure(p, m, i)
  local told, known = m.told or m, papers(p, m)
  return lineage.figure(told.title, told.values[i], m.unit, known.status[i], known.source[i])
end

local function row(p, measures, i)
  local file, line = native.origin(p.t, i)
  local figures = {}
  for _, m in ipairs(measures) do
    if not m.absent then
      figures[#figures + 1] = figure(p, m, i)
    end
  end
  return lineage.line(file, line, p.regions and p.regions[i], p.periods and p.periods[i], figures)
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
