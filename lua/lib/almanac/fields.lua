--- Tables of a script's, held against lists of almanac.schema.
--
-- Nothing here calls anything of the script's or looks through a metatable of
-- its tables. What is wrong is added to a list of problems, each
-- {message = ..., help = ...}.

local native = require "almanac.native"
local schema = require "almanac.schema"

local fields = {}

--- Adds a problem.
function fields.add(problems, message, help)
  problems[#problems + 1] = {message = message, help = help}
end

local add = fields.add

--- "did you mean `x`?", or what there is.
function fields.near(wanted, list)
  local names = schema.names(list)
  if #names == 0 then
    return nil
  end
  local best = native.suggest(wanted, names)
  return best and "did you mean `" .. best .. "`?" or
    "known: " .. table.concat(names, ", ")
end

-- Whether `value` is of one Lua type, "any" or "integer".
local function is_of(value, kind)
  if kind == "any" then
    return true
  elseif kind == "integer" then
    return math.type(value) == "integer" or
      type(value) == "number" and value == math.floor(value)
  end
  return type(value) == kind
end

-- "string|function" of almanac.schema as a list, once split; a list is any table,
-- its entries are looked at where they are read.
local split = {}

local function kinds_of(text)
  local kinds = split[text]
  if not kinds then
    kinds = {}
    for kind in text:gmatch("[^|]+") do
      kinds[#kinds + 1] = kind:find("%[%]$") and "table" or kind
    end
    split[text] = kinds
  end
  return kinds
end

local function is_of_any(value, text)
  local kinds = kinds_of(text)
  for i = 1, #kinds do
    if is_of(value, kinds[i]) then
      return true
    end
  end
  return false
end

local function in_words(kinds)
  local words = kinds:gsub("|", " or a "):gsub("%a+%[%]", "list")
  return (words:gsub("^integer", "whole number"))
end

-- A single text where a list of them is due.
local function in_a_list(name, value, kinds)
  if type(value) == "string" and kinds == "string[]" then
    return string.format("write %s = {%q}", name, value)
  end
end

local function article(word)
  return (word:find("^[aeiou]") and "an " or "a ") .. word
end

--- The named fields of a table, sorted.
function fields.names(given)
  local names = {}
  for key in next, given do
    if type(key) == "string" then
      names[#names + 1] = key
    end
  end
  table.sort(names)
  return names
end

--- Every field of `given` is one of `list` and of its type, and what is
-- required is there; `place` names the table.
function fields.check(given, list, place, problems)
  local known = schema.by_name(list)
  for _, name in ipairs(fields.names(given)) do
    local entry, value = known[name], rawget(given, name)
    if entry == nil then
      add(problems, string.format("%s has no field `%s`", place, name),
        fields.near(name, list))
    elseif type(value) == "string" and not utf8.len(value) then
      add(problems, string.format("`%s` of %s is not UTF-8 text", name, place))
    elseif not is_of_any(value, entry.type) then
      add(problems, string.format("`%s` of %s is %s, not a %s", name, place,
        article(type(value)), in_words(entry.type)), in_a_list(name, value, entry.type))
    end
  end
end

--- A text that must be the name of an entry of `list`.
function fields.member(value, list, what, place, problems)
  if type(value) == "string" and not schema.by_name(list)[value] then
    add(problems, string.format("%s of %s is %q, which is no %s", what, place,
      value, what), fields.near(value, list))
  end
end

--- The texts of a list; what is no text is a problem.
---@return string[]
function fields.texts(list, what, problems)
  local texts = {}
  if type(list) ~= "table" then
    return texts
  end
  for i = 1, rawlen(list) do
    local text = rawget(list, i)
    if type(text) ~= "string" then
      add(problems, string.format("%s holds %s, not only texts", what,
        article(type(text))))
    elseif text == "" then
      add(problems, what .. " holds an empty text")
    elseif not utf8.len(text) then
      add(problems, what .. " holds what is not UTF-8 text")
    else
      texts[#texts + 1] = text
    end
  end
  return texts
end

--- The fields of `given` that `list` names, but those in `except`, in a new
-- table.
function fields.copy(given, list, except)
  local copy = {}
  for _, entry in ipairs(list) do
    if not except[entry.name] then
      copy[entry.name] = rawget(given, entry.name)
    end
  end
  return copy
end

return fields
