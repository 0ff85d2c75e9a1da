--- Bump charts: places over time. Rank 1 is the greatest value of a period unless
-- `descending = false`; equal values share the best place.

local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"
local source = require "almanac.plot.source"
local stats = require "almanac.stats"

local COLORS = {"blue", "vermillion", "green", "purple", "orange", "sky", "yellow", "black"}
local STEP, LEAST = 15, 220 -- pixels a rank, and in all

-- The rows of every period in order of time.
local function by_period(data, o)
  local periods, names = data:values(o.x), data:values(o.by)
  local values = data:values(o.value)
  local order, at, lacking = {}, {}, 0
  for i = 1, data.n do
    local p = periods[i]
    if p ~= nil and names[i] ~= nil and values[i] ~= nil then
      if not at[p] then
        at[p] = {period = p, rows = {}}
        order[#order + 1] = at[p]
      end
      table.insert(at[p].rows, i)
    else
      lacking = lacking + 1
    end
  end
  return order, lacking
end

local function points_of(data, o)
  local order, lacking = by_period(data, o)
  local names, values, points = data:values(o.by), data:values(o.value), {}
  for _, slice in ipairs(order) do
    local list = {}
    for k, i in ipairs(slice.rows) do
      list[k] = values[i]
    end
    local ranks = stats.rank(list, {ties = "competition", descending = o.descending ~= false})
    for k, i in ipairs(slice.rows) do
      points[#points + 1] = data:made_from(i, {period = slice.period, by = names[i],
        rank = ranks[k], value = values[i]})
    end
  end
  return points, lacking
end

-- The last point of every line.
local function ends_of(points, is_period)
  local last, order = {}, {}
  local function at(point)
    return is_period and time(point.period) or point.period
  end
  for _, point in ipairs(points) do
    local found = last[point.by]
    if not found then
      order[#order + 1] = point.by
    end
    if not found or at(point) > at(found) then
      last[point.by] = point
    end
  end
  local list = {}
  for k, name in ipairs(order) do
    list[k] = last[name]
  end
  return list
end

-- The ends that have a name: those to be seen, or all.
local function named(ends, highlight)
  if not highlight then
    return ends
  end
  local list = {}
  for _, point in ipairs(ends) do
    for _, name in ipairs(highlight) do
      list[#list + 1] = name == point.by and point or nil
    end
  end
  return list
end

-- Colours: for those to be seen, the others are grey; for all where there are few.
local function color_of(o, ends)
  if o.highlight then
    local sort, range = {}, {}
    for k, name in ipairs(o.highlight) do
      sort[k], range[k] = name, COLORS[(k - 1) % #COLORS + 1]
    end
    for _, point in ipairs(ends) do
      local known = false
      for _, name in ipairs(o.highlight) do
        known = known or name == point.by
      end
      if not known then
        sort[#sort + 1], range[#range + 1] = point.by, "gray"
      end
    end
    return {field = "by", sort = sort, legend = false, scale = {range = range}}
  end
  return #ends <= #COLORS and {field = "by", legend = false} or nil
end

local words = {data = "any", x = "string", value = "string", by = "string", descending = "boolean",
  highlight = "table", title = "string", subtitle = "string", source = "string"}

local function check(o)
  grammar.check("a bump chart", o, words)
  for _, name in ipairs({"x", "value", "by"}) do
    if type(o[name]) ~= "string" then
      native.fail("a bump chart wants the name of a column as " .. name,
        "plot.bump{data = t, x = \"period\", value = \"users\", by = \"region\"}")
    end
  end
end

--- The description of the chart, for plot.
---@param o table data, x, value, by, descending, highlight, title, subtitle, source
---@return table
return function(o)
  check(o)
  local data = source.open(o.data)
  local points, lacking = points_of(data, o)
  local x_field, by, value = data:field(o.x), data:field(o.by), data:field(o.value)
  local ends = ends_of(points, x_field.type == "period")
  local color, most = color_of(o, ends), #ends
  local columns = {
    {name = "period", title = x_field.title or x_field.name},
    {name = "by", title = by.title or by.name}, {name = "rank", title = "Rank"},
    {name = "value", title = value.title or value.name, unit = value.unit,
      rounding = value.rounding},
  }
  ends = named(ends, o.highlight)
  points.columns, ends.columns = columns, columns
  local x = {field = "period", axis = {title = false}}
  local y = {field = "rank", axis = {format = 0},
    scale = {reverse = true, zero = false, nice = false, domain = {0.5, most + 0.5}}}
  local line = {x = x, y = y, color = color, detail = "by",
    tooltip = {"by", "period", "rank", "value"}}
  return {
    title = o.title, source = o.source, data = points, height = math.max(LEAST, STEP * most),
    subtitle = lacking > 0 and (o.subtitle and o.subtitle .. "; " or "") ..
      string.format("%d of %d without a value", lacking, data.n) or o.subtitle,
    layer = {
      {mark = {type = "line", point = true}, encoding = line},
      {mark = {type = "text", align = "left", dx = 7}, data = ends,
        encoding = {x = x, y = y, text = "by", color = color, tooltip = false}},
    },
  }
end
