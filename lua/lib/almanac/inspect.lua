--- A plain Lua value as text that could be typed in again, as far as it goes.

local native = require "almanac.native"

local DEEPEST = 5  -- tables within tables
local MOST = 100   -- items shown of one table
local WIDE = 76    -- cells; what is longer takes a line per item

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c)
    return c == "\n" and "\\n" or (c == '"' or c == "\\") and "\\" .. c or
      string.format("\\%03d", c:byte())
  end) .. '"'
end

local function key_text(key, inspect)
  if type(key) == "string" and key:find("^[%a_][%w_]*$") then
    return key .. " = "
  end
  return "[" .. inspect(key) .. "] = "
end

local inspect

-- The items of a plain table as texts: those of its list, then the others.
local function items_of(value, depth, open)
  local items, n = {}, rawlen(value)
  for i = 1, math.min(n, MOST) do
    items[i] = inspect(rawget(value, i), depth + 1, open)
  end
  local left = n - #items
  for key, field in next, value do
    if not (math.type(key) == "integer" and key >= 1 and key <= n) then
      if #items < MOST then
        items[#items + 1] = key_text(key, inspect) ..
          inspect(field, depth + 1, open)
      else
        left = left + 1
      end
    end
  end
  if left > 0 then
    items[#items + 1] = "... " .. left .. " more"
  end
  return items
end

local function table_text(value, depth, open)
  if open[value] or depth > DEEPEST then
    return "{...}"
  end
  open[value] = true
  local items = items_of(value, depth, open)
  open[value] = nil
  local line = "{" .. table.concat(items, ", ") .. "}"
  local indent = ("  "):rep(depth)
  if native.width(line) + #indent <= WIDE and not line:find("\n", 1, true) then
    return line
  end
  local broken = {}
  local from = 1
  if rawlen(value) == #items and not line:find("\n", 1, true) then
    -- A list of short items fills its lines.
    local current = indent .. " "
    for _, item in ipairs(items) do
      if native.width(current) + native.width(item) + 2 > WIDE and current:find("%S") then
        broken[#broken + 1] = current
        current = indent .. " "
      end
      current = current .. " " .. item .. ","
    end
    broken[#broken + 1] = current
    from = #items + 1
  end
  for i = from, #items do
    broken[#broken + 1] = indent .. "  " .. items[i] .. ","
  end
  return "{\n" .. table.concat(broken, "\n") .. "\n" .. indent .. "}"
end

---@param value any
---@return string
function inspect(value, depth, open)
  local kind = type(value)
  if kind == "string" then
    return quoted(value)
  elseif kind == "table" and not native.kind(value) and
    not native.metatable_name(value) then
    return table_text(value, depth or 0, open or {})
  elseif kind == "function" then
    return "a function"
  elseif kind == "thread" then
    return "a coroutine"
  end
  return tostring(value)
end

return function(value)
  return inspect(value, 0, {})
end
