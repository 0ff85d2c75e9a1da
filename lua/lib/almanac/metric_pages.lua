--- The command `metrics`: what metrics there are, one of them in full, and which of
-- them a table has.

local check = require "almanac.metric_check"
local core = require "almanac.core"
local declaration = require "almanac.declaration"
local graph = require "almanac.graph"
local manual = require "almanac.manual"
local metrics = require "almanac.metrics"
local native = require "almanac.native"
local needs = require "almanac.needs"
local runner = require "almanac.runner"

local pages = {}

---@class MetricEntry a file of the search path
---@field name string the file's, without .lua
---@field path string
---@field from string "almanac", or the folder
---@field hidden_by string? the path of the file that is found instead

-- Adds to each entry what its file declares, or why it is of no use.
local function look_at(entries)
  local nodes = {}
  for _, entry in ipairs(entries) do
    if entry.hidden_by then
      entry.status, entry.reason = "shadowed", "hidden by " .. entry.hidden_by
    else
      entry.metric, entry.reason = metrics.look(entry.name)
      entry.status = entry.metric and "ok" or "broken"
    end
    if entry.metric then
      entry.needs = check.required(entry.metric)
      nodes[#nodes + 1] = {name = entry.metric.name, needs = entry.needs}
    end
  end
  local g = graph.of(nodes)
  for _, entry in ipairs(entries) do
    local cycle = entry.metric and g.cycle[entry.metric.name]
    if cycle then
      entry.status, entry.reason = "broken", "metrics need each other: " .. cycle
    end
  end
  return g
end

-- All files, one a row.
local function overview(entries)
  local rows = {}
  for i, entry in ipairs(entries) do
    local m = entry.status == "ok" and entry.metric or {}
    rows[i] = {metric = entry.name, title = entry.reason or m.title or m.description,
      unit = m.unit, kind = m.kind, from = entry.from, status = entry.status,
      needs = entry.status == "ok" and table.concat(entry.needs, ", ") or nil}
  end
  return core.table(rows, {"metric", "title", "unit", "kind", "needs", "from", "status"})
end

-- What stands for a need in the table: a header, a metric, or nothing.
local function met_by(t, need, aliases)
  if aliases[need.name] then
    return aliases[need.name]
  elseif metrics.has(t, need.name) then
    return "the metric " .. need.name
  end
end

-- Which columns a metric reads of a table that has what it needs.
local function reads(t, metric)
  local parts, aliases = {}, metrics.aliases(t, metric)
  for _, need in ipairs(metric.needs) do
    local by = met_by(t, need, aliases)
    if by then
      parts[#parts + 1] = by == need.name and by or need.name .. " = " .. by
    end
  end
  return table.concat(parts, ", ")
end

local function is_column(t, name)
  for _, field in ipairs(native.fields(t)) do
    if field.name == name and not field.hidden then
      return true
    end
  end
  return false
end

-- Whether a table has the metric, in one word, and why.
local function verdict(t, metric)
  if is_column(t, metric.name) then
    return "column", "the column of the data goes before it"
  elseif metrics.has(t, metric.name) then
    return "yes", reads(t, metric)
  end
  local lacking, problem = metrics.missing(t, metric)
  if #lacking == 0 and problem then
    return "no", problem.message
  end
  local parts = {}
  for i, need in ipairs(lacking) do
    parts[i] = needs.text(need)
  end
  return "no", "lacks " .. table.concat(parts, ", ")
end

-- Every sound metric, and whether the table has it.
local function applying(entries, t)
  local rows = {}
  for _, entry in ipairs(entries) do
    if entry.status == "ok" then
      local here, why = verdict(t, entry.metric)
      rows[#rows + 1] = {metric = entry.name, title = entry.metric.title,
        unit = entry.metric.unit, here = here, why = why}
    end
  end
  return core.table(rows, {"metric", "title", "unit", "here", "why"})
end

-- What the page tells of a need beside its declaration.
local function need_line(need, g)
  return g.needs[need.name] and "a column, else the metric" or ""
end

local function find_entry(entries, name)
  for _, entry in ipairs(entries) do
    if entry.name == name and not entry.hidden_by then
      return entry
    end
  end
end

-- The page of one metric; with a table, also whether it has it.
local function page(request, g)
  local entry = find_entry(request.entries, request.name)
  local metric, text = entry.metric, {}
  if not metric then
    return nil, {message = "the metric " .. entry.name .. " is broken: " .. entry.reason}
  end
  local summary, rest = declaration.comment(request.source)
  local extra = {entry = entry, needed_by = g.needed_by[metric.name], summary = summary,
    text = rest, need = function(need)
      return need_line(need, g)
    end}
  if request.table then
    extra.data = request.title
    extra.here, extra.why = verdict(request.table, metric)
  end
  manual.metric(metric, request.source, extra, function(piece)
    text[#text + 1] = piece
  end)
  return table.concat(text)
end

--- What the command answers: a document, or the text of a page.
---@param request {entries: MetricEntry[], name: string?, source: string?, table: table?,
-- title: string?, maps: string[], where: string[]}
---@return table|string|nil
---@return table? problem
function pages.answer(request)
  local g = look_at(request.entries)
  if request.table then
    local t, wrong = runner.open(request.table, request.maps, request.where)
    if not t then
      return nil, wrong
    end
    request.table = t
  end
  if request.name then
    return page(request, g)
  end
  local made = request.table and applying(request.entries, request.table) or
    overview(request.entries)
  return {title = request.title, notes = {}, sources = {},
    parts = {{kind = "table", name = "metrics", table = made, inventory = true}}}
end

return pages
