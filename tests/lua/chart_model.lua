-- Charts as numbers.

local charts = require "charts"
local check = require "check"
local figures = require "chart.figures"
local model = require "chart.model"
local scale = require "chart.scale"
local measure = require "chart.measure"

local function draw(name)
  return model.new(charts[name])
end

local function labels(axis, count)
  local texts = {}
  for i, tick in ipairs(axis.scale:ticks(count or 5)) do
    texts[i] = tick.label
  end
  return table.concat(texts, " ")
end

check.run{
  ["scales place values: linear, log, sqrt, flipped"] = function()
    local linear = scale.numeric("linear", 10, 20)
    check.near(linear:at(12.5), 0.25)
    check.near(scale.numeric("linear", 10, 20, true):at(12.5), 0.75)
    local log = scale.numeric("log", 1, 100)
    check.near(log:at(10), 0.5)
    check.equal(log:at(0), nil)
    check.near(scale.numeric("sqrt", 0, 100):at(25), 0.5)
    check.near(scale.numeric("symlog", -99, 99):at(0), 0.5)
    check.equal(linear:at("x"), nil)
  end,

  ["bands share the axis, points stand at its ends"] = function()
    local band = scale.discrete("band", {"a", "b"}, {"a", "b"})
    check.near(band:at("a"), 0.25)
    local from, to = band:extent("b")
    check.near(from, 0.5)
    check.near(to, 1)
    check.equal(band:at("c"), nil)
    local point = scale.discrete("point", {"a", "b", "c"}, {"a", "b", "c"})
    check.equal(point:at("a"), 0.0)
    check.equal(point:at("b"), 0.5)
    check.equal(scale.discrete("point", {"a"}, {"a"}):at("a"), 0.5)
  end,

  ["bars begin at zero, in the order that sort gives, from the top"] = function()
    local m = draw "bar"
    local items = m.layers[1].items
    check.equal(m.x.scale.lo, 0.0)
    check.equal(m.x.scale.hi, 80.0)
    check.equal(m.x.title, "Internet penetration (%)")
    check.fields(items[1], {x0 = 0.0, x1 = 77.8 / 80, y0 = 1 - 1 / 12 - 0.4 / 6,
      y1 = 1 - 1 / 12 + 0.4 / 6, value = 77.8, negative = false, horizontal = true})
    check.near(items[6].y0, 1 - 4.5 / 6 - 0.4 / 6) -- Tibet is the fifth
    check.equal(#m.missing, 0)
  end,

  ["negative bars reach from zero downwards; the missing one is counted"] = function()
    local m = draw "bar_negative"
    local items = m.layers[1].items
    check.equal(#items, 5)
    check.equal(items[2].negative, true)
    check.near(items[2].x1, m.x.scale:at(0))
    check.near(items[2].x0, m.x.scale:at(-2))
    check.equal(m.notes[1], "1 of 6 missing (Change)")
  end,

  ["grouped bars stand side by side within their band"] = function()
    local items = draw("bar_grouped").layers[1].items
    check.near(items[1].x1, items[2].x0)
    check.near(items[2].x1, items[3].x0)
    check.near(items[1].x0, 0.1 / 3)
    check.near(items[3].x1, 0.9 / 3)
  end,

  ["stacked bars begin where the one before ends"] = function()
    local m = draw "bar_stacked"
    local items = m.layers[1].items
    check.equal(m.layers[1].stacked, true)
    check.equal(items[1].x0, 0.0)
    check.near(items[1].x1, items[2].x0)
    check.near(items[2].x1, items[3].x0)
    check.near(items[3].x1,
      m.x.scale:at(items[1].value + items[2].value + items[3].value))
    check.equal(m.color.entries[2].label, "Central")
    check.equal(m.color.legend, true)
  end,

  ["a normalized pile is 100; of many categories seven keep their colours"] = function()
    local m = draw "stacked_many"
    check.equal(m.y.scale.hi, 100.0)
    local top = 0
    for _, item in ipairs(m.layers[1].items) do
      top = math.max(top, item.y1)
    end
    check.near(top, 1)
    check.equal(#m.color.entries, 8)
    check.equal(m.color.entries[8].label, "other (5)")
  end,

  ["a pile whose part is missing has no shares, and no areas"] = function()
    local function pile(mark, how)
      return model.new{data = {{n = 4, columns = {place = {"a", "a", "b", "b"},
        who = {"x", "y", "x", "y"}, count = {1, 3, 2, nil}}}},
        layers = {{data = 1, mark = {type = mark}, encoding = {
          x = {field = "place", type = "ordinal"}, color = {field = "who", type = "nominal"},
          y = {field = "count", type = "quantitative", stack = how}}}}}.layers[1]
    end
    check.equal(#pile("bar", "zero").items, 3)
    check.equal(#pile("bar", "normalize").items, 2)
    check.equal(#pile("area", "zero").series[1].runs[1], 1)
  end,

  ["a line measured along x goes from the first category to the last"] = function()
    local m = model.new{data = {{n = 3, columns = {v = {3, 1, 2}, c = {"a", "b", "c"}}}},
      layers = {{data = 1, mark = {type = "line"}, encoding = {
        x = {field = "v", type = "quantitative"}, y = {field = "c", type = "nominal"}}}}}
    local run = m.layers[1].series[1].runs[1]
    check.equal(run[1].row, 3) -- upwards
    check.equal(run[3].row, 1)
  end,

  ["more shapes than there are are all circles, and that is said"] = function()
    local m = model.new{data = {{n = 7, columns = {v = {1, 2, 3, 4, 5, 6, 7},
      c = {"a", "b", "c", "d", "e", "f", "g"}}}},
      layers = {{data = 1, mark = {type = "point"}, encoding = {
        x = {field = "v", type = "quantitative"}, shape = {field = "c", type = "nominal"}}}}}
    check.equal(m.shape, nil)
    check.equal(m.notes[1], "7 values of c are more than shapes can tell apart")
  end,

  ["a missing value breaks a line"] = function()
    local m = draw "line"
    local series = m.layers[1].series
    check.equal(#series, 2)
    local by_label = {[series[1].label] = series[1], [series[2].label] = series[2]}
    check.equal(#by_label.mobile.runs, 1)
    check.equal(#by_label.users.runs, 2)
    check.equal(#by_label.users.runs[1], 5)
    check.equal(#by_label.users.runs[2], 6)
    check.equal(labels(m.x), "2010-S1 2010-S2 2011-S1 2011-S2 2012-S1 2012-S2 2013-S1 " ..
      "2013-S2 2014-S1 2014-S2 2015-S1 2015-S2")
    check.equal(m.notes[1], "1 of 24 missing (Users)")
  end,

  ["lines that are too many for colours are drawn alike, and that is said"] = function()
    local m = draw "line_many"
    check.equal(m.color.legend, false)
    check.equal(m.color.note, "11 values of Who are more than colours can tell apart")
    check.equal(m.layers[1].series[1].color, m.layers[1].series[9].color)
  end,

  ["lines are named by colour, or by what tells those of one colour apart"] = function()
    local function named(channels)
      channels.x = {field = "t", type = "quantitative"}
      channels.y = {field = "v", type = "quantitative"}
      local layer = model.new{data = {{n = 4, columns = {t = {1, 2, 1, 2}, v = {1, 2, 3, 4},
        who = {"a", "a", "b", "b"}, side = {"left", "left", "left", "left"}}}},
        layers = {{data = 1, mark = {type = "line"}, encoding = channels}}}.layers[1]
      return layer.series[1].label .. " " .. layer.series[2].label
    end
    local who, side = {field = "who", type = "nominal"}, {field = "side", type = "nominal"}
    check.equal(named{color = who}, "a b")
    check.equal(named{color = side, detail = {who}}, "a b")
    check.equal(named{detail = {who}}, "a b")
  end,

  ["what lies outside a given domain is cut or left out, and counted"] = function()
    local function drawn(mark, domain, more)
      local m = model.new{data = {{n = 4, columns = {t = {1, 2, 3, 4}, v = {0, 10, 20, 5}}}},
        layers = {{data = 1, mark = {type = mark}, encoding = {
          x = {field = "t", type = mark == "bar" and "nominal" or "quantitative"},
          y = {field = "v", type = "quantitative", scale = {domain = domain}}, color = more}}}}
      return m.layers[1], m.notes[1]
    end
    local layer, note = drawn("point", {0, 10})
    check.equal(#layer.items, 3)
    check.equal(note, "outside the axes: 1")
    layer, note = drawn("line", {0, 10})
    local runs = layer.series[1].runs
    check.equal(#runs, 2)
    check.equal(#runs[1], 2)
    check.near(runs[2][1].y, 1)
    check.near(runs[2][1].x, layer.series[1].points[3].x - 1 / 3 * (1 / 3))
    check.equal(note, "outside the axes: 1")
    layer = drawn("bar", {0, 10})
    check.equal(layer.items[3].y1, 1)
    check.equal(#layer.items, 4)
    check.equal(select(2, drawn("point", {0, 20})), nil)
  end,

  ["a log axis ends at a unit of a power of ten, says so, and what it cannot show"] = function()
    local m = draw "point"
    check.equal(m.x.scale.lo, 20000.0)
    check.equal(m.x.scale.hi, 200000.0)
    check.equal(labels(m.x), "20\u{2009}000 50\u{2009}000 100\u{2009}000 200\u{2009}000")
    check.equal(m.x.title:find(", log scale", 1, true) ~= nil, true)
    check.equal(model.new(charts.point, "zh").x.title:find("，对数刻度", 1, true) ~= nil, true)
    check.near(m.layers[1].items[7].size, 1)
    local chart = {data = {{n = 3, columns = {a = {0, 1, 10}}}},
      layers = {{data = 1, mark = {type = "point"}, encoding = {
        x = {field = "a", type = "quantitative", scale = {type = "log"}}}}}}
    m = model.new(chart)
    check.equal(#m.layers[1].items, 2)
    check.equal(m.notes[1], "not above zero, which a log axis cannot show: 1")
  end,

  ["an axis of whole numbers has no ticks between them, nor one of a format"] = function()
    local function axis(kind, format, ...)
      return model.new{fields = {a = {type = kind}}, data = {{n = 2, columns = {a = {...}}}},
        layers = {{data = 1, mark = {type = "point"}, encoding = {
          x = {field = "a", type = "quantitative", axis = {format = format}}}}}}.x
    end
    check.equal(labels(axis("integer", nil, 1, 3)), "1 2 3")
    check.equal(labels(axis("number", nil, 1, 2)), "1.0 1.2 1.4 1.6 1.8 2.0")
    check.equal(labels(axis("number", 0, 2014.1, 2014.3)), "2014 2015")
  end,

  ["what is not zero does not read as zero at the end of a bar"] = function()
    local m = model.new{data = {{n = 4, columns = {who = {"a", "b", "c", "d"},
      x = {0, 1e-3, 15.849, 1e6}}}}, layers = {{data = 1, mark = {type = "bar"}, encoding = {
        x = {field = "x", type = "quantitative"}, y = {field = "who", type = "nominal"}}}}}
    local layer, texts = m.layers[1], {}
    for i, item in ipairs(layer.items) do
      texts[i] = figures.text(m, layer, item.value)
    end
    check.list(texts, {"0", "0.001", "16", "1\u{2009}000\u{2009}000"})
  end,

  ["an area with two ends is a band and begins not at zero"] = function()
    local m = draw "band"
    check.equal(m.y.scale.lo > 0, true)
    local p = m.layers[1].series[1].runs[1][1]
    check.near(p.y, m.y.scale:at(38))
    check.near(p.base, m.y.scale:at(46))
    check.fields(m.layers[3].items[1], {x0 = 0, x1 = 1, y0 = m.y.scale:at(50)})
  end,

  ["bins touch; their count begins at zero"] = function()
    local items = draw("histogram").layers[1].items
    check.near(items[1].x1, items[2].x0)
    check.equal(items[1].y0, 0.0)
  end,

  ["cells of a heat map fill their places; a missing one is counted"] = function()
    local m = draw "heat"
    check.equal(#m.layers[1].items, 12)
    check.equal(m.color.kind, "continuous")
    check.near(m.layers[1].items[1].x1, 0.25)
    check.near(m.layers[1].items[1].y0, 2 / 3)
  end,

  ["a map of tiles has a place for every whole number"] = function()
    local m = draw "tile"
    check.equal(m.tile, true)
    check.equal(#m.x.scale.categories, 4)
    check.equal(#m.y.scale.categories, 3)
    check.equal(#m.color.entries, 3)
    check.equal(m.color.kind, "class")
    check.near(m.layers[1].items[3].x0, 0.75)
  end,

  ["tooltips name the row and give its figures with units"] = function()
    local m = draw "bar"
    check.equal(model.tooltip(m, m.layers[1], 1), "Beijing\nInternet penetration: 77.8%")
    m = draw "point"
    check.equal(model.tooltip(m, m.layers[2], 1),
      "Beijing\nGDP per capita: 118\u{2009}198 CNY\nInternet penetration: 77.8%")
  end,

  ["nothing at all is no error"] = function()
    local m = draw "nothing"
    check.equal(#m.layers[1].items, 0)
    check.equal(#m.y.scale.categories, 0)
    check.equal(#model.new{}.layers, 0)
  end,

  ["one single value stands in the middle"] = function()
    local m = draw "single"
    check.near(m.layers[1].series[1].runs[1][1].x, 0.5)
    check.equal(labels(m.x), "2016")
  end,

  ["text is as wide as its letters, Chinese as its squares"] = function()
    check.near(measure.width("Hello", 10), 7.22 + 5.56 + 2.22 + 2.22 + 5.56)
    check.near(measure.width("北京", 12), 24)
    check.equal(measure.width("", 12), 0.0)
    check.equal(measure.cut("Inner Mongolia", 12, 55), "Inner M…")
    check.equal(table.concat(measure.wrap("one two three", 10, 40), "|"), "one two|three")
    check.equal(table.concat(measure.wrap("互联网普及率", 10, 30), "|"), "互联网|普及率")
  end,
}
