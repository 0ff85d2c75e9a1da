--- What data have to offer to a line that is being typed: columns, their values, and
-- how an expression may go on.

local core = require "almanac.core"
local metrics = require "almanac.metrics"
local native = require "almanac.native"
local needs = require "almanac.needs"

local offers = {}

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local
  nil not or repeat return then true until while]]):gmatch("%a+") do
  keywords[word] = true
end

--- The words of Lua.
---@return string[]
function offers.keywords()
  local words = {}
  for word in pairs(keywords) do
    words[#words + 1] = word
  end
  return words
end

--- Whether Lua reads it as a name.
function offers.is_name(text)
  return text:find("^[%a_][%w_]*$") ~= nil and not keywords[text]
end

local function with_unit(title, unit)
  if unit and unit ~= "" then
    return title and title .. " (" .. unit .. ")" or unit
  end
  return title
end

--- Calls f(name, help) for the columns of `t`, then for the metrics among `names`
--- that it has what it needs for.
function offers.columns(t, names, f)
  local real = {}
  for _, field in ipairs(native.fields(t)) do
    real[field.name] = true
    if not field.hidden then
      f(field.name, with_unit(field.title, field.unit) or field.type)
    end
  end
  for _, name in ipairs(names) do
    local ok, has = pcall(metrics.has, t, name)
    if ok and has and not real[name] then
      local metric = metrics.declaration(name)
      f(name, with_unit(metric.title, metric.unit))
    end
  end
end

--- Distinct values of a column, periods in order of time.
function offers.values(t, name)
  local values = native.distinct(t, name)
  if native.type(t, name) == "period" then
    table.sort(values, function(a, b)
      return core.time(a) < core.time(b)
    end)
  end
  return values
end

--- Calls f(value) for the values of a column that can be written between `quote`s.
function offers.texts(t, header, quote, f)
  for _, value in ipairs(offers.values(t, header)) do
    if type(value) == "string" and not value:find(quote, 1, true) and
      not value:find("\\", 1, true) then
      f(value)
    end
  end
end

-- Expressions ----------------------------------------------------------------

-- A header as an expression names it; nil when that cannot be written in a text that
-- stands between `outer`s.
local function as_term(name, outer)
  if offers.is_name(name) then
    return name
  elseif outer == nil then
    return string.format("row[%q]", name)
  end
  local quote = outer == "\"" and "'" or "\""
  if not name:find("[\"'\\]") then
    return "row[" .. quote .. name .. quote .. "]"
  end
end

-- Inside a text that `name` is compared with: the values of that column.
local function offer_compared(t, typed, offer)
  local name, quote, text = typed:match("([%w_]+)%s*[=~]=%s*([\"'])([^\"']*)$")
  if not name then
    name, quote, text = typed:match(
      "row%[[\"']([^\"']+)[\"']%]%s*[=~]=%s*([\"'])([^\"']*)$")
  end
  local header = name and needs.header(t, name)
  if not header then
    return
  end
  local head = typed:sub(1, #typed - #text)
  offers.texts(t, header, quote, function(value)
    offer(head .. value .. quote, nil, true, #head)
  end)
end

--- Where a text that is not closed begins, and its quote; nil when all are.
---@return integer? at
---@return string? quote
function offers.open_text(line)
  local at, quote, i = nil, nil, 1
  while i <= #line do
    local c = line:sub(i, i)
    if quote and c == "\\" then
      i = i + 1
    elseif quote then
      quote = c ~= quote and quote or nil
    elseif c == "\"" or c == "'" then
      at, quote = i, c
    end
    i = i + 1
  end
  return quote and at, quote
end

--- What an expression over `t` may go on with, as the whole of `typed` and that.
---@param names string[] metrics
---@param outer string? the quote that it stands in
function offers.expression(t, typed, names, outer, offer)
  if offers.open_text(typed) then
    return offer_compared(t, typed, offer)
  end
  local head = typed:match("^(.-)[%a_]?[%w_]*$")
  offers.columns(t, names, function(name, help)
    local term = as_term(name, outer)
    if term then
      offer(head .. term, help, true, #head)
    end
  end)
  return head
end

return offers
