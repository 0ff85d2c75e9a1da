--- Puts new texts in place of those that the examples in a script's source
-- expect, and leaves every other byte as it is.

local rewrite = {}

-- Tokens ---------------------------------------------------------------

-- The end of a long bracket that opens at `at`, or nil.
local function long_end(source, at)
  local level = source:match("^%[(=*)%[", at)
  if level then
    local _, stop = source:find("]" .. level .. "]", at, true)
    return stop or #source
  end
end

-- The end of the text in quotes that opens at `at`.
local function quoted_end(source, at)
  local quote, stop = source:sub(at, at), at + 1
  while stop <= #source do
    local c = source:sub(stop, stop)
    if c == "\\" then
      stop = stop + 1
    elseif c == quote or c == "\n" then
      return stop
    end
    stop = stop + 1
  end
  return #source
end

local function comment_end(source, at)
  return long_end(source, at + 2) or (source:find("\n", at, true) or #source + 1) - 1
end

-- The kind and the last byte of the token at `at`, which is no blank.
local function token_at(source, at)
  local c = source:sub(at, at)
  if source:find("^%-%-", at) then
    return "comment", comment_end(source, at)
  elseif c == '"' or c == "'" then
    return "string", quoted_end(source, at)
  elseif c == "[" and long_end(source, at) then
    return "string", long_end(source, at)
  elseif c:find("[%a_]") then
    return "name", select(2, source:find("^[%w_]+", at))
  elseif c:find("%d") then
    return "number", select(2, source:find("^[%w_.]+", at))
  end
  return c, at
end

-- A list of {kind, from, to}; comments are left out.
local function tokens_of(source)
  local tokens, at = {}, 1
  if source:find("^#") then -- a first line for the shell
    at = source:find("\n", 1, true) or #source + 1
  end
  while true do
    at = source:find("%S", at)
    if not at then
      return tokens
    end
    local kind, stop = token_at(source, at)
    if kind ~= "comment" then
      tokens[#tokens + 1] = {kind = kind, from = at, to = stop}
    end
    at = stop + 1
  end
end

-- Places ---------------------------------------------------------------

local opens = {["{"] = true, ["("] = true, ["["] = true}
local closes = {["}"] = true, [")"] = true, ["]"] = true}

-- The number of the token that closes the bracket of token k.
local function closing(tokens, k)
  local depth = 0
  for i = k, #tokens do
    if opens[tokens[i].kind] then
      depth = depth + 1
    elseif closes[tokens[i].kind] then
      depth = depth - 1
      if depth == 0 then
        return i
      end
    end
  end
  return #tokens
end

local function is_name(source, token, name)
  return token and token.kind == "name" and source:sub(token.from, token.to) == name
end

local ends = {[","] = true, [";"] = true, ["}"] = true}

-- The text that the example in the braces of tokens `first` to `last` expects:
-- a token, nil where it has none, false where it is no text as it is written.
local function expected(source, tokens, first, last)
  local k = first + 1
  while k < last do
    if is_name(source, tokens[k], "expect") and tokens[k + 1].kind == "=" then
      local value = tokens[k + 2]
      return value.kind == "string" and ends[tokens[k + 3].kind] and value or false
    elseif opens[tokens[k].kind] then
      k = closing(tokens, k)
    elseif is_name(source, tokens[k], "function") then
      return false -- what is in it is not looked at
    end
    k = k + 1
  end
end

-- The examples in the braces of tokens `first` to `last`, in order.
local function read_examples(source, tokens, first, last)
  local examples, k = {}, first + 1
  while k < last do
    if tokens[k].kind ~= "{" then
      return examples -- a variable, a call: from here on they cannot be told
    end
    local stop = closing(tokens, k)
    examples[#examples + 1] = {first = tokens[k], last = tokens[stop],
      before = tokens[stop - 1], expect = expected(source, tokens, k, stop)}
    k = stop + 1
    if tokens[k] and (tokens[k].kind == "," or tokens[k].kind == ";") then
      k = k + 1
    end
  end
  return examples
end

-- All lists `examples = {...}` of the source.
local function lists_of(source)
  local tokens, lists = tokens_of(source), {}
  for k = 1, #tokens - 2 do
    if is_name(source, tokens[k], "examples") and tokens[k + 1].kind == "=" and
      tokens[k + 2].kind == "{" then
      lists[#lists + 1] = read_examples(source, tokens, k + 2, closing(tokens, k + 2))
    end
  end
  return lists
end

-- Values ---------------------------------------------------------------

local function value_of(source, token)
  local chunk = load("return " .. source:sub(token.from, token.to))
  return chunk and chunk()
end

--- `text` as Lua writes it: in long brackets of a level that it does not hold,
-- in quotes where a line end of another kind would be lost in them.
function rewrite.literal(text)
  if text:find("[\r\0]") then
    return string.format("%q", text):gsub("\\\n", "\\n")
  end
  local level = ""
  while (text .. "]"):find("]" .. level .. "]", 1, true) do
    level = level .. "="
  end
  return "[" .. level .. "[\n" .. text .. "]" .. level .. "]"
end

-- Whether this list is the one that was declared, as far as changes tell.
local function is_declared(source, list, changes)
  for i, change in pairs(changes) do
    local example = list[i]
    if not example or example.expect == false then
      return false
    elseif (example.expect and value_of(source, example.expect)) ~= change.was then
      return false
    end
  end
  return true
end

-- The piece of source that gives an example without one its `expect`.
local function addition(source, example, literal)
  local comma = (example.before.kind == "," or example.before.kind == ";") and "" or ","
  local field = source:find("%S", example.first.to + 1)
  local indent = source:sub(1, field - 1):match("\n([ \t]*)[^\n]*$") or ""
  if not source:sub(example.first.from, example.last.from):find("\n", 1, true) then
    return comma .. " expect = " .. literal
  end
  return comma .. "\n" .. indent .. "expect = " .. literal .. ","
end

-- {from, to, text}: what is put in place of bytes from .. to.
local function edit(source, example, text)
  local literal = rewrite.literal(text)
  if source:find("\r\n", 1, true) and not text:find("\r", 1, true) then
    literal = literal:gsub("\n", "\r\n")
  end
  if example.expect then
    return {example.expect.from, example.expect.to, literal}
  end
  local at = example.before.to + 1
  return {at, at - 1, addition(source, example, literal)}
end

--- The source with other expectations.
---@param source string
---@param changes table<integer, table> number of an example to {was =, now =}
---@return string? source nil where they are not written out as texts
function rewrite.expectations(source, changes)
  for _, list in ipairs(lists_of(source)) do
    if is_declared(source, list, changes) then
      local pieces, at, numbers = {}, 1, {}
      for i in pairs(changes) do
        numbers[#numbers + 1] = i
      end
      table.sort(numbers)
      for _, i in ipairs(numbers) do
        local from, to, text = table.unpack(edit(source, list[i], changes[i].now))
        pieces[#pieces + 1] = source:sub(at, from - 1) .. text
        at = to + 1
      end
      return table.concat(pieces) .. source:sub(at)
    end
  end
end

return rewrite
