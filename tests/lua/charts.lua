-- Charts as they travel, written by hand: one of every mark, and awkward ones.

local charts = {}

local function number(field, title, unit, more)
  local channel = {field = field, type = "quantitative", title = title, unit = unit}
  for key, value in pairs(more or {}) do
    channel[key] = value
  end
  return channel
end

local function name(field, title, more)
  local channel = {field = field, type = "nominal", title = title}
  for key, value in pairs(more or {}) do
    channel[key] = value
  end
  return channel
end

local function period(more)
  local channel = {field = "period", type = "temporal", title = "Period"}
  for key, value in pairs(more or {}) do
    channel[key] = value
  end
  return channel
end

local function data(n, columns)
  return {n = n, columns = columns}
end

local regions = {"Beijing", "Shanghai", "Guangdong", "Inner Mongolia", "Yunnan", "Tibet"}

charts.bar = {
  title = "Internet penetration, 2016", source = "CNNIC, 39th report",
  description = "Bars: 6 regions from 39.9 to 77.8%.",
  fields = {penetration = {unit = "%", rounding = 0.1}},
  data = {data(6, {region = regions, penetration = {77.8, 74.1, 74.0, 52.2, 39.9, 46.1}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    x = number("penetration", "Internet penetration", "%"),
    y = name("region", "Region", {sort = {"Beijing", "Shanghai", "Guangdong",
      "Inner Mongolia", "Tibet", "Yunnan"}})}}},
}

charts.bar_negative = {
  title = "Change since 2015", subtitle = "Places won and lost",
  data = {data(6, {region = regions, change = {3, -2, 0, 5.5, -4.5, nil}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    x = number("change", "Change", "places"), y = name("region", "Region")}}},
}

charts.bar_vertical = {
  title = "Users by region",
  data = {data(4, {region = {"East", "Central", "West", "Northeast"},
    users = {36000, 16500, 15200, 6200}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    y = number("users", "Users", "10k persons"), x = name("region", "Region")}}},
}

local long = {"Beijing-Tianjin-Hebei", "Yangtze River Delta", "Pearl River Delta",
  "Middle Yangtze cities", "Chengdu-Chongqing", "Central Plains cities", "Guanzhong Plain"}

charts.bar_long_names = {
  title = "A vertical chart of names that are long for their places",
  data = {data(7, {area = long, share = {9, 12.5, 8, 7, 6.5, 4, 3}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    y = number("share", "Share", "%"), x = name("area", "Area")}}},
}

local function grid(rows, columns, f)
  local a, b, v, n = {}, {}, {}, 0
  for _, row in ipairs(rows) do
    for _, column in ipairs(columns) do
      n = n + 1
      a[n], b[n], v[n] = row, column, f(n)
    end
  end
  return n, a, b, v
end

local function zigzag(n)
  return 10 + (n * 37) % 53
end

do
  local n, a, b, v = grid({"2014", "2015", "2016"}, {"East", "Central", "West"}, zigzag)
  charts.bar_grouped = {
    title = "Side by side",
    data = {data(n, {year = a, region4 = b, share = v})},
    layers = {{data = 1, mark = {type = "bar"}, encoding = {
      x = name("year", "Year"), y = number("share", "Share", "%"),
      xOffset = name("region4", "Region"), color = name("region4", "Region")}}},
  }
  charts.bar_stacked = {
    title = "On top of each other",
    data = {data(n, {year = a, region4 = b, share = v})},
    layers = {{data = 1, mark = {type = "bar"}, encoding = {
      x = number("share", "Share", "%", {stack = "zero"}), y = name("year", "Year"),
      color = name("region4", "Region")}}},
  }
end

local times = {}
for year = 1997, 2025 do
  times[tostring(year)] = year + 1
  times[year .. "-S1"], times[year .. "-S2"] = year + 0.5, year + 1
end

