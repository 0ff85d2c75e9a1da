-- Charts drawn at random, of values nobody would draw: none is refused, no text of
-- theirs overlaps or is cut off, and no number in the picture is none.

local boxes = require "boxes"
local check = require "check"
local svg = require "svg"

local RUNS = 400

local marks = {"bar", "line", "point", "area", "rule", "text", "tick", "rect"}
local words = {"a", "North", "Inner Mongolia", "新疆维吾尔自治区", "<&>", "a very long name of a place",
  "", "x\ny"}
local numbers = {0, 1, -1, 0.1, 77.8, -4.5, 1e9, -3e12, 1e-7, 123456, 0 / 0, math.huge, -math.huge}
local scales = {"linear", "log", "sqrt", "symlog"}

local function any(list)
  return list[math.random(#list)]
end

local function column(n, kind, few)
  local list = {}
  for i = 1, n do
    if math.random(6) > 1 then
      if kind == "quantitative" then
        list[i] = math.random(2) == 1 and any(numbers) or math.random() * 100
      elseif kind == "temporal" then
        list[i] = tostring(1995 + math.random(30)) .. any{"", "-S1", "-S2"}
      else
        list[i] = any(words) .. (few and "" or math.random(30))
      end
    end
  end
  return list
end

local kinds = {"quantitative", "nominal", "ordinal", "temporal"}

local function channel(name, kind)
  local c = {field = name, type = kind, title = any(words), unit = any{"%", "10k persons", ""}}
  if kind == "quantitative" then
    c.scale = {type = any(scales), zero = any{true, false}, reverse = math.random(5) == 1,
      domain = math.random(6) == 1 and {n = 2, 10, 50} or nil}
    c.stack = any{"zero", "normalize"}
  end
  return c
end

local function layer(columns, n)
  local encoding = {}
  for _, name in ipairs{"x", "y", "x2", "y2", "color", "size", "shape", "text", "xOffset"} do
    if name == "x" or name == "y" or math.random(4) == 1 then
      local kind = any(kinds)
      if name == "x2" or name == "y2" then
        kind = encoding[name:sub(1, 1)].type
      elseif name == "size" then
        kind = "quantitative"
      elseif name == "shape" or name == "xOffset" then
        kind = "nominal"
      end
      columns[name] = column(n, kind, name == "color" or name == "shape")
      encoding[name] = channel(name, kind)
    end
  end
  if math.random(2) == 1 then
    encoding[any{"x", "y"}] = nil
    encoding.x2, encoding.y2 = nil, nil
  end
  return {data = 1, mark = {type = any(marks), point = any{true, false}}, encoding = encoding}
end

local times = {}
for year = 1990, 2030 do
  times[tostring(year)] = year + 1
  times[year .. "-S1"], times[year .. "-S2"] = year + 0.5, year + 1
end

local function random_chart()
  local n = any{0, 1, 2, 7, 40}
  local columns = {}
  return {title = any(words), subtitle = any(words), source = any(words), times = times,
    layers = {layer(columns, n)}, data = {{n = n, columns = columns}},
    fields = {}}
end

math.randomseed(7)
for run = 1, RUNS do
  local chart = random_chart()
  local ok, text = pcall(svg.chart, chart, {width = any{300, 640, 900}})
  local mark = chart.layers[1].mark.type
  if not ok then
    error("run " .. run .. ", " .. mark .. ": " .. tostring(text))
  end
  local faults = boxes.faults(text)
  if #faults > 0 then
    error("run " .. run .. ", " .. mark .. ": " .. table.concat(faults, "; "))
  end
  check.equal(text:match('="[^"]*%f[%w]nan%f[%W]') or text:match('="%-?inf'), nil)
end
