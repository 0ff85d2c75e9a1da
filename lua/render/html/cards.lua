--- Key figures: a table `key` with the columns figure, value and, if there are any,
-- period and unit. Rows of the same figure share a card.

local format = require "almanac.format"
local layout = require "almanac.layout"
local markup = require "html.markup"
local origins = require "html.origins"
local tables = require "html.tables"

local element, escape = markup.element, markup.escape

local cards = {}

local function columns_of(part)
  local of = {}
  for _, column in ipairs(tables.columns(part, part.rows)) do
    of[column.field.name] = column
  end
  return of.figure and of.value and of
end

--- Whether a part can be shown as cards.
function cards.fit(part)
  return part.name == "key" and part.kind == "table" and columns_of(part) ~= nil
end

local function value_of(page, of, i)
  local value, unit = of.value.values[i], of.unit and of.unit.values[i]
  if value == nil then
    return escape(layout.missing) .. element("span", {class = "sr"}, page:say("missing"))
  elseif type(value) ~= "number" then
    return page:say(tostring(value))
  end
  return page:figure(value, unit or of.value.field.unit)
end

-- One value, with the rows of the data that it came from: shown by the script on
-- hover, focus and press.
local function entry(page, part, of, i)
  local inner = element("b", nil, value_of(page, of, i))
  local from = part.from and part.from[i]
  if from and from ~= "" then
    inner = element("button", {type = "button", class = "from",
      ["data-from"] = origins.add(page, from)}, inner)
  end
  local period = of.period and of.period.values[i]
  return element("dd", nil, inner .. (period and " " .. element("span", {class = "unit"},
    page:date(tostring(period))) or ""))
end

--- Writes the part.
function cards.write(page, part)
  local of, list, at = columns_of(part), {}, {}
  for i = 1, part.rows do
    local name = of.figure.texts[i]
    if not at[name] then
      at[name] = {}
      list[#list + 1] = name
    end
    table.insert(at[name], entry(page, part, of, i))
  end
  page.out('<dl class="key">\n')
  for _, name in ipairs(list) do
    page.out(element("div", nil, element("dt", nil, page:say(name)) ..
      table.concat(at[name])) .. "\n")
  end
  page.out("</dl>\n")
end

--- A single value as the result.
function cards.value(page, part)
  local number = tonumber(part.value)
  local unit = number and require "almanac.native".fields(part.table, true)[1].unit
  page.out(element("p", {class = "value"}, number and unit and unit ~= "" and
    format.readable(number, unit) and page:figure(number, unit) or escape(layout.scalar(part))) ..
    "\n")
end

return cards
