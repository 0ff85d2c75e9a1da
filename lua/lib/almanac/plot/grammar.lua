--- The words of charts: marks, channels and what can be said of them, after
-- Vega-Lite. What is not written here is an error that names the nearest word.

local native = require "almanac.native"

local grammar = {}

-- What a property may be: a type, or a list of texts.
local number, text, flag, list, any = "number", "string", "boolean", "table", "any"

local ALIGNS = {"left", "center", "right"}
local BASELINES = {"top", "middle", "bottom"}
local SHAPES = {"circle", "square", "diamond", "triangle-up", "triangle-down", "cross"}
local LINES = {"linear", "monotone", "step", "step-before", "step-after"}

local common = {type = text, color = text, opacity = number}

local function with(own)
  for name, kind in pairs(common) do
    own[name] = kind
  end
  return own
end

local stroke = {strokeWidth = number, strokeDash = list}

--- The properties of every mark; `compound` ones are lowered to others.
grammar.marks = {
  bar = with{width = any, cornerRadius = number},
  line = with{point = flag, interpolate = LINES, strokeWidth = stroke.strokeWidth,
    strokeDash = stroke.strokeDash},
  point = with{size = number, filled = flag, shape = SHAPES},
  area = with{line = flag, interpolate = LINES},
  rule = with{strokeWidth = stroke.strokeWidth, strokeDash = stroke.strokeDash},
  text = with{align = ALIGNS, baseline = BASELINES, dx = number, dy = number,
    fontSize = number, fontWeight = {"normal", "bold"}, angle = number, limit = number},
  tick = with{width = any, thickness = number},
  rect = with{},
  boxplot = with{extent = any, size = number},
  errorband = with{extent = {"ci", "stderr", "stdev", "iqr"}, interpolate = LINES,
    borders = flag},
  histogram = with{maxbins = number, step = number},
}

local positions = {x = true, y = true, x2 = true, y2 = true}

--- Channels, in the order in which they are read.
grammar.channels = {"x", "y", "x2", "y2", "xOffset", "yOffset", "color", "size", "shape",
  "opacity", "text", "tooltip", "detail"}

local field_words = {field = text, value = any, datum = any, title = any,
  type = {"quantitative", "nominal", "ordinal", "temporal"}}

local function channel(own)
  for name, kind in pairs(field_words) do
    own[name] = kind
  end
  return own
end

local position = channel{scale = list, axis = any, sort = any, stack = any, bin = any}
local styled = channel{scale = list, legend = any, sort = any}

--- What can be said of each channel.
grammar.channel_words = {
  x = position, y = position, x2 = channel{}, y2 = channel{},
  xOffset = channel{sort = any, scale = list}, yOffset = channel{sort = any, scale = list},
  color = styled, size = styled, shape = styled, opacity = styled,
  text = channel{format = any}, tooltip = channel{format = any}, detail = channel{},
}

grammar.scale_words = {kind = {"tile"}, type = {"linear", "log", "sqrt", "symlog"}, domain = list,
  domainMid = number, zero = flag, reverse = flag, nice = flag, range = list,
  scheme = {"categorical", "sequential", "diverging", "blues", "oranges", "viridis",
    "blueorange"}}
grammar.axis_words = {title = any, format = any, grid = flag, values = list, labels = flag}
grammar.legend_words = {title = any, format = any, values = list}

--- The words of a description, and those of one of its layers.
grammar.chart_words = {data = any, mark = any, encoding = list, layer = list, title = text,
  subtitle = text, source = text, description = text, width = number, height = number}
grammar.layer_words = {data = any, mark = any, encoding = list}

--- Colours by name; each stands for one on a light and one on a dark ground.
grammar.colors = {"blue", "vermillion", "green", "purple", "orange", "sky", "yellow", "gray",
  "black"}

local function names_of(words)
  local names = {}
  for name in pairs(words) do
    names[#names + 1] = name
  end
  return names
end

--- Ends the run at the line of the script: `wanted` is none of `words`.
function grammar.refuse_word(what, wanted, words)
  local near = native.suggest(wanted, words)
  table.sort(words)
  native.fail(string.format("%s \"%s\"", what, wanted),
    near and "did you mean \"" .. near .. "\"?" or "one of " .. table.concat(words, ", "))
end

local kinds = {string = "a text", number = "a number", boolean = "true or false",
  table = "a table"}

local function check_choice(what, name, value, choices)
  for _, choice in ipairs(choices) do
    if value == choice then
      return
    end
  end
  grammar.refuse_word(string.format("%s: %s cannot be", what, name), tostring(value),
    {table.unpack(choices)})
end

--- That `given` holds nothing but `words`, each of its kind.
---@param what string "the mark", for messages
function grammar.check(what, given, words)
  for name, value in pairs(given) do
    local kind = type(name) == "string" and words[name]
    if not kind then
      grammar.refuse_word(what .. " has no", tostring(name), names_of(words))
    elseif type(kind) == "table" then
      check_choice(what, name, value, kind)
    elseif kind ~= any and type(value) ~= kind then
      native.fail(string.format("%s: %s is %s, not %s", what, name, kinds[type(value)] or
        type(value), kinds[kind]))
    end
  end
end

--- A colour: "#rrggbb", or one of the palette by name.
function grammar.check_color(what, color)
  if type(color) == "string" and color:find("^#%x%x%x%x%x%x$") then
    return
  end
  for _, name in ipairs(grammar.colors) do
    if name == color then
      return
    end
  end
  grammar.refuse_word(what .. ": there is no colour", tostring(color),
    {table.unpack(grammar.colors)})
end

--- Decimals that numbers on an axis or in a text are shown with.
function grammar.check_format(what, decimals)
  if decimals ~= nil and not (math.type(decimals) == "integer" and decimals >= 0 and
    decimals <= 12) then
    native.fail(string.format("%s: format is a number of decimals, 0 to 12", what),
      "format = 1 shows 53.2")
  end
end

--- Whether the channel is x, y, x2 or y2.
function grammar.is_position(name)
  return positions[name] == true
end

return grammar
