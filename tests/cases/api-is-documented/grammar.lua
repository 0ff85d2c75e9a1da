--- The grammar of LuaCATS, as far as the declarations use it: a reader of its own,
-- which knows nothing of how help reads them.

local grammar = {}

local union -- of the grammar below

-- What stands at a place of the text, past blanks; true with the place behind it.
local function eat(s, pattern)
  local _, last = s.text:find("^%s*" .. pattern, s.at)
  if last then
    s.at = last + 1
  end
  return last ~= nil
end

local function expect(s, pattern, what)
  if not eat(s, pattern) then
    error(what .. " is missing at `" .. s.text:sub(s.at) .. "`", 0)
  end
end

-- "name: type, name?: type, ...: type", or "name, ...".
local function members(s, close, typed)
  while not eat(s, close) do
    expect(s, "[%w_.]+", "a name")
    eat(s, "%?")
    if eat(s, ":") then
      union(s)
    elseif typed then
      error("a type is missing at `" .. s.text:sub(s.at) .. "`", 0)
    end
    if not eat(s, ",") then
      expect(s, close, "an end")
      return
    end
  end
end

-- Several types, as a function returns them.
local function list(s)
  repeat
    union(s)
  until not eat(s, ",")
end

local function primary(s)
  if eat(s, "\"[^\"]*\"") then
    return
  elseif eat(s, "fun%(") then
    members(s, "%)")
    if eat(s, ":") then
      list(s)
    end
  elseif eat(s, "{") then
    members(s, "}", true)
  elseif eat(s, "%(") then
    union(s)
    expect(s, "%)", "`)`")
  else
    expect(s, "[%a_][%w_.]*", "a type")
    if eat(s, "<") then
      list(s)
      expect(s, ">", "`>`")
    end
  end
end

function union(s)
  repeat
    primary(s)
    while eat(s, "%[%]") or eat(s, "%?") do
    end
  until not eat(s, "|")
end

-- A type, perhaps a name behind it, and a remark.
local function typed(s, may_name)
  union(s)
  if may_name then
    eat(s, "[%w_.]+")
  end
  if not eat(s, "# ") and s.at <= #s.text then
    error("`" .. s.text:sub(s.at) .. "` follows a type", 0)
  end
end

local tags = {}

function tags.meta(s)
  eat(s, "[%w_.]+")
end

function tags.class(s)
  expect(s, "[%w_.]+", "a name")
  if eat(s, ":") then
    list(s)
  end
end

function tags.field(s)
  if eat(s, "%[%s*\"") then
    expect(s, "[^\"]*\"%]", "the end of a name")
  elseif eat(s, "%[") then
    if not eat(s, "%d+") then
      union(s)
    end
    expect(s, "%]", "`]`")
  else
    expect(s, "[%a_][%w_]*", "a name")
  end
  eat(s, "%?")
  typed(s)
end

function tags.param(s)
  expect(s, "[%w_.]+", "a name")
  eat(s, "%?")
  typed(s)
end

function tags.alias(s)
  expect(s, "[%w_.]+", "a name")
  typed(s)
end

function tags.operator(s)
  expect(s, "%a+", "an operator")
  if eat(s, "%(") then
    union(s)
    expect(s, "%)", "`)`")
  end
  expect(s, ":", "`:`")
  typed(s)
end

tags["return"] = function(s)
  typed(s, true)
end

function tags.overload(s)
  if not s.text:find("^fun%(") then
    error("an overload is no function", 0)
  end
  typed(s)
end

--- Reads every annotation of a text.
---@param text string
---@param wrong fun(line: integer, problem: string)
function grammar.check(text, wrong)
  local number = 0
  for line in (text .. "\n"):gmatch("(.-)\n") do
    number = number + 1
    local tag, rest = line:match("^%-%-%-@(%a+) ?(.*)$")
    if tag and not tags[tag] then
      wrong(number, "there is no annotation " .. tag)
    elseif tag then
      local ok, problem = pcall(tags[tag], {text = rest, at = 1})
      if not ok then
        wrong(number, tostring(problem))
      end
    end
  end
end

return grammar
