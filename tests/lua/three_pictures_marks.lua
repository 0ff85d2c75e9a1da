-- Every other mark drawn three ways shows the same numbers, too.

local check = require "check"
local core = require "almanac.core"
local palette = require "chart.palette"
local pictures = require "pictures"
local plot = require "plot"

local function fields(list, name)
  local values = {}
  for i = 1, #list do
    values[i] = list[i][name]
  end
  return values
end

-- The column at which `char` stands in a line: the cells before it.
local function column(line, char)
  local before = line:match("^(.-)" .. char)
  return before and utf8.len(before)
end

local points = {
  data = core.table({a = {1, 4, 7.5, 9}, b = {8, 2.5, 6, 4}}, {"a", "b"}), mark = "point",
  encoding = {x = {field = "a", scale = {domain = {0, 10}}},
    y = {field = "b", scale = {domain = {0, 10}}}},
}

local function check_points(text)
  local picture, seen = pictures.svg(text), 0
  local x_at, y_at = pictures.x_ruler(picture), pictures.y_ruler(picture)
  for x, y in picture:gmatch('<circle cx="([%d.]+)" cy="([%d.]+)"') do
    seen = seen + 1
    check.near(x_at(tonumber(x)), points.data.a[seen], 0.02)
    check.near(y_at(tonumber(y)), points.data.b[seen], 0.02)
  end
  check.equal(seen, 4)
  local lines, rows = pictures.lines(text, {width = 55, height = 20}), {}
  for row, line in ipairs(lines) do
    local rest = line:match("^ *%d* [|+](.*)$")
    rows[#rows + 1] = rest and {row = row, rest = rest} or nil
  end
  for i = 1, 4 do
    local row = rows[20 - math.floor(points.data.b[i] * 2)].rest
    check.equal(row:sub(math.floor(points.data.a[i] * 5.1) + 1, math.floor(points.data.a[i] * 5.1)
      + 1), "o")
  end
end

local years = {"2014", "2014", "2015", "2015", "2016", "2016"}
local areas = {
  data = core.table({year = years, who = {"A", "B", "A", "B", "A", "B"},
    v = {10, 5, 20, 15, 30, 10}}, {"year", "who", "v"}), mark = "area",
  encoding = {x = {field = "year", type = "temporal"}, y = "v", color = "who"},
}

-- The heights of what is filled in the column of cells that a place lies in.
local function filled(lines, column_of_plot, char)
  local n = 0
  for _, line in ipairs(lines) do
    local rest = line:match("^ *%d* [|+](.*)$")
    n = n + (rest and rest:sub(column_of_plot, column_of_plot) == char and 1 or 0)
  end
  return n
end

local function check_areas(text)
  local rows = pictures.rows(pictures.specification(text))
  check.list(fields(rows, "v_base"), {0, 10, 0, 20, 0, 30})
  check.list(fields(rows, "v_top"), {10, 15, 20, 35, 30, 40})
  local picture, k = pictures.svg(text), 0
  local y_at = pictures.y_ruler(picture)
  local tops, bases = {{10, 20, 30}, {15, 35, 40}}, {{0, 0, 0}, {10, 20, 30}}
  for path in picture:gmatch('<path d="M([^"]+)Z"') do
    k = k + 1
    local heights = {}
    for y in path:gmatch("[%d.]+ ([%d.]+)") do
      heights[#heights + 1] = y_at(tonumber(y))
    end
    check.list(heights, {tops[k][1], tops[k][2], tops[k][3], bases[k][3], bases[k][2], bases[k][1]},
      0.05)
  end
  check.equal(k, 2)
  local lines = pictures.lines(text, {width = 45, height = 20})
  check.equal(math.abs(filled(lines, 1, "#") - 10 / 2) <= 1, true)
  check.equal(math.abs(filled(lines, 40, "#") - 30 / 2) <= 1, true)
  check.equal(math.abs(filled(lines, 40, ".") - 10 / 2) <= 1, true)
end

local heat = {
  data = core.table({day = {"Mon", "Tue", "Mon", "Tue"}, shop = {"N", "N", "S", "S"},
    v = {0, 12.5, 33, 40}}, {"day", "shop", "v"}), mark = "rect",
  encoding = {x = {field = "day", type = "ordinal"}, y = "shop", color = "v"},
}

local function channels(hex)
  return {tonumber(hex:sub(2, 3), 16), tonumber(hex:sub(4, 5), 16), tonumber(hex:sub(6, 7), 16)}
end

-- What the scale of a specification makes of a number.
local function color_at(scale, value)
  for k = 2, #scale.domain do
    local lo, hi = scale.domain[k - 1], scale.domain[k]
    if value <= hi then
      return channels(palette.mix(scale.range[k - 1], scale.range[k], (value - lo) / (hi - lo)))
    end
  end
end

local function check_heat(text)
  local spec, values = pictures.specification(text), heat.data.v
  check.list(fields(pictures.rows(spec), "v"), {0, 12.5, 33, 40})
  local picture, k = pictures.svg(text), 0
  local lines = pictures.lines(text, {width = 60, color = true, truecolor = true, unicode = true})
  local drawn = {}
  for red, green, blue in table.concat(lines, "\n"):gmatch("\27%[48;2;(%d+);(%d+);(%d+);") do
    drawn[#drawn + 1] = {tonumber(red), tonumber(green), tonumber(blue)}
  end
  for fill, said in picture:gmatch('<rect [^>]*fill="(#%x+)"[^>]*><title>[^\n]+\nv: ([^<]+)</') do
    k = k + 1
    check.equal(pictures.number(said), values[k])
    local wanted = color_at(spec.encoding.color.scale, values[k])
    for i, share in ipairs(channels(fill)) do
      check.equal(math.abs(share - wanted[i]) <= 2, true)
    end
    check.list(drawn[k], channels(fill))
  end
  check.equal(k, 4)
end

local boxes = {
  data = core.table({who = {"a", "a", "a", "a", "a", "b", "b", "b", "b", "b"},
    v = {0, 10, 20, 40, 50, 5, 10, 15, 20, 25}}, {"who", "v"}), mark = "boxplot",
  encoding = {x = {field = "v", scale = {domain = {0, 50}}}, y = "who"},
}

local quartiles = {a = {0, 10, 20, 40, 50}, b = {5, 10, 15, 20, 25}}

local function check_boxes(text)
  local spec = pictures.specification(text)
  for _, row in ipairs(pictures.rows(spec)) do
    check.list({row.low, row.q1, row.median, row.q3, row.high}, quartiles[row.who])
  end
  local picture = pictures.svg(text)
  local x_at, seen = pictures.x_ruler(picture), 0
  for x, width, who in picture:gmatch(
    '<rect x="([%d.]+)" y="[%d.]+" width="([%d.]+)"[^>]*><title>(%a)\n') do
    seen = seen + 1
    check.near(x_at(tonumber(x)), quartiles[who][2], 0.1)
    check.near(x_at(tonumber(x) + tonumber(width)), quartiles[who][4], 0.1)
  end
  check.equal(seen, 2)
  local lines = pictures.lines(text, {width = 54, unicode = true})
  for _, line in ipairs(lines) do
    local who, rest = line:match("^([ab]) (.*)$")
    for k, char in pairs(who and {[2] = "█", [3] = "┊"} or {}) do
      local at = column(rest, char)
      check.equal(math.abs(at - quartiles[who][k]) <= 1.5, true)
    end
    check.equal(who == nil or math.abs(utf8.len(rest) - quartiles[who][5]) <= 1.5, true)
  end
end

local histogram = {
  data = core.table({v = {1, 2, 2, 2, 3, 3, 5, 7}}, {"v"}),
  mark = {type = "histogram", step = 1},
  encoding = {x = "v"},
}

local function check_histogram(text)
  local spec, counts = pictures.specification(text), {1, 3, 2, 0, 1, 0, 1}
  check.list(fields(pictures.rows(spec), "count"), counts)
  check.list(fields(pictures.rows(spec), "from"), {1, 2, 3, 4, 5, 6, 7})
  local picture, k = pictures.svg(text), 0
  local x_at, y_at = pictures.x_ruler(picture), pictures.y_ruler(picture)
  for x, y, width in picture:gmatch(
    '<rect x="([%d.]+)" y="([%d.]+)" width="([%d.]+)"[^>]*><title>') do
    k = k + 1
    check.near(x_at(tonumber(x)), k, 0.01)
    check.near(x_at(tonumber(x) + tonumber(width)), k + 1, 0.01)
    check.near(y_at(tonumber(y)), counts[k], 0.02)
  end
  check.equal(k, 7)
  local lines = pictures.lines(text, {width = 60, height = 12})
  local left = #lines[2]:match("^ *%d* [|+]")
  for i, n in ipairs(counts) do
    local tall = 0
    for row = 2, 13 do
      local at = left + math.floor((i - 0.5) / 7 * (60 - left))
      tall = tall + (lines[row]:sub(at, at) == "#" and 1 or 0)
    end
    check.equal(tall, n * 4)
  end
end

local tiles = {
  data = core.table({region = {"P", "Q", "R", "S", "T", "U"}, v = {1, 2, 3, 4, 5, 6}},
    {"region", "v"}), value = "v", method = "equal", classes = 3,
  grid = core.table({region = {"P", "Q", "R", "S", "T", "U"}, row = {1, 1, 1, 2, 2, 2},
    column = {1, 2, 3, 1, 2, 3}, code = {"p", "q", "r", "s", "t", "u"}},
    {"region", "row", "column", "code"}),
}

local function check_tiles(text)
  local spec, picture = pictures.specification(text), pictures.svg(text)
  local said, seen = {}, 0
  for _, row in ipairs(pictures.rows(spec)) do
    said[row.region] = row.value
    seen = seen + 1
  end
  check.equal(seen, 6)
  for i, region in ipairs{"P", "Q", "R", "S", "T", "U"} do
    check.equal(said[region], i)
    local told = picture:match("<title>[^<]*" .. region .. "[^<]*\n[^:<]*: ([%d.]+)")
    check.equal(tonumber(told), i)
  end
  local drawn = table.concat(pictures.lines(text, {width = 60, unicode = true}), "\n")
  for i, code in ipairs{"p", "q", "r", "s", "t", "u"} do
    local shade = ({"▒", "▓", "█"})[(i + 1) // 2]
    check.equal(drawn:find(shade .. code, 1, true) ~= nil, true)
  end
end

check.run{
  ["points"] = function()
    local text = pictures.text(points)
    local rows = pictures.rows(pictures.specification(text))
    check.list(fields(rows, "a"), {1, 4, 7.5, 9})
    check.list(fields(rows, "b"), {8, 2.5, 6, 4})
    check_points(text)
  end,
  ["areas, piled"] = function() check_areas(pictures.text(areas)) end,
  ["heat maps, in their colours, too"] = function() check_heat(pictures.text(heat)) end,
  ["boxes"] = function() check_boxes(pictures.text(boxes)) end,
  ["histograms"] = function() check_histogram(pictures.text(histogram)) end,
  ["maps of tiles"] = function() check_tiles(pictures.text(plot.tilemap(tiles))) end,
}
