--- Tables of results, and what the ledger is told of them.

local core = require "almanac.core"
local lineage = require "lineage"
local numbers = require "almanac.panel.numbers"
local origins = require "almanac.origins"

local results = {}

-- Columns of words: text also where there is nothing to say.
local words = {flags = true, remark = true, verdict = true, censored = true, declared = true,
  reason = true}

--- Counts for the ledger what an operation used of the rows it was given.
function results.count(operation, m, of, used)
  core.note{operation = operation, subject = m.name, of = of, used = used}
end

-- The value of one cell of a result: nil for what no number can tell, counted.
local function cell(value, lost, name)
  if type(value) == "number" and not numbers.finite(value) then
    lost[name] = (lost[name] or 0) + 1
    return nil
  end
  return value
end

--- A result table: records and columns {key, name, unit, kind, title, rounding}.
-- `key` is where the records hold the value, `name` the header (the key unless
-- given): headers of the data are kept, but where one is that of another column
-- the key stands for it. With a panel, `rows` of a record lists the rows of the data
-- that it came from, and the result tells them with their figures of the measures
-- (nil: of the record's own, `m`).
function results.table(records, columns, p, measures)
  local taken, list = {}, {columns = {}}
  for _, column in ipairs(columns) do
    taken[column.key] = column.name == nil or column.name == column.key
  end
  for k, column in ipairs(columns) do
    local name = column.name or column.key
    if name ~= column.key and taken[name] then
      name = column.key
    end
    taken[name] = true
    list.columns[k] = {name = name, unit = column.unit, kind = column.kind,
      title = column.title, title_zh = column.title_zh, rounding = column.rounding,
      type = words[column.key] and "text" or nil}
  end
  local lost = {}
  for k, record in ipairs(records) do
    list[k] = {}
    for j, column in ipairs(columns) do
      local name = list.columns[j].name
      list[k][name] = cell(record[column.key], lost, name)
    end
  end
  if p then
    list.from = {}
    for k, record in ipairs(records) do
      list.from[k] = record.rows and lineage.of(p, measures or {record.m}, record.rows) or ""
      origins.tell(record, list.from[k])
    end
  end
  for name, count in pairs(lost) do
    core.note{operation = "result", subject = name, of = #records, used = #records - count,
      note = "beyond the range of numbers"}
  end
  return list
end

--- The column of the regions, or of whatever names a row.
function results.who(p)
  return {key = "region", name = p.region_header or p.period_header, unit = "",
    kind = "category", title = p.region_header or p.period_header}
end

--- The column of a measure under its own header.
function results.what(m)
  return {key = "value", name = m.name, unit = m.unit, kind = m.kind, title = m.title,
    title_zh = m.title_zh, rounding = m.precision}
end

return results
