--- What the parts of an SVG are written with: escaped text, short numbers, colours
--- for light and dark.
--
-- A colour is written as an attribute in its light variant, which every reader of
-- SVG understands, and gets a class that a style sheet gives its dark variant
-- where the reader prefers that. Where text stands is kept, so that labels can be
-- placed beside it.

local measure = require "chart.measure"
local palette = require "chart.palette"
local space = require "chart.space"

local canvas = {}
local methods = {}

local escapes = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

--- Text for between tags and for attributes: escaped, valid UTF-8, without what
--- XML forbids.
function canvas.escape(text)
  if not utf8.len(text) then
    text = text:gsub("[\x80-\xff]", "?")
  end
  text = text:gsub("[%z\1-\8\11\12\14-\31\127]", "")
  text = text:gsub("\u{FFFE}", ""):gsub("\u{FFFF}", "")
  return (text:gsub('[&<>"]', escapes))
end

--- At most two decimals, no "-0", no trailing zeros.
function canvas.number(x)
  local text = string.format("%.2f", x):gsub("0+$", ""):gsub("%.$", "")
  return text == "-0" and "0" or text
end

local number, escape = canvas.number, canvas.escape

---@param options table {id =, theme = "auto" | "light" | "dark", sheet =}
function canvas.new(options)
  return setmetatable({out = {}, taken = space.new(), classes = {}, rules = {}, id = options.id,
    theme = options.theme or "auto", sheet = options.sheet}, {__index = methods})
end

local sheet = {}

--- Colours that the pictures of one page share: given to each, then asked for the rules.
function canvas.sheet()
  return setmetatable({names = {}, light = {}, dark = {}}, {__index = sheet})
end

