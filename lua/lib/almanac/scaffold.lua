--- The text of a new script or metric: short, with comments that teach, and an
-- example cut from the data at hand.

local native = require "almanac.native"
local needs = require "almanac.needs"
local runner = require "almanac.runner"
local spelling = require "almanac.spelling"

local scaffold = {}

local ROWS = 4 -- of the example

local function lines(...)
  return table.concat({...}, "\n") .. "\n"
end

local function is_numeric(t, name)
  local kind = native.type(t, name)
  return kind == "integer" or kind == "number"
end

local fits = {
  region = function(kind)
    return kind == "text"
  end,
  period = function(kind)
    return kind == "period"
  end,
}

-- The headers that are told to have a role, or whose names tell.
local function roles_of(t)
  local found = {}
  for _, field in ipairs(native.fields(t, true)) do
    if not field.hidden and fits[field.role] then
      found[field.role] = found[field.role] or field.name
    end
  end
  return found
end

-- The first column that could be meant by a role.
local function stand_in(t, role, names)
  for _, name in ipairs(names) do
    if fits[role](native.type(t, name)) then
      return name
    end
  end
end

-- Roles that only --map tells of, or only the type of a column, have to be known to
-- the script by the header.
local function settle_roles(t, bare, found, others)
  local known = roles_of(bare)
  for _, role in ipairs{"region", "period"} do
    found[role] = found[role] or stand_in(t, role, others)
    if found[role] ~= known[role] then
      found.aliases[role] = found[role]
    end
  end
end

