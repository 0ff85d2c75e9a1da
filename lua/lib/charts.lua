--- Pictures that the bundled scripts share: bars by size, lines over time with the
-- breaks of the series, groups side by side, points with a line through them.
--
-- Rows are records, columns {key, title, unit, kind, rounding} as for panel.table; in a
-- chart a column is called by its key. `from(record)` tells where one is from. Every
-- function answers a chart, or nil where there is nothing to draw. `sources` are those of
-- the report.

local format = require "format"
local origins = require "almanac.origins"
local panel = require "panel"
local plot = require "plot"
local stats = require "stats"

local charts = {}

local MOST_BARS = 40   -- that can be read below one another
local MOST_LABELS = 40 -- beside points
local MOST_POINTS = 300 -- of groups; of more, boxes
local FURTHEST = 1e300 -- that values of a histogram may be apart
local MOST_TOLD = 2000 -- rows that tell one by one where they are from
local SOURCE = 110 -- letters of the line of sources

--- Records as the data of a chart. Those that lack one of the keys `needed` are left out,
-- which the second result says in words. A mark tells the rows of the data that
-- panel.table tells of the record, or of the one in its field `of`.
---@param from? function of a record: the rows of the data that it came from, as lineage
-- tells them
---@return table data
---@return string? lacking
function charts.data(records, columns, needed, from)
  local data = {columns = {}}
  for k, column in ipairs(columns) do
    data.columns[k] = {name = column.key, title = column.title, unit = column.unit,
      kind = column.kind, rounding = column.rounding, type = column.type}
  end
  for _, record in ipairs(records) do
    local whole, row = true, {}
    for _, column in ipairs(columns) do
      row[column.key] = record[column.key]
    end
    for _, key in ipairs(needed or {}) do
      local x = record[key]
      whole = whole and x ~= nil and (type(x) ~= "number" or panel.finite(x))
    end
    data[#data + 1] = whole and row or nil
    if from and #records <= MOST_TOLD then
      origins.tell(row, from(record))
    else
      origins.copy(row, record.of or record)
    end
  end
  local lacking = #records - #data
  return data, lacking > 0 and string.format("%d of %d without a value", lacking, #records) or nil
end

--- The column of a measure under `key`.
function charts.column(key, m, title)
  return {key = key, title = title or m.title, unit = m.unit, kind = m.kind,
    rounding = m.precision}
end

--- Where the figures come from, in a line; what does not fit is counted.
function charts.source(sources)
  local titles, seen = {}, {}
  for _, text in ipairs(sources or {}) do
    text = text:gsub("^[^:%s]+: ", "")
    titles[#titles + 1] = not seen[text] and text or nil
    seen[text] = true
  end
  local shown, length = {}, 0
  for k, text in ipairs(titles) do
    length = length + (utf8.len(text) or #text) + 2
    if k > 1 and length > SOURCE then
      shown[k] = string.format("and %d more", #titles - k + 1)
      break
    end
    shown[k] = text
  end
  return shown[1] and table.concat(shown, "; ") or nil
end

-- Those of the texts that there are, one after the other.
local function joined(...)
  local texts = {}
  for k = 1, select("#", ...) do
    local text = select(k, ...)
    texts[#texts + 1] = text or nil
  end
  return texts[1] and table.concat(texts, "; ") or nil
end

local dashed = {type = "rule", strokeDash = {4, 3}, color = "gray"}

-- A dashed line across the chart at a value.
local function rule_at(channel, value)
  return {mark = dashed, encoding = {[channel] = {datum = value}}}
end

-- The first rows by size, of which there is room for so many, and what is left out.
local function first_rows(o, who)
  local data, lacking = charts.data(o.records, {who, o.value}, {who.key, o.value.key}, o.from)
  local of, key = #data, o.value.key
  if lacking and o.lacking then
    lacking = string.format("%d of %d %s", #o.records - of, #o.records, o.lacking)
  end
  if o.sort and of > MOST_BARS then
    table.sort(data, function(a, b)
      if o.sort == "x" then
        return a[key] < b[key]
      end
      return a[key] > b[key]
    end)
  end
  for k = of, MOST_BARS + 1, -1 do
    data[k] = nil
  end
  return data, joined(o.subtitle, lacking, of > #data and string.format("first %d of %d", #data,
    of))
end

--- Bars of records that have a value, in their order or sorted.
---@param o table records, who and value (columns), title, subtitle, sort ("x" or "-x"),
-- lacking (what those without a value are), rule (a value) and rule_says, sources
function charts.bars(o)
  local who = {key = o.who.key, title = o.who.title}
  local data, subtitle = first_rows(o, who)
  if #data == 0 then
    return nil
  end
  local bars = {mark = "bar", encoding = {x = o.value.key,
    y = {field = who.key, sort = o.sort, axis = {title = false}}}}
  return plot{
    title = o.title, data = data, source = charts.source(o.sources),
    subtitle = joined(subtitle, o.rule and o.rule_says),
    layer = {bars, o.rule and rule_at("x", o.rule) or nil},
  }
end

-- The declared breaks of a measure inside a span of time, as a layer, and in words.
local function breaks_of(m, first, last, i)
  local rows, names = {columns = {{name = "period", title = "Break"}}}, {}
  for _, point in ipairs(m.breaks) do
    local at = time(point.period)
    if at > time(first) and at <= time(last) and
      (i == nil or panel.break_between(m, first, point.period, i)) then
      rows[#rows + 1] = {period = point.period}
      names[#names + 1] = point.period
    end
  end
  if #rows == 0 then
    return nil
  end
  return {mark = dashed, data = rows, encoding = {x = "period"}},
    "dashed: " .. format.count(#names, "declared break") .. " (" .. panel.some(names, 4) .. ")"
end

--- A line over time, or one a region, with the declared breaks of the measure. A value
-- that is missing breaks the line.
---@param o table records (period, value, and region where there are several), m, row (whose
-- breaks count), value (column), title, subtitle, log, more (further layers), sources
function charts.series(o)
  local columns = {{key = "period", title = "Period"}, o.value}
  local several = o.records[1] and o.records[1].region ~= nil
  columns[3] = several and {key = "region", title = "Region"} or nil
  local data = charts.data(o.records, columns, {"period"}, o.from)
  if #charts.data(o.records, columns, {"period", "value"}) == 0 then
    return nil
  end
  local first, last = data[1].period, data[1].period
  for _, row in ipairs(data) do
    first = time(row.period) < time(first) and row.period or first
    last = time(row.period) > time(last) and row.period or last
  end
  local breaks, says = breaks_of(o.m, first, last, o.row)
  local scale = o.log and {type = "log"} or nil
  local layers = {{mark = {type = "line", point = #data <= 60}, encoding = {
    x = {field = "period", axis = {title = false}}, y = {field = "value", scale = scale},
    detail = several and "region" or nil}}}
  layers[#layers + 1] = breaks
  for _, layer in ipairs(o.more or {}) do
    layers[#layers + 1] = layer
  end
  return plot{title = o.title, subtitle = joined(o.subtitle, says), data = data, layer = layers,
    source = charts.source(o.sources)}
end

--- Every region's value by its group, with the means; boxes where there are very many.
---@param o table records (group, region, value), value and group (columns), title, subtitle,
-- order (of groups), groups (the record of each), sources
function charts.groups(o)
  local columns = {o.group, {key = "region", title = "Region"}, o.value}
  local data, lacking = charts.data(o.records, columns, {"group", "value"}, o.from)
  if #data == 0 then
    return nil
  end
  local y = {field = "group", sort = o.order, axis = {title = false}}
  local description = {title = o.title, data = data, source = charts.source(o.sources)}
  if #data > MOST_POINTS then
    description.subtitle = joined(o.subtitle, lacking, "boxes: quartiles")
    description.mark = "boxplot"
    description.encoding = {x = "value", y = y, detail = "region"}
    return plot(description)
  end
  local means = {}
  for _, group in ipairs(stats.describe_groups(charts.list(data, "value"),
    charts.list(data, "group"))) do
    local name = tostring(group.group)
    means[#means + 1] = {group = name, value = group.mean, of = (o.groups or {})[name]}
  end
  description.subtitle = joined(o.subtitle, lacking, "bars: means of the groups")
  description.layer = {
    {mark = {type = "point", opacity = 0.7}, encoding = {x = "value", y = y, color = "group",
      tooltip = {"region", "group", "value"}}},
    {mark = {type = "tick", color = "black", thickness = 3, width = {band = 0.7}},
      data = charts.data(means, {o.group, charts.titled(o.value, "Mean")}),
      encoding = {x = "value", y = y}},
  }
  return plot(description)
end

--- How often values lie in which range.
---@param o table records (value), value (column), title, sources
function charts.histogram(o)
  local data = charts.data(o.records, {o.value})
  local list = charts.list(charts.data(o.records, {o.value}, {"value"}), "value")
  if list.n == 0 or stats.max(list) - stats.min(list) >= FURTHEST then
    return nil
  end
  return plot{title = o.title, subtitle = format.count(list.n, "value"), data = data,
    mark = "histogram", encoding = {x = "value"}, source = charts.source(o.sources)}
end

--- The curve of Lorenz beside the line of equality.
---@param o table curve (population, share in %), m, gini, title, sources
function charts.lorenz(o)
  local side = {domain = {0, 100}}
  return plot{
    title = o.title .. ": curve of Lorenz", source = charts.source(o.sources), data = o.curve,
    subtitle = joined(o.gini and string.format("gini %.3f", o.gini), "dashed: equal shares"),
    width = 340, height = 340,
    layer = {
      {mark = "line", encoding = {x = {field = "population", scale = side},
        y = {field = "share", scale = side, title = "Their share: " .. o.m.title}}},
      {mark = dashed, encoding = {x = {datum = 0}, y = {datum = 0}, x2 = {datum = 100},
        y2 = {datum = 100}}},
    },
  }
end

--- How often one category goes with another: bars of counts, one part on the other.
---@param o table x and y (lists of labels), x_title, y_title, title, sources
function charts.counts(o)
  local records, at = {}, {}
  for k = 1, #o.x do
    local key = tostring(o.x[k]) .. "\0" .. tostring(o.y[k])
    if not at[key] then
      at[key] = {x = tostring(o.x[k]), y = tostring(o.y[k]), count = 0}
      records[#records + 1] = at[key]
    end
    at[key].count = at[key].count + 1
  end
  return plot{title = o.title, source = charts.source(o.sources), mark = "bar",
    data = charts.data(records, {{key = "x", title = o.x_title}, {key = "y", title = o.y_title},
      {key = "count", title = "How many"}}),
    encoding = {x = "count", y = {field = "x", axis = {title = false}}, color = "y"}}
end

--- Figures over the years, a curve through them, and its ceiling.
---@param o table points (year, value), curve (year, fit), value (column), model, ceiling,
-- title, sources
function charts.curve(o)
  local year = {key = "year", title = "Year"}
  local x = {field = "year", axis = {format = 0, title = false}}
  local layers = {}
  if #o.curve > 0 then
    layers[1] = {mark = {type = "line", color = "vermillion"}, encoding = {x = x, y = "fit"},
      data = charts.data(o.curve, {year, {key = "fit", title = o.value.title .. ", fitted",
        unit = o.value.unit, rounding = o.value.rounding}})}
    layers[2] = rule_at("y", o.ceiling)
  end
  table.insert(layers, 1, {mark = "point", encoding = {x = x, y = "value"}})
  return plot{title = o.title, source = charts.source(o.sources), layer = layers,
    data = charts.data(o.points, {year, o.value}, nil, o.from),
    subtitle = o.model and #o.curve > 0 and
      string.format("line: %s curve; dashed: its ceiling, %s", o.model,
        format.with_unit(o.ceiling, o.value.unit, 1)) or nil}
end

--- Points of records on a line each, where the distance from 0 says nothing.
---@param o table as for charts.bars
function charts.dots(o)
  local who = {key = o.who.key, title = o.who.title}
  local data, subtitle = first_rows(o, who)
  if #data == 0 then
    return nil
  end
  return plot{title = o.title, data = data, mark = "point", source = charts.source(o.sources),
    subtitle = subtitle,
    encoding = {x = {field = o.value.key, axis = {format = o.format}},
      y = {field = who.key, sort = o.sort, axis = {title = false}}}}
end

--- A column under another title.
function charts.titled(column, title)
  local own = {}
  for word, value in pairs(column) do
    own[word] = value
  end
  own.title = title
  return own
end

--- The values of a key in all records.
function charts.list(records, key)
  local list = {n = #records}
  for k, record in ipairs(records) do
    list[k] = record[key]
  end
  return list
end

-- The ends of the line of least squares through points, on the scales given.
local function fitted(rows, log)
  local x, y = {}, {}
  for k, row in ipairs(rows) do
    x[k] = log.x and math.log(row.x) or row.x
    y[k] = log.y and math.log(row.y) or row.y
  end
  local r = stats.pearson(x, y).r
  local spread = stats.sd(x)
  if not r or not spread or spread == 0 then
    return nil
  end
  local slope = r * stats.sd(y) / spread
  local low, high = stats.min(x), stats.max(x)
  local function point(at)
    local fit = stats.mean(y) + slope * (at - stats.mean(x))
    return {x = panel.tidy(log.x and math.exp(at) or at),
      y = panel.tidy(log.y and math.exp(fit) or fit)}
  end
  local first, last = point(low), point(high)
  if not (first.x and first.y and last.x and last.y) then
    return nil -- beyond the range of numbers
  end
  return {first, last}
end

--- Points with their names and the straight line of least squares.
---@param o table records (region, x, y), x and y (columns), title, subtitle, log {x, y},
-- sources
function charts.scatter(o)
  local log = o.log or {}
  local columns = {{key = "region", title = "Region"}, o.x, o.y}
  local data, lacking = charts.data(o.records, columns, {"x", "y"}, o.from)
  if #data == 0 then
    return nil
  end
  local x = {field = "x", scale = log.x and {type = "log"} or nil}
  local y = {field = "y", scale = log.y and {type = "log"} or nil}
  local layers = {{mark = {type = "point", opacity = 0.8},
    encoding = {x = x, y = y, tooltip = {"region", "x", "y"}}}}
  local line = #data > 2 and fitted(data, log)
  if line then
    layers[#layers + 1] = {mark = {type = "line", color = "vermillion"}, data = charts.data(line,
      {o.x, charts.titled(o.y, "On the line")}), encoding = {x = x, y = y}}
  end
  if #data <= MOST_LABELS then
    layers[#layers + 1] = {mark = {type = "text", align = "left", dx = 6, fontSize = 9},
      encoding = {x = x, y = y, text = "region", tooltip = false}}
  end
  return plot{title = o.title, subtitle = joined(o.subtitle, lacking,
      line and "line: least squares"),
    data = data, layer = layers, source = charts.source(o.sources)}
end

return charts
