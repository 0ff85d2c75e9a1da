--- Charts as SVG: one picture that stands by itself or inside a page.
--
--   svg.chart(chart, {width =, plot_height =, id =, theme =, background =,
--     lang =, sheet =, origin =}) -> text
--
-- width: px (640). id: begins every id and class rule of the picture, so that several
-- can stand in one page ("chart"). theme: "auto" (light, dark where the reader
-- prefers it), "light" or "dark". background: false draws none. lang: "en" or "zh".
-- sheet: of svg.sheet(), for pictures in a page that has its rules, sheet:css(), and
-- sets font and size of their texts. origin(data, row): what a page knows of where a mark
-- is from, as text for an attribute, or nil.

local axes = require "chart.svg_axes"
local canvas = require "chart.svg_canvas"
local layout = require "chart.svg_layout"
local legend = require "chart.svg_legend"
local marks = require "chart.svg_marks"
local model = require "chart.model"
local native = require "almanac.native"
local palette = require "chart.palette"

local svg = {}

local FONTS = "'Helvetica Neue',Helvetica,Arial,'Liberation Sans','PingFang SC'," ..
  "'Microsoft YaHei','Noto Sans CJK SC',sans-serif"

local function safe_id(id)
  id = tostring(id or "chart"):gsub("[^%w_-]", "-")
  return id:find("^%a") and id or "c" .. id
end

local function write_texts(c, list, color)
  for _, line in ipairs(list) do
    c:text{x = line.x, y = line.y, text = line.text, size = line.size, bold = line.bold,
      color = line.bold and palette.ink or color}
  end
end

local function body(c, page, m)
  write_texts(c, page.header, palette.muted)
  legend.draw(c, page.legend, page.pad, page.legend_y)
  axes.draw(c, page, m)
  axes.draw_base(c, page, m)
  marks.draw(c, page, m)
  if m.empty then
    c:text{x = page.plot.x + page.plot.w / 2, y = page.plot.y + page.plot.h / 2 + 4,
      text = m.words.nothing, anchor = "middle", color = palette.muted}
  end
end

-- The attributes that only a picture by itself needs.
local function alone(page)
  return string.format('xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" ', page.width,
    page.height), string.format(' font-family="%s" font-size="12"', FONTS)
end

local function head(c, page, m, options)
  local before, after = "", ""
  if not options.sheet then
    before, after = alone(page)
  end
  local title = m.title or m.description or m.words.chart
  local view = string.format('viewBox="0 0 %d %d"', page.width, page.height)
  local parts = {'<svg ', before, view, ' id="', c.id,
    '" role="img" aria-labelledby="', c.id, "-title ", c.id,
    '-desc"', after, ">\n", '<title id="', c.id, '-title">',
    canvas.escape(title), "</title>\n", '<desc id="', c.id, '-desc">',
    canvas.escape(m.description or title), "</desc>\n", c:style() or ""}
  if options.background ~= false then
    parts[#parts + 1] = string.format('<rect width="%d" height="%d"%s/>\n', page.width,
      page.height, c:paint{fill = palette.background})
  end
  return table.concat(parts)
end

--- The picture of a chart, as a text that ends with a new line.
---@param chart table as it travels, decoded
---@param options? table
function svg.chart(chart, options)
  options = options or {}
  local m = model.new(chart, options.lang)
  m.origin = options.origin
  local page = layout.new(m, options)
  local c = canvas.new{id = safe_id(options.id), theme = options.theme, sheet = options.sheet}
  c:paint{fill = palette.background} -- its class is the first
  body(c, page, m)
  layout.finish(page, m)
  write_texts(c, page.footer, palette.muted)
  return head(c, page, m, options) .. table.concat(c.out) .. "</svg>\n"
end

svg.sheet = canvas.sheet

--- Writes the chart of `doc` through `out(text)`.
function svg.render(doc, _, out)
  for _, part in ipairs(doc.parts) do
    if part.kind == "chart" then
      out(svg.chart(native.from_json(part.text)))
      return
    end
  end
end

svg.extensions = {"svg"}

return svg