local function without(names, found)
  local kept = {}
  for _, name in ipairs(names) do
    if name ~= found.region and name ~= found.period then
      kept[#kept + 1] = name
    end
  end
  return kept
end

-- What the script is about: {region =, period =, measures = {...}}, each a header;
-- `aliases` are those that a need has to name. `bare` is the table before --map.
local function subject(t, bare)
  local found, others = roles_of(t), {}
  found.measures, found.aliases = {}, {}
  for _, field in ipairs(native.fields(t, true)) do
    if not field.hidden and field.name ~= found.region and field.name ~= found.period then
      local numeric = is_numeric(t, field.name) and field.role ~= "period"
      table.insert(numeric and found.measures or others, field.name)
    end
  end
  settle_roles(t, bare, found, others)
  others = without(others, found)
  if #found.measures == 0 then -- anything can be sorted
    local role = not others[1] and (found.region and "region" or "period")
    found.measures = {others[1] or found[role]}
    found[role or "none"] = nil
  end
  return found
end

-- The first rows in which all of `names` have a value, of one period where there
-- are periods; fewer conditions where nothing would be left.
local function sample(t, about, names)
  local full = t:where(function(r)
    for _, name in ipairs(names) do
      if r[name] == nil then
        return false
      end
    end
    return true
  end)
  local rows = #full > 0 and full or t
  local period = about.period and #rows > 0 and rows[1][about.period]
  if period and about.region then
    local of_period = rows:where(function(r)
      return r[about.period] == period
    end)
    rows = #of_period > 1 and of_period or rows
  end
  return rows:head(ROWS):select(names)
end

local function columns_of(about, measures)
  local names = {}
  for _, role in ipairs{"region", "period"} do
    names[#names + 1] = about[role]
  end
  for _, name in ipairs(measures) do
    if name ~= about.region and name ~= about.period then
      names[#names + 1] = name
    end
  end
  return names
end

-- Lua's long brackets around a text of CSV.
local function quoted(csv)
  return require "almanac.rewrite".literal(csv)
end

-- Scripts ---------------------------------------------------------------

local function needs_of(about)
  local list = {}
  for _, role in ipairs{"region", "period"} do
    if about[role] then
      local alias = about.aliases[role]
      list[#list + 1] = string.format("    %s = {role = %q%s},", role, role,
        alias and string.format(", alias = %q", alias) or "")
    end
  end
  if #list == 0 then
    return ""
  end
  return lines("",
    "  -- What the data must have. In `run`, t." .. (about.region and "region" or "period") ..
      " is that column, whatever its header.",
    "  needs = {", table.concat(list, "\n"), "  },")
end

local function body_of(about)
  local names = {}
  for _, role in ipairs{"region", "period"} do
    if about[role] then
      names[#names + 1] = '"' .. role .. '"'
    end
  end
  names[#names + 1] = "args.measure"
  local start = about.period and lines(
    "    -- A missing value is nil. Of the rows that have one, the latest are shown.",
    "    local known = t:where(function(r) return r[args.measure] ~= nil end)",
    "    local latest = known.period:max()",
    '    return known:where("period == latest", {latest = latest})') or lines(
    "    -- Every verb gives a new table; nothing is changed in place.",
    "    return t")
  return start .. lines(
    '      :sort_by("-" .. args.measure)',
    "      :head(args.top)",
    "      :select{" .. table.concat(names, ", ") .. "}")
end

--- A script about `t`.
---@param name string
---@param t table
---@param data string? what it names as its data
---@param csv fun(t: table): string
---@param maps string[] what --map says: "region=shop"
---@param where string[] what --where says
---@return string? source whose example expects nothing yet
---@return table? problem
function scaffold.script(name, t, data, csv, maps, where)
  local bare = needs.settle(t, {})
  local opened, problem = runner.open(t, maps, where)
  if not opened then
    return nil, problem
  end
  t = opened
  local about = subject(t, bare)
  local measure = about.measures[1]
  return lines(
    "--- The highest in one column. Say here in a line what `" .. name .. "` shows.",
    "--",
    "-- What follows the first line is the manual: `almanac help " .. name .. "`.",
    "",
    "---@type almanac.Script",
    "return {",
    "  api = 1,",
    '  categories = {"mine"},' ..
      (data and string.format("\n  data = %q, -- used when no other is named", data) or "")) ..
    needs_of(about) .. lines("",
    "  -- Every argument is a flag with a type: --measure COLUMN, --top N.",
    "  args = {",
    string.format('    {"measure", type = "column", default = %q, help = "what to rank by"},',
      measure),
    '    {"top", type = "integer", min = 1, default = 10, help = "rows to show"},',
    "  },",
    "",
    "  -- Shown by `almanac help " .. name .. "`, run by `almanac test " .. name .. "`.",
    "  examples = {",
    "    {",
    "      data = " .. quoted(csv(sample(t, about, columns_of(about, {measure})))) .. ",",
    "      args = {top = 2},",
    "    },",
    "  },",
    "",
    "  run = function(t, args)") .. body_of(about) .. lines("  end,", "}")
end

-- Metrics ---------------------------------------------------------------

local function is_name(text)
  return spelling.column(text) == text
end

-- The name of a column in the metric: its own, where that can be one.
local function need_of(t, header, fallback)
  local name = is_name(header) and header or fallback
  local parts = {}
  for _, field in ipairs(native.fields(t)) do
    if field.name == header and field.unit and field.unit ~= "" then
      parts[1] = string.format("unit = %q", field.unit)
    end
  end
  if name ~= header then
    table.insert(parts, 1, string.format("alias = %q", header))
  end
  return name, string.format("    %s = {%s},", name, table.concat(parts, ", "))
end

--- A metric of the first two numbers of `t`; nil where it has not so many.
function scaffold.metric(name, t, csv, maps, where)
  local opened, problem = runner.open(t, maps, where)
  if not opened then
    return nil, problem
  end
  t = opened
  local about = subject(t, t)
  local over, under = about.measures[1], about.measures[2]
  if not under then
    return nil, {message = "the data has no two columns of numbers"}
  end
  local rows = sample(t, about, columns_of(about, {over, under}))
  if #rows > 0 and (rows[1][over] or 0) > (rows[1][under] or 0) then
    over, under = under, over -- a part of the whole
  end
  local top, top_need = need_of(t, over, "part")
  local base, base_need = need_of(t, under, "whole")
  return lines(
    "--- Say here in a line what the column `" .. name .. "` is.",
    "--",
    "-- Every table that has the columns it needs has this column too:",
    "-- almanac eval 't." .. name .. ":mean()' DATA",
    "",
    "return metric{",
    string.format("  name = %q,", name),
    string.format("  title = %q, -- above the column", name),
    '  kind = "rate", -- or stock, flow, index, category',
    "",
    "  -- The columns it is computed from; a unit is converted, or refused.",
    "  needs = {",
    top_need,
    base_need,
    "  },",
    "",
    "  -- For each row: an expression, or a function of a row.",
    string.format('  value = "%s / %s",', top, base),
    "",
    "  examples = {",
    "    {",
    "      data = " .. quoted(csv(rows)) .. ",",
    "    },",
    "  },",
    "}"),
    rows:with{string.format("%s = row[%q] / row[%q]", name, over, under)}:select{name}
end

-- Copies ----------------------------------------------------------------

--- The source of a metric under another name, which its examples expect too.
function scaffold.renamed(source, old, new)
  local pattern = "(%f[%w_]name%s*=%s*[\"'])" .. old .. "([\"'])"
  local text, n = source:gsub(pattern, "%1" .. new .. "%2", 1)
  text = text:gsub("(expect%s*=%s*%[=*%[%s*)" .. old .. "(\r?\n)", "%1" .. new .. "%2")
  return n > 0 and text or nil
end

return scaffold
