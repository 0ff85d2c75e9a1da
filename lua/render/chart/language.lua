--- Charts in English and Chinese: what renderers say themselves, and titles and units
--- of columns that are known in both.
--
--   language.words(lang)          -> texts and patterns, for "en" (also where nil) or "zh"
--   language.translate(chart, lang) -> the chart with titles and units in that language

local rows = require "chart.rows"

local language = {}

local en = {
  chart = "Chart",
  source = "Source: ",
  missing = "missing",
  no_value = "no value",
  dots = "%d points; those at one place are drawn once",
  nothing = "no values to draw",
  other = "other (%d)",
  missing_of = "%d of %d missing (%s)",
  colors = "%d values of %s are more than colours can tell apart",
  shapes = "%d values of %s are more than shapes can tell apart",
  not_above_zero = "not above zero, which a log axis cannot show: %d",
  outside = "outside the axes: %d",
  left_out = "no room for %d of %d names",
  comma = ", ",
  scales = {log = "log scale", sqrt = "square root scale", symlog = "symmetric log scale"},
}

local zh = {
  chart = "图",
  source = "来源：",
  missing = "缺失",
  no_value = "无数据",
  dots = "共%d个点，位置相同者只画一次",
  nothing = "没有可绘制的数值",
  other = "其他（%d）",
  missing_of = "%d / %d 缺失（%s）",
  colors = "%d 个值超出可分辨的颜色数（%s）",
  shapes = "%d 个值超出可分辨的形状数（%s）",
  not_above_zero = "对数轴无法显示的非正值：%d",
  outside = "超出坐标范围：%d",
  left_out = "%d / %d 个名称因空间不足未标注",
  comma = "，",
  scales = {log = "对数刻度", sqrt = "平方根刻度", symlog = "对称对数刻度"},
}

local texts = {en = en, zh = zh}

local units_zh = {
  ["10k persons"] = "万人", ["persons"] = "人", ["10k households"] = "万户",
  ["yuan"] = "元", ["100m yuan"] = "亿元", ["pp"] = "个百分点", ["years"] = "年",
  ["places"] = "位", ["regions"] = "个地区", ["provinces"] = "个省份",
  ["2017 international dollars"] = "2017年国际元", ["degrees"] = "度",
}

function language.words(lang)
  return texts[lang] or en
end

local function copy(from)
  local to = {}
  for key, value in pairs(from) do
    to[key] = value
  end
  return to
end

local function unit_of(unit)
  return unit and (units_zh[unit] or unit)
end

-- An axis or a legend; `from` is the title that is known as `to`.
local function guide(about, from, to)
  if type(about) ~= "table" then
    return about
  end
  local own = copy(about)
  own.unit = unit_of(about.unit)
  if about.title == from and to then
    own.title = to
  end
  return own
end

local function translated(channel, fields)
  local own, field = copy(channel), channel.field and fields[channel.field] or {}
  own.unit = unit_of(channel.unit)
  if field.title_zh and (channel.title == field.title or channel.title == nil) then
    own.title = field.title_zh
  end
  own.axis = guide(channel.axis, field.title, field.title_zh)
  own.legend = guide(channel.legend, field.title, field.title_zh)
  return own
end

local function translated_list(list, fields)
  local own = {n = list.n or #list}
  for i, channel in rows.each(list) do
    own[i] = translated(channel, fields)
  end
  return own
end

local function translated_layer(layer, fields)
  local own = copy(layer)
  own.encoding = {}
  for name, channel in pairs(layer.encoding) do
    local is_list = name == "tooltip" or name == "detail"
    own.encoding[name] = (is_list and translated_list or translated)(channel, fields)
  end
  return own
end

-- "2 of 31 missing (Internet penetration)", as charts come with it.
local function translated_remark(text, fields)
  local n, of, title = text:match("^(%d+) of (%d+) missing %((.*)%)$")
  if not n then
    return text
  end
  for _, field in pairs(fields) do
    if field.title == title and field.title_zh then
      title = field.title_zh
    end
  end
  return zh.missing_of:gsub("%%d", "%%s"):format(n, of, title)
end

local function translated_remarks(list, fields)
  local own = {n = 0}
  for i, text in rows.each(list) do
    own[i], own.n = translated_remark(text, fields), i
  end
  return own
end

--- A chart in another language; only titles that are those of their columns change.
---@param chart table as it travels
---@param lang string?
function language.translate(chart, lang)
  if lang ~= "zh" then
    return chart
  end
  local own, fields = copy(chart), chart.fields or {}
  own.layers = {n = 0}
  for i, layer in rows.each(chart.layers) do
    own.layers[i], own.layers.n = translated_layer(layer, fields), i
  end
  own.remarks = chart.remarks and translated_remarks(chart.remarks, fields)
  return own
end

return language
