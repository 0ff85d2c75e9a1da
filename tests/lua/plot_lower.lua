-- From descriptions to lowered charts: what is computed, and what is decided.

local charts = require "almanac.charts"
local check = require "check"
local core = require "almanac.core"
local native = require "almanac.native"
local plot = require "plot"

local function lower(description)
  return native.from_json(charts.text(plot(description)))
end

-- A table with one column x.
local function numbers(list)
  return core.table({x = list}, {"x"})
end

local function column(chart, layer, name)
  return chart.data[chart.layers[layer].data].columns[name]
end

local sales = core.table({
  {region = "North", period = "2015", kind = "a", v = 1},
  {region = "North", period = "2016", kind = "b", v = 2},
  {region = "South", period = "2016", kind = "a", v = 5},
  {region = "East", period = "2015", kind = "b"},
}, {"region", "period", "kind", "v"})

local once = sales:where("period == '2015' or region == 'South'") -- every region once

local function histogram(list, mark)
  local chart = lower{data = numbers(list), mark = mark or "histogram", encoding = {x = "x"}}
  return column(chart, 1, "from"), column(chart, 1, "to"), column(chart, 1, "count"), chart
end

local hundred = {}
for i = 1, 100 do
  hundred[i] = i
end

check.run{
  ["the width of a histogram's ranges is that of Freedman and Diaconis, made round"] = function()
    -- IQR 49.5, n 100: 2 * 49.5 / 100^(1/3) = 21.3, of which 20 is the nearest round one
    local from, to, count = histogram(hundred)
    check.list(from, {0, 20, 40, 60, 80})
    check.list(to, {20, 40, 60, 80, 100})
    check.list(count, {19, 20, 20, 20, 21}) -- 20 counts to its right, 100 in the last
  end,

  ["where the quartiles are equal the number of ranges is that of Sturges"] = function()
    -- 10 / (1 + log2 8) = 2.5, made 2
    local from, _, count = histogram({0, 0, 0, 0, 0, 0, 0, 10})
    check.list(from, {0, 2, 4, 6, 8})
    check.list(count, {7, 0, 0, 0, 1})
  end,

  ["one value has one range; whole numbers have ranges of whole numbers"] = function()
    local from, to, count = histogram({5, 5})
    check.list(from, {5})
    check.list(to, {6})
    check.list(count, {2})
    from = histogram({0.5, 0.5})
    check.equal(from.n, 1)
    from, to = histogram({1, 2, 3, 2, 1})
    check.list(from, {1, 2, 3})
    check.list(to, {2, 3, 4})
  end,

  ["each whole number has its own range, the greatest too"] = function()
    local from, _, count = histogram({1, 2, 2, 3, 7})
    check.list(from, {1, 2, 3, 4, 5, 6, 7})
    check.list(count, {1, 2, 1, 0, 0, 0, 1})
  end,

  ["colours of numbers part at zero where there are some on both sides"] = function()
    local function scheme(list, scale)
      local x = {}
      for i in ipairs(list) do
        x[i] = i
      end
      return lower{data = core.table({x = x, v = list}, {"x", "v"}), mark = "point",
        encoding = {x = "x", color = {field = "v", scale = scale}}}.layers[1].encoding.color.scale
        .scheme
    end
    check.equal(scheme{1, 2}, "sequential")
    check.equal(scheme{-1, 2}, "diverging")
    check.equal(scheme({-1, 2}, {scheme = "viridis"}), "viridis")
  end,

  ["years that a script writes as texts are periods where it says so"] = function()
    local list = {{t = "2010", v = 1}, {t = "2012", v = 3}}
    local chart = lower{data = list, mark = "line", encoding = {
      x = {field = "t", type = "temporal"}, y = "v"}}
    check.equal(chart.times["2012"], 2013.0)
    check.raises("is text, not temporal", lower, {data = {{t = "2010"}, {t = "then"}},
      mark = "point", encoding = {x = {field = "t", type = "temporal"}}})
  end,

  ["words do not go from a value to itself, and tell what colours say"] = function()
    local function words(mark, encoding, list)
      return lower{data = list, mark = mark, encoding = encoding}.description
    end
    check.equal(words("bar", {y = "g", x = "v"}, {{g = "a", v = 2}}),
      "Bars: v 2 (a); g: 1 category.")
    check.equal(words("bar", {y = "g", x = "v"}, {{g = "a", v = 2}, {g = "b", v = 2}}),
      "Bars: v 2, all 2; g: 2 categories.")
    check.equal(words("rect", {x = "g", color = "v"},
      {{g = "a", v = 2}, {g = "b", v = 5}, {g = "c"}}),
      "Tiles: g: 3 categories; v from 2 to 5. 1 of 3 missing (v).")
  end,

  ["a unit that the title says is not said again"] = function()
    local function unit(title, of)
      local t = {{v = 1}, {v = 2}, columns = {{name = "v", title = title, unit = of}}}
      return lower{data = t, mark = "point", encoding = {x = "v"}}.layers[1].encoding.x.axis.unit
    end
    check.equal(unit("Years behind", "years"), nil)
    check.equal(unit("Share, % of all", "%"), nil)
    check.equal(unit("Output", "t"), "t")
  end,

  ["edges are written as decimals are"] = function()
    local from, to = histogram({0.1, 0.2, 0.3, 0.4}, {type = "histogram", step = 0.1})
    check.equal(from[3], 0.3)
    check.equal(to[3], 0.4)
    check.equal(from.n, 3)
  end,

  ["step and maxbins say how fine a histogram is; a bar with bin is one"] = function()
    check.equal(histogram(hundred, {type = "histogram", step = 25}).n, 4)
    check.equal(histogram(hundred, {type = "histogram", maxbins = 2}).n, 2)
    local chart = lower{data = numbers(hundred), mark = "bar",
      encoding = {x = {field = "x", bin = {step = 50}}}}
    check.list(column(chart, 1, "count"), {49, 51})
    check.equal(chart.layers[1].mark.binned, true)
    check.equal(chart.layers[1].encoding.y.scale.zero, true)
  end,

  ["values that no ranges can hold are refused"] = function()
    check.raises("too far apart", histogram, {-1.7e308, 1.7e308})
    check.raises("1001 ranges is too fine", histogram, {0, 1000.5}, {type = "histogram",
      step = 1})
  end,

  ["values that are missing are in no range, and counted"] = function()
    local _, _, count, chart = histogram({1, nil, 3, n = 3})
    check.equal(count[1] + count[2], 2)
    check.equal(chart.missing, 1)
    check.equal(chart.remarks[1], "1 of 3 missing (x)")
  end,

  ["boxes have the quartiles of type 7 and the whiskers of Tukey"] = function()
    -- R: quantile(c(1:9, 30), c(.25, .5, .75)) is 3.25 5.5 7.75; fences -3.5 and 14.5
    local chart = lower{data = numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 30}, mark = "boxplot",
      encoding = {y = "x"}}
    check.fields({q1 = column(chart, 3, "q1")[1], q3 = column(chart, 3, "q3")[1],
      median = column(chart, 4, "median")[1], low = column(chart, 1, "low")[1],
      high = column(chart, 2, "high")[1]},
      {q1 = 3.25, q3 = 7.75, median = 5.5, low = 1, high = 9})
    check.list(column(chart, 5, "x"), {30})
    check.equal(chart.layers[5].mark.type, "point")
  end,

  ["min-max leaves no value beyond the whiskers"] = function()
    local chart = lower{data = numbers{1, 2, 30}, mark = {type = "boxplot", extent = "min-max"},
      encoding = {y = "x"}}
    check.equal(chart.layers.n, 4)
    check.equal(column(chart, 2, "high")[1], 30.0)
  end,

  ["figures of a box get out of the way of a category's name"] = function()
    local chart = lower{data = {{low = "a", x = 1}, {low = "b", x = 2}}, mark = "boxplot",
      encoding = {y = "x", x = "low"}}
    check.list(column(chart, 1, "low"), {"a", "b"})
    check.list(column(chart, 1, "low_"), {1, 2})
  end,

  ["the band of a mean is its interval after Student"] = function()
    -- mean 3, sd 1.5811, t(0.975, 4) = 2.776445
    local data = {{p = "2015-S1", x = 1}, {p = "2015-S1", x = 2}, {p = "2015-S1", x = 3},
      {p = "2015-S1", x = 4}, {p = "2015-S1", x = 5}, {p = "2015-S2", x = 7}}
    local function band(extent)
      local chart = lower{data = data, mark = {type = "errorband", extent = extent},
        encoding = {x = "p", y = "x"}}
      return column(chart, 1, "low"), column(chart, 1, "high")
    end
    local low, high = band()
    check.near(low[1], 3 - 1.9632432, 1e-7)
    check.near(high[1], 3 + 1.9632432, 1e-7)
    check.equal(low[2], nil) -- one value has no width
    low, high = band("iqr")
    check.equal(low[1], 2.0)
    check.equal(high[1], 4.0)
    low = band("stdev")
    check.near(low[1], 3 - 1.5811388, 1e-7)
    low = band("stderr")
    check.near(low[1], 3 - 0.7071068, 1e-7)
  end,

  ["categories stand in the order of the data, or as sort says"] = function()
    local function sorted(sort)
      return lower{data = sales, mark = "point",
        encoding = {x = "v", y = {field = "region", sort = sort}}}.layers[1].encoding.y.sort
    end
    check.list(sorted(), {"North", "South", "East"})
    check.list(sorted("-x"), {"South", "North", "East"}) -- sums 5, 3; East has none
    check.list(sorted("x"), {"North", "South", "East"})
    check.list(sorted("ascending"), {"East", "North", "South"})
    check.list(sorted("descending"), {"South", "North", "East"})
    check.list(sorted{"East", "West"}, {"East", "North", "South"})
  end,

  ["periods are times on lines and bands under bars, in order of time"] = function()
    local function x_of(mark)
      return lower{data = {{period = "2016-S1", v = 1}, {period = "2015-S2", v = 2}},
        mark = mark, encoding = {x = "period", y = "v"}}
    end
    local line, bar = x_of("line"), x_of("bar")
    check.equal(line.layers[1].encoding.x.type, "temporal")
    check.equal(line.times["2016-S1"], 2016.5)
    check.equal(bar.layers[1].encoding.x.type, "ordinal")
    check.list(bar.layers[1].encoding.x.sort, {"2015-S2", "2016-S1"})
  end,

  ["layers share one scale, its categories, its title and whether it has bands"] = function()
    local chart = lower{data = once, layer = {
      {mark = "bar", encoding = {x = "period", y = "v"}},
      {mark = "line", data = {{period = "2014-S2", w = 1}}, encoding = {x = "period",
        y = {field = "w", scale = {domain = {0, 9}}}}},
    }}
    local x, y = chart.layers[2].encoding.x, chart.layers[2].encoding.y
    check.equal(x.type, "ordinal")
    check.list(x.sort, {"2014-S2", "2015", "2016"})
    check.equal(y.axis.title, "v")
    check.list(chart.layers[1].encoding.y.scale.domain, {0, 9})
  end,

  ["bars and areas start at 0, points and lines where the values are"] = function()
    local function zero(mark)
      return lower{data = once, mark = mark,
        encoding = {x = "period", y = "v"}}.layers[1].encoding.y.scale.zero
    end
    check.equal(zero("bar"), true)
    check.equal(zero("area"), true)
    check.equal(zero("line"), false)
    check.equal(zero("point"), false)
  end,

  ["parts of a place are stacked unless they stand side by side"] = function()
    local function stack(encoding)
      encoding.x, encoding.y = "region", encoding.y or "v"
      return lower{data = once, mark = "bar", encoding = encoding}.layers[1].encoding.y.stack
    end
    check.equal(stack{}, nil)
    check.equal(stack{color = "kind"}, "zero")
    check.equal(stack{color = "region"}, nil) -- says the category once more
    check.equal(stack{color = "kind", xOffset = "kind"}, nil)
    check.equal(stack{color = "kind", y = {field = "v", stack = false}}, nil)
    check.equal(stack{color = "kind", y = {field = "v", stack = "normalize"}}, "normalize")
  end,

  ["values that a log axis cannot show are missing, and told"] = function()
    local chart = lower{data = numbers{1, 0, -5, 100}, mark = "point",
      encoding = {x = {field = "x", scale = "log"}}}
    check.equal(column(chart, 1, "x")[2], nil)
    check.equal(chart.missing, 2)
    check.equal(chart.remarks[1], "2 of 4 not above 0, which a log axis cannot show (x)")
  end,

  ["whole numbers can be years; a chart says what it has no data for"] = function()
    local chart = lower{data = {{y = 2001, v = 1}, {y = 2003, v = 2}}, mark = "line",
      encoding = {x = {field = "y", type = "temporal"}, y = "v"}}
    check.list(column(chart, 1, "y"), {"2001", "2003"})
    check.equal(chart.times["2003"], 2004.0)
    check.raises("not temporal", plot, {data = numbers{1.5}, mark = "point",
      encoding = {x = {field = "x", type = "temporal"}}})
    check.raises("the chart has no data", plot, {mark = "point", encoding = {x = "x"}})
    check.raises("plot has no \"bar\"", function()
      return plot.bar
    end)
  end,

  ["nan and infinities are missing"] = function()
    local chart = lower{data = numbers{1, 0 / 0, 1 / 0}, mark = "point", encoding = {x = "x"}}
    check.equal(chart.missing, 2)
  end,

  ["axes name the column and its unit, unless the title has it"] = function()
    local data = {{share = 5}, columns = {{name = "share", unit = "%", title = "Share"}}}
    local function axis(title)
      return lower{data = data, mark = "point",
        encoding = {x = {field = "share", title = title}}}.layers[1].encoding.x.axis
    end
    check.fields(axis(), {title = "Share", unit = "%"})
    check.fields(axis("Part of all"), {title = "Part of all", unit = "%"})
    check.fields(axis("Part (%)"), {title = "Part (%)"})
    check.equal(axis("Part (%)").unit, nil)
    check.equal(axis(false).title, nil)
  end,

  ["too many marks are refused"] = function()
    local many = {}
    for i = 1, 50001 do
      many[i] = i
    end
    check.raises("50001 marks", plot, {data = numbers(many), mark = "point",
      encoding = {x = "x"}})
  end,

  ["the text alternative tells extremes and whose they are"] = function()
    local chart = lower{data = sales, mark = "point", encoding = {x = "v", y = "region"}}
    check.equal(chart.description, "Points: v from 1 (North) to 5 (South); region: " ..
      "3 categories. 1 of 4 missing (v).")
    check.equal(lower{data = sales, mark = "point", description = "Mine",
      encoding = {x = "v", y = "region"}}.description, "Mine")
  end,

  ["lines and areas break where a series lacks a period that others have"] = function()
    local rows = {}
    for _, year in ipairs({2010, 2011, 2012, 2013, 2014}) do
      rows[#rows + 1] = {who = "A", year = year, v = 1}
      if year ~= 2012 then
        rows[#rows + 1] = {who = "B", year = year, v = 2}
      end
      if year > 2012 then -- begins later, which is no gap
        rows[#rows + 1] = {who = "C", year = year, v = 3}
      end
    end
    local function of(mark, who)
      return lower{data = rows, mark = mark, encoding = {x = {field = "year", type = "temporal"},
        y = "v", color = who}}
    end
    local chart = of("line", "who")
    check.equal(chart.data[1].n, 12)
    check.equal(column(chart, 1, "year")[12], "2012")
    check.equal(column(chart, 1, "who")[12], "B")
    check.equal(column(chart, 1, "v")[12], nil)
    check.list(chart.remarks, {"1 period without a row, where lines break"})
    check.equal(chart.missing, 0)
    check.equal(of("area", "who").data[1].n, 12)
    check.equal(of("point", "who").data[1].n, 11)
    check.equal(of("line").data[1].n, 11)
  end,

  ["a series that comes less often than the others has no gaps"] = function()
    local rows = {}
    for k = 1, 12 do
      local month = string.format("2020-%02d", k)
      rows[#rows + 1] = {who = "often", month = month, v = 1}
      rows[#rows + 1] = k % 3 == 0 and {who = "seldom", month = month, v = 2} or nil
    end
    local chart = lower{data = rows, mark = "line",
      encoding = {x = "month", y = "v", color = "who"}}
    check.equal(chart.data[1].n, 16)
    check.equal(chart.remarks.n, 0)
  end,

  ["bars that hide each other are told, unless they are piled or told to be so"] = function()
    local rows = {{who = "A", g = "x", v = 1}, {who = "A", g = "y", v = 2}, {who = "B", g = "x"},
      {who = "B", g = "x", v = 3}}
    local function bars(more)
      local encoding = {x = "v", y = "who"}
      for name, channel in pairs(more) do
        encoding[name] = channel
      end
      return {data = rows, mark = "bar", encoding = encoding}
    end
    local function told(more)
      return lower(bars(more)).remarks[2]
    end
    check.equal(told{}, "Bars hide each other: several rows for 1 value of who")
    check.equal(told{color = "who"}, told{})
    check.equal(told{color = "g"}, nil)
    check.equal(told{color = "g", yOffset = "g"}, nil)
    check.equal(told{x = {field = "v", stack = false}}, nil)
  end,
}
