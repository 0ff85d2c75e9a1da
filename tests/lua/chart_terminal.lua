-- Charts in characters.

local charts = require "charts"
local check = require "check"
local native = require "almanac.native"
local terminal = require "chart.terminal"

local function draw(name, options)
  return table.concat(terminal.chart(charts[name], options), "\n")
end

local function names()
  local list = {}
  for name in pairs(charts) do
    list[#list + 1] = name
  end
  return list
end

local unicode, ascii = {unicode = true, width = 60}, {width = 60}

check.run{
  ["bars are as long as their values, to an eighth of a cell"] = function()
    -- 37.5 of 50 in 60 - 1 - 4 - 2 = 53 cells is 39 and six eighths.
    local chart = {data = {{n = 2, columns = {who = {"A", "B"}, x = {50, 37.5}}}},
      layers = {{data = 1, mark = {type = "bar"}, encoding = {
        x = {field = "x", type = "quantitative", title = "Share"},
        y = {field = "who", type = "nominal"}}}}}
    local lines = terminal.chart(chart, unicode)
    check.equal(lines[1], "Share")
    check.equal(lines[2], "A " .. ("█"):rep(53) .. " 50.0")
    check.equal(lines[3], "B " .. ("█"):rep(39) .. "▊" .. (" "):rep(13) .. " 37.5")
  end,
  ["negative bars reach to the left; zero and missing draw nothing"] = function()
    local lines = terminal.chart(charts.bar_negative, ascii)
    check.equal(lines[4]:find("#", 1, true) ~= nil, true)
    local shanghai, beijing = lines[5]:find("#", 1, true), lines[4]:find("#", 1, true)
    check.equal(shanghai < beijing, true)
    check.equal(lines[6]:find("#", 1, true), nil)
    check.equal(lines[9]:find("missing", 1, true) ~= nil, true)
    check.equal(lines[9]:find("#", 1, true), nil)
    check.equal(lines[10], "(1 of 6 missing (Change))")
  end,
  ["a line breaks where a value is missing"] = function()
    local chart = {data = {{n = 3, columns = {x = {0, 1, 2}, y = {1, nil, 1}}}},
      layers = {{data = 1, mark = {type = "line"}, encoding = {
        x = {field = "x", type = "quantitative"}, y = {field = "y", type = "quantitative"}}}}}
    local text = table.concat(terminal.chart(chart, ascii), "\n")
    check.equal(text:find("*", 1, true), nil)
    check.equal(text:find("(1 of 3 missing (y))", 1, true) ~= nil, true)
  end,
  ["no line is wider than it may be"] = function()
    for _, name in ipairs(names()) do
      for _, width in ipairs{40, 80, 120} do
        for _, line in ipairs(terminal.chart(charts[name], {unicode = true, width = width})) do
          if native.width(line) > width then
            error(string.format("%s at %d: %s", name, width, line))
          end
        end
      end
    end
  end,
  ["without Unicode all but the data is ASCII"] = function()
    for _, name in ipairs{"bar", "bar_grouped", "line", "point", "area", "band", "box", "histogram",
      "heat", "tile"} do
      check.equal(draw(name, ascii):find("[\128-\255]"), nil)
    end
  end,
  ["colours are there when asked for, and only then"] = function()
    check.equal(draw("line", unicode):find("\27", 1, true), nil)
    check.equal(draw("line", {unicode = true, color = true, width = 60}):find("\27[38;5;", 1, true)
      ~= nil, true)
  end,
  ["text of the data cannot steer the terminal"] = function()
    check.equal(draw("hostile", unicode):find("\27", 1, true), nil)
    local columns = {who = {"\27[31mred", "a\tb", "c\u{9b}d"}, x = {1, 2, 3}, y = {3, 1, 2}}
    local who, x = {field = "who", type = "nominal"}, {field = "x", type = "quantitative"}
    local y = {field = "y", type = "quantitative"}
    for _, layer in ipairs{
      {mark = {type = "bar"}, encoding = {x = x, y = who}},
      {mark = {type = "bar"}, encoding = {x = x, y = {field = "y", type = "ordinal"},
        yOffset = who, color = who}},
      {mark = {type = "point"}, encoding = {x = x, y = y, text = who, color = who}},
      {mark = {type = "point"}, encoding = {x = x, y = y, text = {value = "\27[31m"}}},
      {mark = {type = "point"}, encoding = {x = x, y = y, shape = who}},
      {mark = {type = "line"}, encoding = {x = x, y = y, color = who}},
      {mark = {type = "point"}, encoding = {x = who, y = y}},
      {mark = {type = "rect"}, encoding = {x = who, y = who, color = x}},
    } do
      layer.data = 1
      local chart = {data = {{n = 3, columns = columns}}, layers = {layer}}
      local text = table.concat(terminal.chart(chart, unicode), "")
      check.equal(text:find("%c"), nil)
      check.equal(text:find("\u{9b}", 1, true), nil)
    end
  end,
  ["the same chart is drawn the same twice"] = function()
    for _, name in ipairs(names()) do
      check.equal(draw(name, unicode), draw(name, unicode))
    end
  end,
  ["nothing to draw is said"] = function()
    check.equal(draw("nothing", unicode):find("(nothing to draw)", 1, true) ~= nil, true)
  end,
  ["a line of missing values alone is nothing to draw"] = function()
    local chart = {data = {{n = 2, columns = {x = {0, 1}, y = {}}}},
      layers = {{data = 1, mark = {type = "line"}, encoding = {
        x = {field = "x", type = "quantitative"}, y = {field = "y", type = "quantitative"}}}}}
    local text = table.concat(terminal.chart(chart, unicode), "\n")
    check.equal(text:find("(nothing to draw)", 1, true) ~= nil, true)
    check.equal(text:find("┤", 1, true), nil)
  end,
  ["without colours areas are woven as their legend is"] = function()
    local chart = {data = {{n = 4, columns = {x = {0, 0, 1, 1}, y = {1, 1, 1, 1},
      who = {"A", "B", "A", "B"}}}}, layers = {{data = 1,
      mark = {type = "area"}, encoding = {
        x = {field = "x", type = "quantitative"},
        y = {field = "y", type = "quantitative", stack = "zero"},
        color = {field = "who", type = "nominal"}}}}}
    local text = table.concat(terminal.chart(chart, unicode), "\n")
    for _, char in ipairs{"⣿", "⢕"} do
      check.equal(text:find(char .. " ", 1, true) ~= nil, true)
      check.equal(text:find(char .. char .. char, 1, true) ~= nil, true)
    end
  end,
  ["points of two kinds of looks have the legend of what is seen"] = function()
    local chart = {data = {{n = 2, columns = {x = {0, 1}, y = {0, 1}, who = {"A", "B"},
      sex = {"girls", "boys"}}}}, layers = {{data = 1, mark = {type = "point"}, encoding = {
        x = {field = "x", type = "quantitative"}, y = {field = "y", type = "quantitative"},
        color = {field = "who", type = "nominal"}, shape = {field = "sex", type = "nominal"}}}}}
    local lines = terminal.chart(chart, unicode)
    check.equal(lines[2], "● girls  ◆ boys")
    check.equal(lines[3], "(who: told by colours, which are not shown here)")
  end,
  ["many columns of a heat map fit, and periods are named now and then"] = function()
    local columns = {month = {}, shop = {}, sales = {}}
    for k = 1, 36 do
      columns.month[k] = string.format("%d-%02d", 2021 + (k - 1) // 12, (k - 1) % 12 + 1)
      columns.shop[k], columns.sales[k] = "Harbour", k
    end
    local chart = {data = {{n = 36, columns = columns}}, layers = {{data = 1,
      mark = {type = "rect"}, encoding = {x = {field = "month", type = "ordinal"},
        y = {field = "shop", type = "nominal"}, color = {field = "sales",
          type = "quantitative", title = "Sales"}}}}}
    for k = 1, 36 do
      chart.times = chart.times or {}
      chart.times[columns.month[k]] = 2021 + k / 12
    end
    local lines = terminal.chart(chart, unicode)
    check.equal(lines[2], "Sales: ░ 0 to 10  ▒ 10 to 20  ▓ 20 to 30  █ 30 to 40")
    check.equal(lines[3], "        2021-01 2021-09 2022-05 2023-01")
    check.equal(lines[4], "Harbour " .. ("░"):rep(9) .. ("▒"):rep(10) .. ("▓"):rep(10) ..
      ("█"):rep(7))
  end,
  ["what has no value is told from the lightest shade"] = function()
    local text = table.concat(terminal.chart(charts.heat, ascii), "\n")
    check.equal(text:find("? no value", 1, true) ~= nil, true)
  end,
  ["letters along lines are those of the legend where there is no room at their ends"] = function()
    local lines = terminal.chart(charts.line, {unicode = true, width = 30})
    local text = table.concat(lines, "\n")
    check.equal(text:find("●", 1, true), nil)
    check.equal(text:find("\nA %S") ~= nil, true)
  end,
  ["bars side by side have no legend, as each is named"] = function()
    local text = draw("bar_grouped", unicode)
    check.equal(text:find("◆", 1, true), nil)
  end,
  ["tiles without a value have no colour; dark blue stays blue"] = function()
    local text = draw("tile", {unicode = true, color = true, width = 60})
    check.equal(text:find("·", 1, true) ~= nil, true)
    local chart = {data = {{n = 1, columns = {x = {1}}}}, layers = {{data = 1,
      mark = {type = "point", color = "#08306b"}, encoding = {
        x = {field = "x", type = "quantitative"}}}}}
    local lines = terminal.chart(chart, {unicode = true, color = true, width = 30})
    check.equal(table.concat(lines):find("\27[38;5;17m", 1, true) ~= nil, true)
  end,
  ["terminals that have every colour get those of the pictures, ink as it is"] = function()
    local options = {unicode = true, color = true, truecolor = true, width = 60}
    check.equal(draw("line", options):find("\27[38;2;18;125;191m", 1, true) ~= nil, true)
    check.equal(draw("line", options):find("38;5;", 1, true), nil)
    check.equal(draw("tile", options):find("\27%[48;2;%d+;%d+;%d+;38;2;%d+;%d+;%d+m") ~= nil, true)
    local chart = {data = {{n = 1, columns = {x = {1}}}}, layers = {{data = 1,
      mark = {type = "rule"}, encoding = {x = {field = "x", type = "quantitative"}}}}}
    check.equal(table.concat(terminal.chart(chart, options)):find("\27", 1, true), nil)
  end,
  ["an area has no seam where two pieces meet, and one place alone is a line"] = function()
    local columns = {x = {0, 3, 7, 9, 10, 11}, y = {1, 1, 1, nil, 1, nil}}
    local chart = {data = {{n = 6, columns = columns}}, layers = {{data = 1,
      mark = {type = "area"}, encoding = {
        x = {field = "x", type = "quantitative", scale = {domain = {0, 12}}},
        y = {field = "y", type = "quantitative", scale = {domain = {0, 1}}}}}}}
    for width = 30, 50 do
      local line = terminal.chart(chart, {unicode = true, width = width})[6]
      local full = ("⢕"):rep((7 * (width - 6)) // 12)
      if not line:find("[^ ]" .. full) and not line:find(full .. "[^ ]* +[^ ]+$") then
        error(width .. ": " .. line)
      end
    end
  end,
  ["lines of steps have steps"] = function()
    local chart = {data = {{n = 2, columns = {x = {0, 1}, y = {0, 1}}}}, layers = {{data = 1,
      mark = {type = "line", interpolate = "step-after"}, encoding = {
        x = {field = "x", type = "quantitative"}, y = {field = "y", type = "quantitative"}}}}}
    local lines = terminal.chart(chart, {width = 40, height = 5})
    check.equal(lines[6], "0.0 +" .. ("*"):rep(35))
    check.equal(lines[4], "0.5 +" .. (" "):rep(34) .. "*")
  end,
  ["a name beside a point keeps a blank from the next name"] = function()
    local chart = {data = {{n = 2, columns = {x = {0, 8}, y = {1, 1}, who = {"left", "right"}}}},
      layers = {{data = 1, mark = {type = "point"}, encoding = {
        x = {field = "x", type = "quantitative", scale = {domain = {0, 8}}},
        y = {field = "y", type = "quantitative"}, text = {field = "who", type = "nominal"}}}}}
    for width = 18, 40 do
      local text = table.concat(terminal.chart(chart, {unicode = true, width = width}), "\n")
      check.equal(text:find("leftright", 1, true), nil)
    end
  end,
  ["parts of a pile have the texture that the legend gives them"] = function()
    local who, v = {}, {}
    for k = 1, 12 do
      who[k], v[k] = "part " .. k, k == 12 and 100 or k
    end
    local chart = {data = {{n = 12, columns = {who = who, v = v, all = {}}}}, layers = {{data = 1,
      mark = {type = "bar"}, encoding = {y = {field = "all", type = "nominal"},
        x = {field = "v", type = "quantitative", stack = "zero"},
        color = {field = "who", type = "nominal"}}}}}
    for k = 1, 12 do
      chart.data[1].columns.all[k] = "all"
    end
    local lines = terminal.chart(chart, unicode)
    local text = table.concat(lines, "\n")
    local most = text:match("(%S+) part 12")
    check.equal(text:find(most:rep(20), 1, true) ~= nil, true)
    check.equal(text:find("░ other (5)", 1, true) ~= nil, true)
    check.equal(text:find(most .. "[^ ]*░░░") ~= nil, true)
  end,
  ["names that begin alike are told apart by their ends"] = function()
    local stem = ("share of those who "):rep(3)
    local chart = {data = {{n = 3, columns = {x = {1, 2, 3},
      who = {stem .. "shop", stem .. "bank", "short"}}}}, layers = {{data = 1,
        mark = {type = "bar"}, encoding = {x = {field = "x", type = "quantitative"},
          y = {field = "who", type = "nominal"}}}}}
    local lines = terminal.chart(chart, unicode)
    check.equal(lines[2]:match("^(.-) █"), "share of t…e who shop")
    check.equal(lines[3]:match("^(.-) █"), "share of t…e who bank")
  end,
  ["a pile has no gaps between its parts"] = function()
    for first = 1, 40 do
      local chart = {data = {{n = 2, columns = {x = {first, 41 - first}, who = {"A", "B"},
        all = {"all", "all"}}}}, layers = {{data = 1, mark = {type = "bar"}, encoding = {
          x = {field = "x", type = "quantitative", stack = "zero"},
          y = {field = "all", type = "nominal"}, color = {field = "who", type = "nominal"}}}}}
      local bar = terminal.chart(chart, unicode)[3]:match("^all (.-) *$")
      check.equal(bar:gsub("█", ""):gsub("▓", ""):find("^[^ ]?[^ ]?[^ ]?$") ~= nil, true)
    end
  end,
  ["a whisker without a length is not drawn"] = function()
    local columns = {q3 = {5}, high = {5}, q1 = {1}, who = {"a"}}
    local function channel(field)
      return {field = field, type = "quantitative"}
    end
    local who = {field = "who", type = "nominal"}
    local chart = {data = {{n = 1, columns = columns}}, layers = {
      {data = 1, mark = {type = "rule"},
        encoding = {x = channel "q3", x2 = channel "high", y = who}},
      {data = 1, mark = {type = "bar"}, encoding = {x = channel "q1", x2 = channel "q3", y = who}}}}
    check.equal(table.concat(terminal.chart(chart, unicode)):find("┊", 1, true), nil)
  end,
  ["a part of nothing in a pile hides no other"] = function()
    local chart = {data = {{n = 2, columns = {from = {0, 0}, to = {1, 1}, n = {3, 0},
      who = {"A", "B"}}}}, layers = {{data = 1, mark = {type = "bar", binned = true}, encoding = {
        x = {field = "from", type = "quantitative"}, x2 = {field = "to", type = "quantitative"},
        y = {field = "n", type = "quantitative", stack = "zero"},
        color = {field = "who", type = "nominal"}}}}}
    local text = table.concat(terminal.chart(chart, unicode), "\n")
    check.equal(text:find("██") ~= nil, true)
    check.equal(text:find("▓▓"), nil)
  end,
}
