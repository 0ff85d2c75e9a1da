--- Check the statements of an article or a report against the data.
--
-- --claims names a file that states, for each claim, its text, value and unit and
-- how to derive it; by default cnnic:claims-2018, an article on the 42nd report.
-- A claim may have several readings (which definition, which regional scheme), and
-- a reading several parts. Verdicts:
--
--   holds                      the figure, to the precision claimed
--   holds after rounding       the data know it more finely than the claim
--   off by rounding of inputs  another figure, but one that the rounding of the
--                              published figures does not rule out
--   wrong unit                 the number in another unit (pp for %, ...)
--   wrong                      the derived figure says otherwise
--   depends                    true as one reading, not as another; both named
--   cannot be checked          something is missing; it is named
--
-- The run fails with status 5 when a claim is wrong or in a wrong unit.
--
-- A file in Lua returns data, {title = ..., {text = ..., ...}, ...}; it sees no
-- functions. `translations` in it maps its texts to Chinese, for reports. In CSV or
-- JSON a row is a claim, and rows with the same `claim` are its readings, named by
-- `reading`. Fields: claim (an id), text, value (a number, or a name with `pick`),
-- unit, relation (=, >, >=, <, <=, nearly), rounding; table, where, period; of (a
-- column or an expression: one figure), as (value, change, growth; from `since`);
-- with and with_as (correlation over regions); pick (highest, lowest), by and weights
-- (who stands first by a mean); remark; missing (what would be needed, where nothing
-- can be derived). In Lua `readings` and in them `parts` hold such fields, with those
-- above as defaults.
--
-- Columns: claim, statement, claimed, found, verdict, reason (texts, with their
-- units). Part `readings`: one row a part of a reading. Part `figures`: the cells
-- that were read; `value` is in `unit`, status R is reported, D derived, U
-- unverified.

local derive = require "claims.derive"
local judge = require "claims.judge"
local lineage = require "lineage"
local charts = require "charts"
local panel = require "panel"
local read = require "claims.read"
local report = require "report"

