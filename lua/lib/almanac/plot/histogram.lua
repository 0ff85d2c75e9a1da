--- Histograms: how many values lie in each of some equal ranges.
--
-- How wide they are is the rule of Freedman and Diaconis (1981), 2 IQR / n^(1/3), or,
-- where the quartiles are equal, the number of Sturges (1926), 1 + log2 n. The width is
-- then rounded to 1, 2 or 5 times a power of ten and the edges are its multiples, as in
-- pretty() of R. A value on an edge counts to its right; the last range has both ends,
-- but where each whole number has a range of its own.

local format = require "almanac.format"
local native = require "almanac.native"
local source = require "almanac.plot.source"
local stats = require "almanac.stats"

local MOST_BINS = 60 -- by rule
local FURTHEST = 1e300 -- apart; beyond it a width of ranges is no number
local MOST_EDGES = 1000 -- by a step that was given

-- The nearest of 1, 2, 5 and 10 times a power of ten, after pretty() of R: the next
-- greater one is taken beyond the geometric mean of two neighbours, nearly.
local function nice(width)
  local power = 10.0 ^ math.floor(math.log(width, 10))
  for _, unit in ipairs({{1, 1.4}, {2, 2.8}, {5, 7}}) do
    if width < unit[2] * power then
      return unit[1] * power
    end
  end
  return 10 * power
end

