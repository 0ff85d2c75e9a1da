-- Maps of tiles, bump charts, curves of Lorenz, classes and sparks.

local charts = require "almanac.charts"
local check = require "check"
local native = require "almanac.native"
local plot = require "plot"

local function read(chart)
  return native.from_json(charts.text(chart))
end

local function column(chart, layer, name)
  return chart.data[chart.layers[layer].data].columns[name]
end

local grid = {{region = "A", row = 1, column = 1, code = "a"}, {region = "B", row = 1, column = 2,
  code = "b"}, {region = "C", row = 2, column = 1, code = "c"}}

check.run{
  ["classes by quantiles hold equally many, and never part equal values"] = function()
    local found = plot.classes({1, 2, 3, 4, 5, 6}, {n = 3})
    check.list(found.order, {"1 to 2 (n = 2)", "3 to 4 (n = 2)", "5 to 6 (n = 2)"})
    check.equal(found[4], "3 to 4 (n = 2)")
    found = plot.classes({1, 1, 1, 1, 9}, {n = 3})
    check.list(found.order, {"1 to 9 (n = 5)"})
  end,

  ["equal classes are equally wide; those that hold nothing have no label"] = function()
    local found = plot.classes({0, 1, 10, n = 4}, {n = 5, method = "equal", rounding = 0.1})
    check.list(found.order, {"0 to 1 (n = 2)", "10 (n = 1)"})
    check.equal(found[4], nil)
    check.equal(found.n, 4)
  end,

  ["of no values there are no classes; of too many, a refusal"] = function()
    check.equal(#plot.classes({}, {}).order, 0)
    check.raises("1 to 7 classes", plot.classes, {1}, {n = 9})
    check.raises("method of classes", plot.classes, {1}, {method = "jenks"})
  end,

  ["a tile stands at its place; without a value it has no class, which is said"] = function()
    local chart = read(plot.tilemap{grid = grid, value = "v", classes = 2, title = "Map",
      data = {{region = "A", v = 1}, {region = "B", v = 5}, {region = "Z", v = 2}}})
    check.list(column(chart, 1, "column"), {1, 2, 1})
    check.list(column(chart, 1, "row"), {1, 1, 2})
    check.equal(column(chart, 1, "class")[1], "1 (n = 1)")
    check.equal(column(chart, 1, "class")[3], nil)
    check.equal(chart.subtitle, "no value in 1 of 3: C; not on the grid: Z")
    local x = chart.layers[1].encoding.x
    check.equal(x.axis, false)
    check.equal(x.scale.kind, "tile")
    check.list(column(chart, 2, "code"), {"a", "b", "c"})
  end,

  ["a map refuses two rows of a region, and a grid of other columns"] = function()
    check.raises("A has more than one row", plot.tilemap, {grid = grid, value = "v",
      data = {{region = "A", v = 1}, {region = "A", v = 2}}})
    check.raises("the grid has no column \"row\"", plot.tilemap, {value = "v",
      grid = {{region = "A", y = 1}}, data = {{region = "A", v = 1}}})
    check.raises("wants a grid", plot.tilemap, {value = "v", data = {{region = "A", v = 1}}})
    check.raises("no tile has a value", plot.tilemap, {grid = grid, value = "v",
      data = {{region = "Z", v = 1}}})
  end,

  ["a bump chart ranks every period; equal values share the best place"] = function()
    local data = {}
    for _, row in ipairs({{"2015", "A", 3}, {"2015", "B", 5}, {"2016", "A", 7}, {"2016", "B", 7},
      {"2016", "C", 1}}) do
      data[#data + 1] = {period = row[1], who = row[2], v = row[3]}
    end
    local chart = read(plot.bump{data = data, x = "period", value = "v", by = "who"})
    check.list(column(chart, 1, "rank"), {2, 1, 1, 1, 3})
    check.equal(chart.layers[1].encoding.y.scale.reverse, true)
    check.list(column(chart, 2, "by"), {"A", "B", "C"})
    chart = read(plot.bump{data = data, x = "period", value = "v", by = "who", descending = false,
      highlight = {"C"}})
    check.list(column(chart, 1, "rank"), {1, 2, 2, 2, 1})
    check.list(column(chart, 2, "by"), {"C"}) -- only those to be seen are named
    check.list(chart.layers[1].encoding.color.scale.range, {"blue", "gray", "gray"})
  end,

  ["the curve of Lorenz runs from none to all, the least first"] = function()
    local chart = read(plot.lorenz{data = {{v = 3}, {v = 1}, {}}, value = "v"})
    check.list(column(chart, 1, "part"), {0, 50, 100})
    check.list(column(chart, 1, "share"), {0, 25, 100})
    check.equal(chart.subtitle, "dashed: equal shares; 1 of 3 without a value")
    chart = read(plot.lorenz{data = {{v = 1, w = 3}, {v = 2, w = 1}}, value = "v", weights = "w"})
    check.list(column(chart, 1, "part"), {0, 75, 100})
    check.list(column(chart, 1, "share"), {0, 60, 100})
  end,

  ["words that a helper has not are named"] = function()
    check.raises("a tilemap has no \"values\"", plot.tilemap, {values = "v"})
    check.raises("a bump chart has no \"y\"", plot.bump, {y = "v"})
    check.raises("a curve of Lorenz has no \"weight\"", plot.lorenz, {weight = "v"})
    check.raises("plot.bump takes a table", plot.bump)
  end,

  ["a spark runs from the least to the greatest; what is missing is a point"] = function()
    check.equal(plot.spark{1, 2, 3, 4, 5, 6, 7, 8}, "▁▂▃▄▅▆▇█")
    check.equal(plot.spark{1, nil, 9, n = 3}, "▁·█")
    check.equal(plot.spark{5, 5}, "▄▄")
    check.equal(plot.spark{}, "")
    check.equal(plot.spark{1, 0 / 0, 2}, "▁·█")
  end,
}
