-- One chart drawn three ways shows the same numbers: what stands in the
-- specification, what lengths and places in the picture measure, what the
-- characters of a terminal say.

local check = require "check"
local core = require "almanac.core"
local pictures = require "pictures"

local regions = {"North", "South", "East", "West", "Centre"}
local values = {12.5, -4, 40, 0.5, 33.75}
local times = {"2014", "2015", "2016", "2017"}
local users = {100, 250, 225, 400}

local bars = {
  data = core.table({region = regions, score = values}, {"region", "score"}),
  mark = "bar", encoding = {y = "region", x = "score"},
}

local lines = {
  data = core.table({period = times, users = users}, {"period", "users"}):with{
    period = "period"},
  mark = {type = "line", point = true}, encoding = {x = {field = "period", type = "nominal"},
    y = "users"},
}

local function bar_values(spec)
  local got = {}
  for i = 1, #spec.data.values do
    got[spec.data.values[i].region] = spec.data.values[i].score
  end
  return got
end

check.run{
  ["bars: the specification has the numbers themselves"] = function()
    local got = bar_values(pictures.specification(pictures.text(bars)))
    for i, region in ipairs(regions) do
      check.equal(got[region], values[i])
    end
  end,
  ["bars: in the picture their ends stand at the values, and they say them"] = function()
    local picture = pictures.svg(pictures.text(bars))
    local value_at = pictures.x_ruler(picture)
    local told, seen = pictures.tooltips(picture), 0
    for x, width, name in picture:gmatch(
      '<rect x="([%d.]+)" y="[%d.]+" width="([%d.]+)"[^>]*><title>([^\n]+)') do
      for i, region in ipairs(regions) do
        if region == name then
          seen = seen + 1
          local left, right = value_at(tonumber(x)), value_at(tonumber(x) + tonumber(width))
          check.near(values[i] < 0 and left or right, values[i], 0.02)
          check.near(values[i] < 0 and right or left, 0, 0.02)
          check.equal(tonumber((told[region]:gsub("−", "-"))), values[i])
        end
      end
    end
    check.equal(seen, #regions)
  end,
  ["bars: in a terminal they are as long, and say their values"] = function()
    local drawn, longest = {}, 0
    for _, line in ipairs(pictures.lines(pictures.text(bars),
      {unicode = true, width = 100})) do
      local name, rest = line:match("^ *(%a+) (.*)$")
      for i, region in ipairs(regions) do
        if region == name then
          local cells = select(2, rest:gsub("█", ""))
          drawn[region], longest = cells, math.max(longest, cells)
          check.equal(tonumber((rest:match("(%S+)$"):gsub("−", "-"))), values[i])
        end
      end
    end
    for i, region in ipairs(regions) do
      local length = math.abs(values[i]) / 40 * longest
      check.equal(math.abs(drawn[region] - length) <= 1.5, true)
    end
  end,
  ["lines: the specification, the picture and the terminal agree"] = function()
    local text = pictures.text(lines)
    local spec = pictures.specification(text)
    for i = 1, #users do
      check.equal(spec.data.values[i].users, users[i])
    end
    local picture = pictures.svg(text)
    local value_at = pictures.y_ruler(picture)
    local path = picture:match('<path d="M([^"]+)"')
    local k = 0
    for _, y in path:gmatch("([%d.]+) ([%d.]+)") do
      k = k + 1
      check.near(value_at(tonumber(y)), users[k], 0.02)
    end
    check.equal(k, #users)
    local marks, ticks = {}, {}
    for row, line in ipairs(pictures.lines(text, {width = 60, height = 16})) do
      local label, drawn = line:match("^ *(%d*) [|+](.*)$")
      if tonumber(label) then
        ticks[#ticks + 1] = {row = row, value = tonumber(label)}
      end
      for at in (drawn or ""):gmatch("()o") do
        marks[#marks + 1] = {at = at, row = row}
      end
    end
    table.sort(marks, function(x, y) return x.at < y.at end)
    check.equal(#marks, #users)
    local top, bottom = ticks[1], ticks[#ticks]
    local a_row = (top.value - bottom.value) / (bottom.row - top.row)
    for i, mark in ipairs(marks) do
      check.equal(math.abs(top.value - (mark.row - top.row) * a_row - users[i]) <= a_row, true)
    end
  end,
}