-- The cells that a claim is about, each once.
local function add_figures(figures, claim, used)
  for _, cell in ipairs(used) do
    local key = table.concat({claim, cell.table or "", cell.region or "", cell.period or "",
      cell.column}, "\0")
    if not figures[key] then
      figures[key], cell.claim = true, claim
      figures[#figures + 1] = cell
    end
  end
end

-- Derives and judges one reading; adds to `rows` and `figures`.
local function check_reading(data, claim, reading, rows, figures)
  local verdicts, found, first_why = {}, {}, nil
  for k, part in ipairs(reading.parts) do
    local used = {}
    local figure = derive.part(data, part, used)
    if not part.of and claim.missing then
      figure.missing = claim.missing
    end
    local verdict, why = judge.part(part, figure)
    verdicts[k], found[k] = verdict, judge.found(part, figure)
    first_why = first_why or why or figure.note
    rows[#rows + 1] = {
      claim = claim.id, reading = reading.name, claimed = judge.claimed(part),
      found = found[k], verdict = verdict, reason = why or figure.note,
    }
    add_figures(figures, claim.id, used)
  end
  return {name = reading.name, verdict = judge.reading(verdicts), why = first_why,
    found = found[1] and table.concat(found, "; ") or nil}
end

local MOST_FIGURES = 40 -- of a claim that are named one by one

-- The figures that each claim rests on, a line each, as lineage tells them.
local function origins(list, figures)
  local lines, of = {}, {}
  for _, cell in ipairs(figures) do
    of[cell.claim] = of[cell.claim] or {}
    table.insert(of[cell.claim], lineage.line(cell.file, cell.line, cell.region, cell.period,
      {lineage.figure(cell.title, cell.value, cell.unit, cell.status, cell.source)}))
  end
  for k, row in ipairs(list) do
    local own = of[row.claim] or {}
    local more = #own - MOST_FIGURES
    lines[k] = table.concat(own, "\n", 1, math.min(#own, MOST_FIGURES)) ..
      (more > 0 and string.format("\nand %d more rows", more) or "")
  end
  return lines
end

local function claimed_of(claim)
  local texts = {}
  for k, part in ipairs(claim.readings[1].parts) do
    texts[k] = judge.claimed(part)
  end
  return texts[1] and table.concat(texts, "; ") or nil
end

local function found_of(readings)
  if #readings == 1 then
    return readings[1].found
  end
  local texts = {}
  for _, reading in ipairs(readings) do
    if reading.found then
      texts[#texts + 1] = (reading.name and reading.name .. ": " or "") .. reading.found
    end
  end
  return texts[1] and table.concat(texts, "; ") or nil
end

local function check(data, claim, rows, figures)
  local readings = {}
  for k, reading in ipairs(claim.readings) do
    readings[k] = check_reading(data, claim, reading, rows, figures)
  end
  local verdict, why = judge.claim(readings)
  local reasons = {}
  reasons[1] = why
  reasons[#reasons + 1] = claim.remark
  return {
    claim = claim.id, statement = claim.text, claimed = claimed_of(claim),
    found = found_of(readings), verdict = verdict,
    reason = reasons[1] and table.concat(reasons, "; ") or nil,
  }
end

local verdicts = {"holds", "holds after rounding", "off by rounding of inputs", "depends",
  "wrong unit", "wrong", "cannot be checked"}

-- "15 claims: holds 9, depends 5, cannot be checked 1" and whether the run has failed.
local function tally(list)
  local counts, texts = {}, {}
  for _, row in ipairs(list) do
    counts[row.verdict] = (counts[row.verdict] or 0) + 1
  end
  for _, verdict in ipairs(verdicts) do
    if counts[verdict] then
      texts[#texts + 1] = verdict .. " " .. counts[verdict]
    end
  end
  return string.format("%d claims: %s", #list, table.concat(texts, ", ")),
    counts["wrong"] ~= nil or counts["wrong unit"] ~= nil
end

-- The rows behind all claims of a verdict, each once.
local function origins_of(list, from, verdict)
  local lines, seen = {}, {}
  for k, row in ipairs(list) do
    for line in (row.verdict == verdict and from[k] or ""):gmatch("[^\n]+") do
      lines[#lines + 1] = not seen[line] and line or nil
      seen[line] = true
    end
  end
  return table.concat(lines, "\n")
end

-- How many claims came to each verdict; `from` of the claims.
local function chart(list, title, from)
  local counts, records = {}, {}
  for _, row in ipairs(list) do
    counts[row.verdict] = (counts[row.verdict] or 0) + 1
  end
  for _, verdict in ipairs(verdicts) do
    records[#records + 1] = counts[verdict] and {verdict = verdict, value = counts[verdict]} or nil
  end
  return charts.bars{records = records, who = {key = "verdict", title = "Verdict"},
    value = {key = "value", title = "Claims"}, title = title .. ": verdicts",
    subtitle = string.format("%d claims", #list), from = function(record)
      return origins_of(list, from, record.verdict)
    end}
end

local function text_columns(...)
  local columns = {}
  for k, name in ipairs{...} do
    columns[k] = {key = name, unit = ""}
  end
  return columns
end

local function figure_columns()
  return {
    {key = "claim", unit = ""}, {key = "table", unit = ""}, {key = "region", unit = ""},
    {key = "period", unit = ""}, {key = "column", unit = ""},
    {key = "value", unit = "", title = "Value, in the unit beside it"}, {key = "unit", unit = ""},
    {key = "status", unit = ""}, {key = "source", unit = ""},
  }
end

return {
  api = 1,
  title = "Claims",
  categories = {"check"},
  data = "cnnic:national",
  args = {
    {"claims", type = "file", default = "cnnic:claims-2018",
      help = "the claims: a file in Lua, CSV or JSON, or PACKAGE:NAME beside a package's data"},
  },
  examples = {
    {
      title = "a sum that holds, and growth that does not",
      data = [[
region,period,users
North,2015,40
South,2015,20
North,2016,50
South,2016,21
]],
      args = {claims = [[
return {
  {text = "North and South have 71", value = 71, period = 2016, of = "sum(users)"},
  {text = "North grew by 20 %", value = 20, unit = "%", where = "region == 'North'",
    period = 2016, since = 2015, of = "users", as = "growth"},
}
]]},
      expect = [[
claim,statement,claimed,found,verdict,reason
1,North and South have 71,71,71,holds,
2,North grew by 20 %,20 %,25 %,wrong,
]],
    },
  },
  run = function(t, args, ctx)
    local claims = read.file(args.claims)
    local data, list, rows, figures = derive.open(t, ctx), {}, {}, {}
    for k, claim in ipairs(claims) do
      list[k] = check(data, claim, rows, figures)
      ctx.progress(k, #claims)
    end
    local text, failed = tally(list)
    local main = panel.table(list, text_columns("claim", "statement", "claimed", "found",
      "verdict", "reason"))
    main.from = origins(list, figures)
    return report{
      title = claims.title or "Claims", text = text, failed = failed,
      chart = chart(list, claims.title or "Claims", main.from),
      table = main,
      detail = {
        {name = "readings", table = panel.table(rows, text_columns("claim", "reading", "claimed",
          "found", "verdict", "reason"))},
        {name = "figures", table = panel.table(figures, figure_columns())},
      },
      method = "a figure stands for itself give or take half its published precision; a claim, " ..
        "give or take half of its last digit",
      sources = claims.source, translations = claims.translations,
    }
  end,
}
