--- What data says in two languages: titles of columns, names of things, sources.

local native = require "almanac.native"

local languages = {}

-- Calls `f` with each text of a column and the Chinese beside it, in a column NAME_zh.
local function each_name(t, name, f)
  if not t:has(name .. "_zh") then
    return
  end
  local both = t:distinct{name, name .. "_zh"}
  local own, chinese = both:col(name):totable(), both:col(name .. "_zh"):totable()
  for i = 1, #both do
    if own[i] ~= nil and type(chinese[i]) == "string" then
      f(own[i], chinese[i])
    end
  end
end

--- The text of the column `name` that is `text`, or else called so in Chinese; or nil.
function languages.own(t, name, text)
  local found
  each_name(t, name, function(own, chinese)
    if own == text or found == nil and chinese == text then
      found = own
    end
  end)
  return found
end

-- Titles of columns; those of numbers also for their names, which counts and methods
-- use.
local function add_titles(known, t)
  for _, field in ipairs(native.fields(t)) do
    local chinese = field.title_zh
    if field.title and chinese then
      known[field.title] = known[field.title] or chinese
      local is_number = field.type == "number" or field.type == "integer"
      known[field.name] = known[field.name] or is_number and chinese or nil
    end
  end
end

--- Adds to `known`, what a page calls things in Chinese, the titles and names that the
-- data has in both languages.
function languages.tell(known, t)
  add_titles(known, t)
  for _, field in ipairs(native.fields(t)) do
    if field.type == "text" then
      each_name(t, field.name, function(own, chinese)
        known[own] = known[own] or chinese
      end)
    end
  end
end

--- What the package of the data lists of its sources, by id: title, in Chinese too where
-- there is a column title_zh, and url. A page tells it of the ids beside its figures.
function languages.sources()
  local known, t = pcall(native.sibling, "sources")
  if not (known and t:has("id") and t:has("title")) then
    return nil
  end
  local list, id, of = {}, t:col("id"):totable(), {}
  for _, name in ipairs({"title", "title_zh", "url"}) do
    of[name] = t:has(name) and t:col(name):totable() or {}
  end
  for i = 1, #t do
    if type(id[i]) == "string" and type(of.title[i]) == "string" then
      local own = {}
      for name, column in pairs(of) do
        own[name] = type(column[i]) == "string" and column[i] or nil
      end
      list[id[i]] = own
    end
  end
  return list
end

return languages
