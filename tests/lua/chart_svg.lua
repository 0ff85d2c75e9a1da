-- Charts as SVG: every chart of charts.lua, wide and narrow.

local boxes = require "boxes"
local charts = require "charts"
local check = require "check"
local svg = require "svg"

local function each(f)
  for name, chart in pairs(charts) do
    for _, width in ipairs{640, 480, 340} do
      f(name .. " at " .. width, svg.chart(chart, {width = width, id = name}))
    end
  end
end

local function count(text, pattern)
  return select(2, text:gsub(pattern, ""))
end

check.run{
  ["no text overlaps another or is cut off"] = function()
    each(function(name, text)
      local faults = boxes.faults(text)
      if #faults > 0 then
        error(name .. ": " .. table.concat(faults, "; "))
      end
    end)
  end,

  ["the check of overlaps finds them"] = function()
    local function text(x, y, turn)
      return string.format('<text x="%g" y="%g"%s>label</text>', x, y,
        turn and ' transform="rotate(' .. turn .. ' ' .. x .. ' ' .. y .. ')"' or "")
    end
    local function faults(...)
      return #boxes.faults('<svg viewBox="0 0 100 100">' .. table.concat{...} .. "</svg>")
    end
    check.equal(faults(text(10, 20), text(20, 25)), 1)
    check.equal(faults(text(10, 20), text(10, 35)), 0)
    check.equal(faults(text(90, 20)), 1)
    check.equal(faults(text(10, 60, -40), text(30, 60, -40)), 0)
    check.equal(faults(text(10, 60, -40), text(15, 60, -40)), 1)
  end,

  ["the same chart gives the same bytes"] = function()
    for _, chart in pairs(charts) do
      check.equal(svg.chart(chart), svg.chart(chart))
    end
  end,

  ["numbers have two decimals at most"] = function()
    each(function(name, text)
      local long = text:match('%w="[^"]*%d%.%d%d%d[^"]*"')
      check.equal(long and name .. " " .. long, nil)
    end)
  end,

  ["every picture has a title, a description and a role"] = function()
    each(function(_, text)
      local id = text:match('^<svg [^>]*id="([^"]+)"')
      check.equal(count(text, 'role="img" aria%-labelledby="' .. id:gsub("%-", "%%-") ..
        "%-title "), 1)
      check.equal(count(text, '<title id="' .. id .. '%-title">[^<]'), 1)
      check.equal(count(text, '<desc id="' .. id .. '%-desc">[^<]'), 1)
    end)
  end,

  ["nothing of the data becomes markup or a control character"] = function()
    local text = svg.chart(charts.hostile)
    check.equal(count(text, "<script"), 0)
    check.equal(count(text, "onload"), 0)
    check.equal(count(text, "[%z\1-\9\11-\31]"), 0)
    check.equal(count(text, "&lt;script&gt;alert%(1%)&lt;/script&gt; &amp; &quot;quotes&quot;"), 3)
  end,

  ["a place of an area between two that are missing is a line"] = function()
    local text = svg.chart{data = {{n = 3, columns = {x = {1, 2, 3}, y = {nil, 5, nil}}}},
      layers = {{data = 1, mark = {type = "area"}, encoding = {
        x = {field = "x", type = "quantitative"}, y = {field = "y", type = "quantitative"}}}}}
    check.equal(count(text, 'stroke%-width="3"'), 1)
  end,

  ["bars that lie on each other are not labelled"] = function()
    local function labels(who)
      return count(svg.chart{data = {{n = 2, columns = {x = {17, 29}, who = who}}},
        layers = {{data = 1, mark = {type = "bar"}, encoding = {
          x = {field = "x", type = "quantitative", stack = false},
          y = {field = "who", type = "nominal"}}}}}, ">[12][79]</text>")
    end
    check.equal(labels{"a", "b"}, 2)
    check.equal(labels{"a", "a"}, 0)
  end,

  ["names that begin alike are told apart by their ends"] = function()
    local stem = ("share of those who "):rep(4)
    local text = svg.chart{data = {{n = 2, columns = {v = {1, 2},
      who = {stem .. "shop", stem .. "bank"}}}}, layers = {{data = 1, mark = {type = "bar"},
        encoding = {x = {field = "v", type = "quantitative"},
          y = {field = "who", type = "nominal"}}}}}
    check.equal(count(text, "…[^<]*shop<"), 1)
    check.equal(count(text, "…[^<]*bank<"), 1)
  end,

  ["points keep off the labels of the axis"] = function()
    local text = svg.chart{data = {{n = 2, columns = {x = {0, 1}, who = {"a", "b"}}}},
      layers = {{data = 1, mark = {type = "point"}, encoding = {
        x = {field = "x", type = "quantitative", scale = {domain = {0, 1}}},
        y = {field = "who", type = "nominal"}}}}}
    local label = tonumber(text:match('<text x="([%d.]+)"[^>]*text%-anchor="end"[^>]*>a<'))
    local point = tonumber(text:match('<circle cx="([%d.]+)"'))
    check.equal(point - 4 - label >= 8, true)
  end,

  ["an id keeps to what ids may be"] = function()
    check.equal(svg.chart(charts.bar, {id = "a b\"><"}):match(' id="([^"]+)"'), "a-b---")
    check.equal(svg.chart(charts.bar, {id = 7}):match(' id="([^"]+)"'), "c7")
  end,

  ["dark colours come from a style sheet of the picture's own, or stand by themselves"] =
    function()
      local auto = svg.chart(charts.bar, {id = "p"})
      check.equal(count(auto, "prefers%-color%-scheme:dark"), 1)
      check.equal(count(auto, "#p %.f%d+{fill:#"), count(auto, "{fill:#"))
      local dark = svg.chart(charts.bar, {theme = "dark"})
      check.equal(count(dark, "<style>"), 0)
      check.equal(count(dark, 'fill="#17191d"'), 1)
      check.equal(count(svg.chart(charts.bar, {background = false}), 'width="640" height'), 1)
    end,

  ["bars carry their values, the missing one a dash; the rest is told by pointing"] = function()
    local text = svg.chart(charts.bar_negative)
    check.equal(count(text, ">–</text>"), 1)
    check.equal(count(text, ">−4.5</text>"), 1)
    check.equal(count(text, "<title>Shanghai\nChange: −2.0 places</title></rect>"), 1)
    check.equal(count(text, ">1 of 6 missing %(Change%)</text>"), 1)
  end,

  ["values beside a rule go past it; four digits are enough"] = function()
    local function x_of(text, label)
      return tonumber(text:match('<text x="([%d.]+)"[^>]*>' .. label .. "</text>"))
    end
    local bars = {data = {{n = 2, columns = {who = {"a", "b"}, v = {4.7512, 10}}}},
      layers = {n = 1, {data = 1, mark = {type = "bar"}, encoding = {
        x = {field = "v", type = "quantitative"}, y = {field = "who", type = "nominal"}}}}}
    local before = x_of(svg.chart(bars), "4.75")
    bars.layers[2] = {data = 1, mark = {type = "rule"}, encoding = {
      x = {datum = 4.9, type = "quantitative"}}}
    bars.layers.n = 2
    check.equal(x_of(svg.chart(bars), "4.75") > before + 5, true)
  end,

  ["lines have their names at their ends, or a legend where names do not fit"] = function()
    check.equal(count(svg.chart(charts.line_close), ">West</text>"), 1)
    local narrow = svg.chart(charts.line, {plot_height = 20})
    check.equal(count(narrow, ">Who</text>"), 1) -- the title of the legend
  end,

  ["names keep off the line through their points"] = function()
    local text = svg.chart(charts.point_line)
    local x0, y0, x1, y1
    for x, y in text:gmatch('<circle cx="([%d.]+)" cy="([%d.]+)" r="4"') do
      x0, y0, x1, y1 = x0 or tonumber(x), y0 or tonumber(y), tonumber(x), tonumber(y)
    end
    local seen = 0
    for _, box in ipairs(boxes.read(text)) do
      if ("First Second Third Fourth Fifth"):find(box.text, 1, true) then
        seen = seen + 1
        local sides = {}
        for _, p in ipairs(box.corners) do
          sides[(p[1] - x0) * (y1 - y0) - (p[2] - y0) * (x1 - x0) > 0] = true
        end
        check.equal(sides[true] and sides[false], nil) -- all corners on one side
      end
    end
    check.equal(seen, 4) -- the first, in its corner, has no room
  end,

  ["a text layer that names the ends of lines is spread, too"] = function()
    local places = {}
    for _, box in ipairs(boxes.read(svg.chart(charts.bump))) do
      if box.text:find("^[abc]$") then
        places[box.text] = box.corners[1]
      end
    end
    check.equal(places.a[1], places.b[1])
    check.near(places.b[2] - places.a[2], 14)
    check.equal(places.c[2] > places.b[2] + 14, true)
  end,

  ["names that find no place are counted"] = function()
    check.equal(count(svg.chart(charts.point_crowded), "of 41 names"), 1)
    check.equal(count(svg.chart(charts.point), "no room"), 0)
  end,

  ["in Chinese: what is said, titles and units that are known"] = function()
    local chart = {title = "互联网普及率", source = "CNNIC", remarks = {"1 of 2 missing (Users)"},
      fields = {users = {title = "Users", title_zh = "网民规模"}},
      data = {{n = 2, columns = {region = {"北京", "天津"}, users = {1658, nil}}}},
      layers = {{data = 1, mark = {type = "bar"}, encoding = {
        x = {field = "users", type = "quantitative", title = "Users", unit = "10k persons",
          axis = {title = "Users", unit = "10k persons"}},
        y = {field = "region", type = "nominal", title = "Region"}}}}}
    local text = svg.chart(chart, {lang = "zh"})
    check.equal(count(text, ">网民规模 %(万人%)</text>"), 1)
    check.equal(count(text, ">1 / 2 缺失（网民规模）</text>"), 1)
    check.equal(count(text, ">来源：CNNIC</text>"), 1)
    check.equal(count(text, "北京\n网民规模: 1658 万人"), 1)
    check.equal(count(svg.chart(chart), ">Users %(10k persons%)</text>"), 1)
  end,

  ["a chart of nothing says so"] = function()
    check.equal(count(svg.chart(charts.nothing), ">no values to draw</text>"), 1)
    check.equal(count(svg.chart{}, ">no values to draw</text>"), 1)
  end,

  ["points by the thousand are dots of one path, each place once; a line has as many vertices " ..
    "as can be seen"] = function()
    local function thousands(mark)
      local columns = {x = {}, y = {}}
      for k = 1, 20000 do
        columns.x[k], columns.y[k] = k, (k * 7919) % 1000
      end
      return svg.chart({data = {{n = 20000, columns = columns}}, layers = {{data = 1,
        mark = {type = mark}, encoding = {x = {field = "x", type = "quantitative"},
          y = {field = "y", type = "quantitative"}}}}}, {width = 340, id = "many"})
    end
    local points, line = thousands("point"), thousands("line")
    check.equal(count(points, "<circle"), 0)
    check.equal(#points < 250000, true)
    check.equal(count(points, ">20000 points; those at one place are drawn once<"), 1)
    check.equal(#line < 30000, true)
  end,
}
