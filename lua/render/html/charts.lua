--- Charts of a page: SVG in the text of the page, laid out so that both languages fit.

local bilingual = require "html.bilingual"
local markup = require "html.markup"
local measure = require "chart.measure"
local native = require "almanac.native"
local origins = require "html.origins"
local rows = require "chart.rows"
local svg = require "svg"

local charts = {}

local WIDTH = 440 -- px; a phone shows them almost so, a desk larger
local WIDE, NARROW = 640, 350 -- of those with names at points, once for each
local HEIGHT = {[WIDE] = 400, [NARROW] = 340} -- of their plots: room for names

local function copy(from)
  local to = {}
  for key, value in next, from do
    to[key] = value
  end
  return to
end

-- What a text is in Chinese, or the same; page.twins keeps both.
local function chinese(page, value)
  local told = type(value) == "string" and page:chinese(value)
  if told and told ~= value then
    page.twins[value] = told
  end
  return told or value
end

local function each(page, list)
  local own = {n = list.n}
  for i, value in rows.each(list) do
    own[i] = chinese(page, value)
  end
  return own
end

local function guide(page, about)
  if type(about) ~= "table" then
    return about
  end
  local own = copy(about)
  own.title = chinese(page, about.title)
  own.labels = type(about.labels) == "table" and each(page, about.labels) or about.labels
  return own
end

local nominal = {nominal = true, ordinal = true}

-- Names of categories, titles and fixed texts of a channel; never names of columns.
local function channel(page, given)
  local own = copy(given)
  own.title = chinese(page, given.title)
  own.axis, own.legend = guide(page, given.axis), guide(page, given.legend)
  if nominal[given.type] or given.type == nil then
    own.datum, own.value = chinese(page, given.datum), chinese(page, given.value)
    own.sort = type(given.sort) == "table" and each(page, given.sort) or given.sort
    if type(given.scale) == "table" then
      own.scale = copy(given.scale)
      own.scale.domain = type(given.scale.domain) == "table" and
        each(page, given.scale.domain) or given.scale.domain
      own.scale.missing = chinese(page, given.scale.missing)
    end
  end
  return own
end

local function layer(page, given)
  local own = copy(given)
  own.encoding = {}
  for name, encoding in next, given.encoding do
    if name == "tooltip" or name == "detail" then
      local list = {n = encoding.n}
      for i, one in rows.each(encoding) do
        list[i] = channel(page, one)
      end
      own.encoding[name] = list
    else
      own.encoding[name] = channel(page, encoding)
    end
  end
  return own
end

-- Fields whose values are periods stay as they are; other texts are names.
local function data(page, given, chart)
  local own = copy(given)
  own.columns = {}
  for name, column in next, given.columns do
    local field = (chart.fields or {})[name] or {}
    own.columns[name] = field.type == "period" and column or each(page, column)
  end
  return own
end

local function listed(list, f)
  local own = {n = list.n}
  for i, value in rows.each(list) do
    own[i] = f(value)
  end
  return own
end

-- The chart with its texts in Chinese.
local function translated(page, chart)
  local own = copy(chart)
  for _, name in ipairs{"title", "subtitle", "source", "description"} do
    own[name] = chinese(page, chart[name])
  end
  own.layers = listed(chart.layers, function(one)
    return layer(page, one)
  end)
  own.data = listed(chart.data, function(one)
    return data(page, one, chart)
  end)
  return own
end

-- Names at points are as large as they can be read.
local SIZE = {[WIDTH] = 10.5, [WIDE] = 12, [NARROW] = 11}

local function set_size(chart, width)
  for _, one in rows.each(chart.layers) do
    if one.mark.fontSize and one.mark.fontSize <= 12 then
      one.mark.fontSize = SIZE[width]
    end
  end
end

-- Whether the chart names points: how many names have room depends on the width.
local function names_points(chart)
  local points, names = false, false
  for _, one in rows.each(chart.layers) do
    points = points or one.mark.type == "point"
    names = names or one.mark.type == "text" and one.encoding.text and one.encoding.text.field
  end
  return points and names
end

-- The picture in fewer bytes: tenths of px, and no quotes round numbers and names.
-- Text cannot be meant: its quotes are written as entities.
local function compact(text)
  return (text:gsub('="(%-?%d+%.%d)%d"', '="%1"'):gsub('="([%w.-]+)"', "=%1")
    :gsub("([%w.-])/>", "%1 />"):gsub("<title>([^<]*)</title></(%l+)>\n", "<title>%1</title></%2>"))
end

-- Where the marks of a chart are from, as the page keeps it.
local function origin_of(page, part)
  return part.from and function(set, row)
    local text = part.from[set] and part.from[set][row]
    return text and text ~= "" and origins.add(page, text) or nil
  end
end

local function picture(page, chart, language, width)
  return svg.chart(chart, {width = width, plot_height = HEIGHT[width], background = false,
    lang = language, sheet = page.sheet, origin = page.marks_from})
end

-- The picture for both languages, in one width. Names of points stand where they find
-- room in each.
local function both(page, id, chart, width)
  page.twins = {}
  set_size(chart, width)
  local other = translated(page, chart)
  measure.alike(width == WIDTH and page.twins or nil)
  local text = bilingual.picture(page, id, picture(page, chart, "en", width),
    picture(page, other, "zh", width))
  measure.alike()
  return compact(text)
end

--- Writes a chart part. Its title is the caption, not a text of the picture, and its
-- sources are told where the section tells its method.
function charts.write(page, part)
  page.ids, page.marks_from = page.ids + 1, origin_of(page, part)
  local chart, id = native.from_json(part.text), "c" .. page.ids
  local title = chart.title or part.title
  chart.title, chart.source = nil, nil
  local text
  if names_points(chart) then
    text = '<div class="wide">' .. both(page, id, chart, WIDE) .. '</div><div class="narrow">' ..
      both(page, id .. "n", chart, NARROW) .. "</div>"
  else
    text = both(page, id, chart, WIDTH)
  end
  local caption = title and markup.element("figcaption", nil, page:heading(title)) or ""
  page.out("<figure>" .. caption .. "\n" .. text .. "</figure>\n")
end

charts.sheet = svg.sheet

return charts