-- The width by rule, before it is rounded.
local function natural(list, low, high)
  local quartiles = stats.quantiles(list, {0.25, 0.75})
  local width = quartiles and 2 * (quartiles[2] - quartiles[1]) * (#list) ^ (-1 / 3) or 0
  if width <= 0 then
    width = (high - low) / (math.ceil(math.log(#list, 2)) + 1)
  end
  return width
end

-- k steps, as one would write it down: 3 * 0.1 is 0.3.
local function multiple(k, step)
  return tonumber(string.format("%.12g", k * step)) + 0.0
end

-- The first and the last edge in steps; the last range has both ends, or (`each`) not.
local function extent(low, high, step, each)
  local first, last = math.floor(low / step), math.floor(high / step)
  if multiple(last, step) < high or last == first or each then
    last = last + 1
  end
  return first, last
end

local function step_of(list, low, high, options, whole)
  if options.step then
    return options.step
  end
  local width = high > low and natural(list, low, high) or math.max(math.abs(low), 1) / 10
  local step = nice(math.max(width, (high - low) / (options.maxbins or MOST_BINS)))
  step = whole and math.max(step, 1) or step
  while options.maxbins do
    local first, last = extent(low, high, step, whole and step == 1)
    if last - first <= options.maxbins then
      break
    end
    step = nice(step * 1.5)
  end
  return step
end

-- The edges of the ranges, in order.
local function edges_of(list, options, whole)
  local low, high = stats.min(list), stats.max(list)
  if high - low >= FURTHEST then
    native.fail("the values of the histogram are too far apart to be counted in ranges")
  end
  local step = step_of(list, low, high, options, whole)
  local first, last = extent(low, high, step, whole and step == 1)
  if last - first > MOST_EDGES then
    native.fail(string.format("a histogram of %d ranges is too fine", last - first),
      "a greater step, or none")
  end
  local edges = {}
  for k = first, last do
    edges[#edges + 1] = multiple(k, step)
  end
  return edges
end

-- The range that holds x; the edges decide, not the division.
local function place(edges, x)
  local n = #edges - 1
  local k = math.floor((x - edges[1]) / (edges[2] - edges[1])) + 1
  k = math.max(1, math.min(k, n))
  while k < n and x >= edges[k + 1] do
    k = k + 1
  end
  while k > 1 and x < edges[k] do
    k = k - 1
  end
  return k
end

local function present(values)
  local list = {}
  for i = 1, values.n do
    list[#list + 1] = values[i]
  end
  return list
end

-- How many values of each group lie in each range; without groups one, "".
local function count(values, groups, edges)
  local order, counts = {}, {}
  for i = 1, values.n do
    local x, group = values[i], groups and groups[i] or ""
    if x ~= nil and not (groups and groups[i] == nil) then
      if not counts[group] then
        order[#order + 1], counts[group] = group, {}
      end
      local k = place(edges, x)
      counts[group][k] = (counts[group][k] or 0) + 1
    end
  end
  return order, counts
end

local function rows(edges, order, counts, names, group_name)
  local columns = {[names.from] = {}, [names.to] = {}, [names.count] = {}}
  local n = 0
  if group_name then
    columns[group_name] = {}
  end
  for _, group in ipairs(order) do
    for k = 1, #edges - 1 do
      n = n + 1
      columns[names.from][n], columns[names.to][n] = edges[k], edges[k + 1]
      columns[names.count][n] = counts[group][k] or 0
      if group_name then
        columns[group_name][n] = group
      end
    end
  end
  for _, column in pairs(columns) do
    column.n = n
  end
  return n, columns
end

local function options_of(mark, bin)
  local options = {maxbins = mark.maxbins, step = mark.step}
  if type(bin) == "table" then
    options.maxbins, options.step = bin.maxbins or options.maxbins, bin.step or options.step
  end
  if options.step and options.step <= 0 then
    native.fail("the step of a histogram is above 0", "step = 5")
  elseif options.maxbins and options.maxbins < 1 then
    native.fail("a histogram has at least one range", "maxbins = 20")
  end
  return options
end

-- The source of the bars, and what its columns are called.
local function made_source(layer, field, values, edges)
  local color = layer.channels.color
  local by = color and color.field
  local names = {from = source.free("from", by), to = source.free("to", by),
    count = source.free("count", by)}
  local order, counts = count(values, by and layer.source:values(by), edges)
  local n, columns = rows(edges, order, counts, names, by)
  local fields = {
    [names.from] = {type = "number", title = field.title or field.name, unit = field.unit,
      rounding = field.rounding},
    [names.to] = {type = "number", title = "up to", unit = field.unit, rounding = field.rounding},
    [names.count] = {type = "integer", title = "Number of values"},
  }
  if by then
    local of = layer.source:field(by)
    fields[by] = {type = of.type, title = of.title, title_zh = of.title_zh, unit = of.unit}
  end
  local made = source.made(n, columns, fields)
  made.missing = {{field = field.title or field.name, n = values.n - #present(values),
    of = values.n}}
  return made, names
end

-- The text alternative: how many values in how many ranges, and where most are.
local function words_of(field, made, names, edges)
  local total, best, counts, most = 0, 1, made.columns[names.count], {}
  for k = 1, made.n do
    local range = (k - 1) % (#edges - 1) + 1
    total = total + counts[k]
    most[range] = (most[range] or 0) + counts[k]
  end
  for k = 2, #most do
    best = most[k] > most[best] and k or best
  end
  local decimals = format.decimals(edges, nil)
  local function number(x)
    return format.with_unit(x, field.unit, decimals)
  end
  return string.format("Histogram: %s of %s in %s from %s to %s; most, %d, from %s to %s.",
    format.count(total, "value"), field.title or field.name, format.count(#edges - 1, "range"),
    number(edges[1]), number(edges[#edges]), most[best], number(edges[best]),
    number(edges[best + 1]))
end

--- The bars of a histogram.
return function(layer)
  local along = layer.channels.x and layer.channels.x.field and "x" or "y"
  local other = along == "x" and "y" or "x"
  local c = layer.channels[along]
  if not (c and c.field and layer.source:is_number(c.field)) then
    native.fail("a histogram wants a column of numbers as x", "x = \"penetration\"")
  elseif layer.channels[other] and layer.channels[other].field then
    native.fail("the channel " .. other .. " of a histogram is the count",
      "leave it out, or draw bars of what was counted")
  end
  local values = layer.source:values(c.field)
  local list = present(values)
  if #list == 0 then
    native.fail("a histogram of no values: " .. c.field .. " has none")
  end
  local field = layer.source:field(c.field)
  local edges = edges_of(list, options_of(layer.mark, c.bin), field.type == "integer")
  local start = {}
  for word, value in pairs(c) do
    start[word] = word ~= "bin" and value or nil
  end
  local made, names = made_source(layer, field, values, edges)
  start.field = names.from
  local counted = layer.channels[other] or {}
  counted.field, counted.value, counted.datum = names.count, nil, nil
  return {{
    source = made, words = words_of(field, made, names, edges),
    mark = {type = "bar", color = layer.mark.color, opacity = layer.mark.opacity,
      binned = true},
    channels = {[along] = start, [along .. "2"] = {field = names.to}, [other] = counted,
      color = layer.channels.color},
  }}
end