do
  local list, users, mobile = {}, {}, {}
  for i = 1, 12 do
    list[i] = (2010 + (i - 1) // 2) .. (i % 2 == 1 and "-S1" or "-S2")
    users[i] = i ~= 6 and 42000 + i * 2600 or nil
    mobile[i] = 27700 + i * 3300
  end
  local field, value, when, n = {}, {}, {}, 0
  for i = 1, 12 do
    for key, column in pairs{users = users, mobile = mobile} do
      n = n + 1
      field[n], value[n], when[n] = key, column[i], list[i]
    end
  end
  charts.line = {
    title = "Users and mobile users, with a hole", source = "CNNIC",
    times = times, data = {data(n, {period = when, who = field, count = value})},
    layers = {{data = 1, mark = {type = "line", point = true}, encoding = {
      x = period(), y = number("count", "Users", "10k persons"),
      color = name("who", "Who")}}},
  }
end

do
  local n, a, b, v = grid({"Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta",
    "Theta", "Iota", "Kappa", "Lambda"}, {"2010", "2012", "2014", "2016"}, zigzag)
  charts.line_many = {
    title = "More lines than colours", times = times,
    data = {data(n, {who = a, period = b, share = v})},
    layers = {{data = 1, mark = {type = "line"}, encoding = {
      x = period(), y = number("share", "Share", "%"), color = name("who", "Who")}}},
  }
end

charts.line_close = {
  title = "Ends that lie close together", times = times,
  data = {data(8, {who = {"North", "North", "East", "East", "South", "South", "West", "West"},
    period = {"2015", "2016", "2015", "2016", "2015", "2016", "2015", "2016"},
    share = {10, 50, 20, 50.2, 30, 50.4, 40, 50.6}})},
  layers = {{data = 1, mark = {type = "line"}, encoding = {
    x = period(), y = number("share", "Share", "%"), color = name("who", "Who")}}},
}

charts.bump = {
  title = "Ranks, tied at the end", times = times,
  data = {data(6, {who = {"a", "a", "b", "b", "c", "c"}, rank = {1, 2, 2, 2, 3, 3},
    period = {"2015", "2016", "2015", "2016", "2015", "2016"}}),
    data(3, {who = {"a", "b", "c"}, rank = {2, 2, 3}, period = {"2016", "2016", "2016"}})},
  layers = {
    {data = 1, mark = {type = "line", point = true}, encoding = {x = period(),
      y = number("rank", "Rank", nil, {scale = {reverse = true, domain = {n = 2, 0.5, 3.5}}}),
      detail = {n = 1, name("who", "Who")}}},
    {data = 2, mark = {type = "text", align = "left", dx = 7}, encoding = {x = period(),
      y = number("rank", "Rank"), text = name("who", "Who")}},
  },
}

charts.point = {
  title = "Income and penetration, 2016", fields = {gdp = {unit = "CNY"}},
  data = {data(9, {region = {"Beijing", "Shanghai", "Tianjin", "Jiangsu", "Zhejiang",
    "Fujian", "Guangdong", "Gansu", "Yunnan"},
    gdp = {118198, 116562, 115053, 96887, 84916, 74707, 74016, 27643, 31093},
    penetration = {77.8, 74.1, 64.6, 56.6, 65.6, 69.7, 74.0, 42.4, 39.9},
    population = {2173, 2420, 1562, 7999, 5590, 3874, 10999, 2610, 4771}})},
  layers = {
    {data = 1, mark = {type = "point"}, encoding = {
      x = number("gdp", "GDP per capita", "CNY", {scale = {type = "log"}}),
      y = number("penetration", "Internet penetration", "%"),
      size = number("population", "Population", "10k persons")}},
    {data = 1, mark = {type = "text"}, encoding = {
      x = number("gdp", "GDP per capita", "CNY"),
      y = number("penetration", "Internet penetration", "%"),
      text = name("region", "Region")}},
  },
}

charts.point_line = {
  title = "Names beside a line through their points",
  data = {data(5, {a = {0, 25, 50, 75, 100}, b = {0, 25, 50, 75, 100},
    place = {"First", "Second", "Third", "Fourth", "Fifth"}})},
  layers = {
    {data = 1, mark = {type = "line"}, encoding = {x = number("a", "A"), y = number("b", "B")}},
    {data = 1, mark = {type = "point"}, encoding = {x = number("a", "A"), y = number("b", "B")}},
    {data = 1, mark = {type = "text", align = "left", dx = 6}, encoding = {
      x = number("a", "A"), y = number("b", "B"), text = name("place", "Place")}},
  },
}

do
  local x, y, label = {}, {}, {}
  for i = 1, 40 do
    x[i], y[i], label[i] = 50 + (i * 7) % 11 / 10, 50 + (i * 5) % 13 / 10, "Place number " .. i
  end
  x[41], y[41], label[41] = 60, 60, "Far away"
  charts.point_crowded = {
    title = "Labels that cannot all be placed",
    data = {data(41, {a = x, b = y, place = label})},
    layers = {{data = 1, mark = {type = "point"}, encoding = {
      x = number("a", "A"), y = number("b", "B"), text = name("place", "Place")}}},
  }
end

charts.area = {
  title = "An area", times = times,
  data = {data(4, {period = {"2013", "2014", "2015", "2016"}, users = {617, 649, 688, 731}})},
  layers = {{data = 1, mark = {type = "area"}, encoding = {
    x = period(), y = number("users", "Users", "million")}}},
}

charts.band = {
  title = "A line and what it may be", times = times,
  data = {data(5, {period = {"2012", "2013", "2014", "2015", "2016"},
    lo = {38, 41.2, 44, 45.5, 47}, mid = {42.1, 45.8, 47.9, 50.3, 53.2},
    hi = {46, 50, 52.3, 55, 60}})},
  layers = {
    {data = 1, mark = {type = "area", opacity = 0.25}, encoding = {
      x = period(), y = number("lo", "Penetration", "%"), y2 = number("hi")}},
    {data = 1, mark = {type = "line"}, encoding = {
      x = period(), y = number("mid", "Penetration", "%")}},
    {data = 1, mark = {type = "rule"}, encoding = {
      y = {datum = 50, type = "quantitative"}}},
  },
}

charts.box = {
  title = "Spread by region",
  data = {data(3, {region4 = {"East", "Central", "West"}, q1 = {55, 42, 44},
    q3 = {71, 50, 52}, median = {65.1, 44.5, 48.4}, low = {51.6, 39.7, 39.9},
    high = {77.8, 55.5, 54.5}}),
    data(1, {region4 = {"West"}, value = {61}})},
  layers = {
    {data = 1, mark = {type = "rule"}, encoding = {y = name("region4", "Region"),
      x = number("low", "Penetration", "%"), x2 = number("high")}},
    {data = 1, mark = {type = "bar"}, encoding = {y = name("region4", "Region"),
      x = number("q1", "Penetration", "%"), x2 = number("q3")}},
    {data = 1, mark = {type = "tick", color = "black"}, encoding = {
      y = name("region4", "Region"), x = number("median", "Penetration", "%")}},
    {data = 2, mark = {type = "point"}, encoding = {
      y = name("region4", "Region"), x = number("value", "Penetration", "%")}},
  },
}

charts.histogram = {
  title = "How many provinces have which penetration",
  data = {data(5, {from = {30, 40, 50, 60, 70}, to = {40, 50, 60, 70, 80},
    count = {3, 13, 8, 4, 3}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    x = number("from", "Internet penetration", "%"), x2 = number("to"),
    y = number("count", "Provinces")}}},
}

do
  local n, a, b, v = grid({"Beijing", "Shanghai", "Gansu"}, {"2013", "2014", "2015", "2016"},
    zigzag)
  v[5] = nil
  charts.heat = {
    title = "Every year of every region",
    data = {data(n, {region = a, year = b, share = v})},
    layers = {
      {data = 1, mark = {type = "rect"}, encoding = {
        x = name("year", "Year", {type = "ordinal"}), y = name("region", "Region"),
        color = number("share", "Share", "%")}},
      {data = 1, mark = {type = "text"}, encoding = {
        x = name("year", "Year", {type = "ordinal"}), y = name("region", "Region"),
        text = number("share", "Share", "%")}}},
  }
end

do
  local tile = {type = "ordinal", axis = false, scale = {kind = "tile"}}
  local function at(field)
    local channel = {field = field}
    for key, value in pairs(tile) do
      channel[key] = value
    end
    return channel
  end
  charts.tile = {
    title = "A map of tiles",
    data = {data(5, {x = {1, 2, 4, 2, 3}, y = {1, 1, 1, 2, 3},
      code = {"XJ", "GS", "BJ", "SC", "HI"},
      class = {"50–60 (n = 1)", "40–50 (n = 2)", "60–80 (n = 1)", "40–50 (n = 2)", nil}})},
    layers = {
      {data = 1, mark = {type = "rect"}, encoding = {x = at("x"), y = at("y"),
        color = name("class", "Penetration (%)", {type = "ordinal",
          sort = {"40–50 (n = 2)", "50–60 (n = 1)", "60–80 (n = 1)"}})}},
      {data = 1, mark = {type = "text"}, encoding = {x = at("x"), y = at("y"),
        text = name("code", "Province")}}},
  }
end

charts.chinese = {
  title = "互联网普及率，2016年", subtitle = "各省份互联网用户占人口比重",
  source = "中国互联网络信息中心",
  data = {data(4, {region = {"北京", "内蒙古自治区", "新疆维吾尔自治区", "云南"},
    share = {77.8, 52.2, 54.9, 39.9}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    x = number("share", "普及率", "%"), y = name("region", "地区")}}},
}

charts.hostile = {
  title = "<script>alert(1)</script> & \"quotes\" \1\27[31m",
  subtitle = ("a title far too long for one line "):rep(6), source = "]]> --> <!--",
  data = {data(3, {who = {"<b>", "a & b", ("endless"):rep(20)}, count = {1, 2, 3}})},
  layers = {{data = 1, mark = {type = "bar", color = "red\" onload=\"x"}, encoding = {
    x = number("count", "Count </title>"), y = name("who", "Who")}}},
}

charts.nothing = {
  title = "No rows at all",
  data = {data(0, {who = {}, count = {}})},
  layers = {{data = 1, mark = {type = "bar"}, encoding = {
    x = number("count", "Count"), y = name("who", "Who")}}},
}

charts.narrow_domain = {
  title = "A domain narrower than the data",
  data = {data(9, {who = {"one", "one", "one", "two", "two", "two", "three", "three", "three"},
    t = {1, 2, 3, 1, 2, 3, 1, 2, 3}, v = {0, 50, 100, 30, 45, 35, 90, 45, 60}})},
  layers = {{data = 1, mark = {type = "line", point = true}, encoding = {
    x = number("t", "T"), color = name("who", "Who"),
    y = number("v", "Value", "%", {scale = {domain = {n = 2, 40, 60}}})}}},
}

charts.single = {
  title = "One point", times = times,
  data = {data(1, {period = {"2016"}, share = {53.2}})},
  layers = {{data = 1, mark = {type = "line"}, encoding = {
    x = period(), y = number("share", "Share", "%")}}},
}

do
  local list, value, n = {}, {}, 0
  for i = 1, 12 do
    for _, year in ipairs{"2014", "2015", "2016"} do
      n = n + 1
      list[n], value[n] = {year, "Category " .. i}, zigzag(n)
    end
  end
  local year, who = {}, {}
  for i, entry in ipairs(list) do
    year[i], who[i] = entry[1], entry[2]
  end
  charts.stacked_many = {
    title = "Twelve categories on top of each other", times = times,
    data = {data(n, {period = year, who = who, share = value})},
    layers = {{data = 1, mark = {type = "bar"}, encoding = {
      x = period(), y = number("share", "Share", "%", {stack = "normalize"}),
      color = name("who", "Who")}}},
  }
end

return charts
