--- A map of tiles: every region a square at its place, coloured by class.
--
-- The grid is the table `tile_grid` beside the data (region, row, column, and code for
-- what a tile is called), or a file of --grid with these columns: a country brings its
-- own. Regions are matched by name; those without a tile are named.
--
-- Classes hold equally many regions (--method quantile) or are equally wide (--method
-- equal). The legend says what each holds and how many regions.
--
-- Columns: the region; the measure; class (what it holds, and how many regions).

local charts = require "charts"
local panel = require "panel"
local plot = require "plot"
local report = require "report"

local function grid_of(args, ctx)
  if args.grid then
    if not args.grid.table then
      panel.misuse("--grid %s is no table of region, row and column", args.grid.name)
    end
    for _, name in ipairs({"region", "row", "column"}) do
      if not args.grid.table:has(name) then
        panel.misuse("--grid %s has no column %s; a grid has region, row and column, and maybe " ..
          "code", args.grid.name, name)
      end
    end
    return args.grid.table
  end
  local ok, grid = pcall(ctx.table, "tile_grid")
  if not ok then
    panel.refuse("there is no table tile_grid beside the data; --grid FILE names one with " ..
      "region, row and column")
  end
  return grid
end

-- The map; what is wrong with a grid that was given is wrong with the flag.
local function draw(args, description)
  local ok, map = pcall(plot.tilemap, description)
  if ok then
    return map
  elseif args.grid then
    panel.misuse("--grid %s: %s", args.grid.name, map.message)
  end
  error(map, 0)
end

local function records_of(p, m, rows)
  local list = {}
  for k, i in ipairs(rows) do
    list[k] = {region = panel.name(p, i), value = m.values[i], rows = {i}}
  end
  return list
end

return {
  api = 1,
  title = "Map",
  categories = {"ranking"},
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", help = "what is shown"},
    period = {role = "period", optional = true},
  },
  args = {
    {"measure", type = "column",
      help = "what to show (default: penetration, or the first column of numbers)"},
    {"period", type = "period", help = "when (default: the latest with values)"},
    {"classes", type = "integer", min = 1, max = 7, default = 5, help = "how many classes"},
    {"method", type = "enum", values = {"quantile", "equal"}, default = "quantile",
      help = "classes of equally many regions, or equally wide"},
    {"grid", type = "file", help = "a table with region, row, column and maybe code"},
  },
  examples = {
    {
      title = "a country of three",
      data = [[
region,score
A,1
B,5
C,
]],
      args = {classes = 2, grid = [[
region,row,column
A,1,1
B,1,2
C,2,1
]]},
      expect = [[
region,score,class
A,1,1 (n = 1)
B,5,5 (n = 1)
C,,
]],
    },
  },
  run = function(t, args, ctx)
    local p = panel.open(t, ctx)
    local m = panel.measure(p, args.measure or panel.default_measure(p, {"penetration"}))
    local period = panel.period(p, m, args.period)
    local rows = panel.rows(p, period)
    local whole = panel.complete(rows, m)
    panel.count("map", m, #rows, #whole)
    if #whole == 0 then
      panel.refuse("%s has no value%s", m.name, period and " in " .. period or "")
    end
    local sources = panel.sources(p, {{m, rows}})
    local records = records_of(p, m, rows)
    local classes = plot.classes(charts.list(records, "value"), {n = args.classes,
      method = args.method, rounding = m.precision})
    for k, record in ipairs(records) do
      record.class = classes[k]
    end
    local title = panel.title(m, period)
    return report{
      title = title, sources = sources, table = panel.table(records, {panel.who(p), panel.what(m),
        {key = "class", unit = "", title = "Class"}}, p, {m}),
      chart = draw(args, {title = title, grid = grid_of(args, ctx), value = "value",
        data = charts.data(records, {panel.who(p), charts.column("value", m)}),
        classes = args.classes, method = args.method, source = charts.source(sources)}),
      method = "classes " .. (args.method == "quantile" and "by quantiles of type 7" or
        "of equal width") .. "; equal values are never parted",
    }
  end,
}