-- The class for a colour of a property.
function sheet:class(property, color)
  local key = property .. color.light .. color.dark
  if not self.names[key] then
    local name = property:sub(1, 1) .. (#self.light + 1)
    self.names[key] = name
    self.light[#self.light + 1] = string.format("svg .%s{%s:%s}", name, property, color.light)
    if color.dark ~= color.light then
      self.dark[#self.dark + 1] = string.format("svg .%s{%s:%s}", name, property, color.dark)
    end
  end
  return self.names[key]
end

--- The rules of all colours used, for a style element of the page.
function sheet:css()
  return table.concat(self.light) .. "\n@media screen and (prefers-color-scheme:dark){" ..
    table.concat(self.dark) .. "}\n"
end

function methods:write(text)
  self.out[#self.out + 1] = text
end

-- The class of a property that is `dark` where dark is preferred.
local function class_of(self, property, dark)
  local key = property .. dark
  if not self.classes[key] then
    local name = property:sub(1, 1) .. (#self.rules + 1)
    self.classes[key] = name
    self.rules[#self.rules + 1] = string.format("#%s .%s{%s:%s}", self.id, name, property, dark)
  end
  return self.classes[key]
end

--- The attributes for colours: {fill = pair, stroke = pair}, "none" for none.
function methods:paint(colors)
  local parts, classes = {}, {}
  for _, property in ipairs{"fill", "stroke"} do
    local color = colors[property]
    if color == "none" then
      parts[#parts + 1] = string.format(' %s="none"', property)
    elseif color and self.sheet then
      classes[#classes + 1] = self.sheet:class(property, color)
    elseif color then
      local own = self.theme == "dark" and color.dark or color.light
      parts[#parts + 1] = string.format(' %s="%s"', property, own)
      if self.theme == "auto" and color.dark ~= color.light then
        classes[#classes + 1] = class_of(self, property, color.dark)
      end
    end
  end
  if #classes > 0 then
    parts[#parts + 1] = string.format(' class="%s"', table.concat(classes, " "))
  end
  return table.concat(parts)
end

--- The style sheet, or nil where none is wanted.
function methods:style()
  if #self.rules == 0 then
    return nil
  end
  return "<style>@media (prefers-color-scheme:dark){" .. table.concat(self.rules) ..
    "}</style>\n"
end

--- An element: attributes are {name, value} in order, values numbers or texts. `from`
-- says in a page where what the tooltip tells is from.
function methods:element(name, attributes, colors, tooltip, from)
  local parts = {"<", name}
  for _, attribute in ipairs(attributes) do
    local value = attribute[2]
    if value ~= nil then
      parts[#parts + 1] = string.format(' %s="%s"', attribute[1],
        type(value) == "number" and number(value) or escape(value))
    end
  end
  parts[#parts + 1] = colors and self:paint(colors) or ""
  if from then
    parts[#parts + 1] = ' data-from="' .. escape(from) .. '"'
  end
  if tooltip and tooltip ~= "" then
    parts[#parts + 1] = "><title>" .. escape(tooltip) .. "</title></" .. name .. ">\n"
  else
    parts[#parts + 1] = "/>\n"
  end
  self:write(table.concat(parts))
end

function methods:line(x1, y1, x2, y2, color, width, more)
  self:element("line", {{"x1", x1}, {"y1", y1}, {"x2", x2}, {"y2", y2},
    {"stroke-width", width ~= 1 and width or nil}, table.unpack(more or {})}, {stroke = color})
end

local shifts = {start = 0, middle = 0.5, ["end"] = 1}

-- The upright rectangle around a box turned about x, y.
local function turned(box, x, y, degrees)
  local turn, around = math.rad(degrees), {}
  for _, corner in ipairs{{box.x0, box.y0}, {box.x1, box.y0}, {box.x1, box.y1},
    {box.x0, box.y1}} do
    local dx, dy = corner[1] - x, corner[2] - y
    local at_x = x + dx * math.cos(turn) - dy * math.sin(turn)
    local at_y = y + dx * math.sin(turn) + dy * math.cos(turn)
    around.x0, around.x1 = math.min(around.x0 or at_x, at_x), math.max(around.x1 or at_x, at_x)
    around.y0, around.y1 = math.min(around.y0 or at_y, at_y), math.max(around.y1 or at_y, at_y)
  end
  return around
end

--- The rectangle that a text takes: {x0, y0, x1, y1}.
function canvas.box(t)
  local width = measure.width(t.text, t.size, t.bold)
  local x0 = t.x - width * shifts[t.anchor or "start"]
  local box = {x0 = x0, x1 = x0 + width, y0 = t.y - 0.78 * t.size, y1 = t.y + 0.22 * t.size}
  return t.rotate and turned(box, t.x, t.y, t.rotate) or box
end

--- One line of text: {x, y (of the baseline), text, size = 12, anchor, bold, color,
--- rotate (degrees), full (shown when pointed at)}.
function methods:text(t)
  t.size = t.size or 12
  self.taken:add(canvas.box(t))
  local turn = t.rotate and string.format("rotate(%s %s %s)", number(t.rotate), number(t.x),
    number(t.y))
  local attributes = {{"x", t.x}, {"y", t.y}, {"font-size", t.size ~= 12 and t.size or nil},
    {"font-weight", t.bold and "bold" or nil},
    {"text-anchor", t.anchor ~= "start" and t.anchor or nil}, {"transform", turn}}
  local parts = {"<text"}
  for i = 1, 6 do
    local value = attributes[i][2]
    if value then
      parts[#parts + 1] = string.format(' %s="%s"', attributes[i][1],
        type(value) == "number" and number(value) or value)
    end
  end
  parts[#parts + 1] = self:paint{fill = t.color or palette.ink} .. ">"
  if t.full and t.full ~= t.text then
    parts[#parts + 1] = "<title>" .. escape(t.full) .. "</title>"
  end
  self:write(table.concat(parts) .. escape(t.text) .. "</text>\n")
end

--- A place in the plot, from shares of it, in px.
function canvas.placer(plot)
  return function(x)
    return plot.x + x * plot.w
  end, function(y)
    return plot.y + (1 - y) * plot.h
  end
end

return canvas
