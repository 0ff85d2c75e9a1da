--- The curve of Lorenz: the share of a measure that falls to those who have least, beside
-- the line of equal shares.

local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"
local source = require "almanac.plot.source"
local stats = require "almanac.stats"

-- The rows with a value (and a weight) of every group, in order of first appearance.
local function groups_of(data, o)
  local values = data:values(o.value)
  local weights = o.weights and data:values(o.weights)
  local labels = o.by and data:values(o.by)
  local order, at, lacking = {}, {}, 0
  for i = 1, data.n do
    local label = o.by and labels[i] or ""
    if values[i] ~= nil and label ~= nil and not (weights and weights[i] == nil) then
      if not at[label] then
        at[label] = {label = label, values = {}, weights = {}}
        order[#order + 1] = at[label]
      end
      local g = at[label]
      g.values[#g.values + 1] = values[i]
      g.weights[#g.weights + 1] = weights and weights[i] or nil
    else
      lacking = lacking + 1
    end
  end
  return order, lacking
end

local function points_of(order, o)
  local points = {}
  for _, g in ipairs(order) do
    local curve, why = stats.lorenz(g.values, {weights = o.weights and g.weights or nil})
    if not curve or not curve.share then
      native.fail("there is no curve of Lorenz of " .. o.value .. ": " ..
        tostring(why or (curve and curve.reason)))
    end
    for k, share in ipairs(curve.share) do
      points[#points + 1] = {part = 100 * curve.p[k], share = 100 * share,
        by = o.by and g.label or nil}
    end
  end
  return points
end

local words = {data = "any", value = "string", weights = "string", by = "string",
  title = "string", subtitle = "string", source = "string"}

local function check(o)
  grammar.check("a curve of Lorenz", o, words)
  if type(o.value) ~= "string" then
    native.fail("a curve of Lorenz wants the name of a column as value", "value = \"income\"")
  end
end

local function subtitle_of(o, lacking, of)
  local parts = {o.subtitle}
  parts[#parts + 1] = "dashed: equal shares"
  parts[#parts + 1] = lacking > 0 and string.format("%d of %d without a value", lacking, of) or nil
  return table.concat(parts, "; ")
end

--- The description of the curve, for plot.
---@param o table data, value, weights, by, title, subtitle, source
---@return table
return function(o)
  check(o)
  local data = source.open(o.data)
  local field = data:field(o.value)
  local order, lacking = groups_of(data, o)
  local points = points_of(order, o)
  local weight = o.weights and data:field(o.weights)
  points.columns = {
    {name = "part", unit = "%", title = weight and string.format("Share of %s, those with the " ..
      "least first", weight.title or weight.name) or "Share of the rows, the least first"},
    {name = "share", unit = "%", title = "Share of " .. (field.title or field.name)},
    o.by and {name = "by", title = data:field(o.by).title or o.by} or nil,
  }
  local scale = {domain = {0, 100}}
  return {
    title = o.title, subtitle = subtitle_of(o, lacking, data.n), source = o.source,
    data = points, width = 340, height = 340,
    layer = {
      {mark = "line", encoding = {x = {field = "part", scale = scale},
        y = {field = "share", scale = scale}, color = o.by and "by" or nil}},
      {mark = {type = "rule", strokeDash = {4, 3}, color = "gray"}, encoding = {
        x = {datum = 0}, y = {datum = 0}, x2 = {datum = 100}, y2 = {datum = 100}}},
    },
  }
end
