--- From a text to a value, one reader a type of argument.
--
-- readers.TYPE(text, arg, label) answers the value, or nil and a problem in which
-- `label` says whose text it was.

local native = require "almanac.native"

local readers = {}

local SHOWN = 40 -- names listed where none is near

local function problem(message, help)
  return nil, {message = message, help = help, usage = true}
end

--- The one of `names` that is meant by a text, case ignored.
function readers.one_of(text, names, what)
  local alike
  for _, name in ipairs(names) do
    if name == text then
      return name
    end
    alike = alike or name:lower() == text:lower() and name
  end
  if alike then
    return alike
  end
  local best = native.suggest(text, names)
  if best then
    return problem(what, "did you mean " .. best .. "?")
  end
  local shown = table.concat(names, ", ", 1, math.min(#names, SHOWN))
  local more = #names > SHOWN and string.format(" and %d more", #names - SHOWN) or ""
  return problem(what, "one of: " .. shown .. more)
end

local function in_range(value, text, arg, label)
  if arg.min and value < arg.min then
    return problem(string.format("%s is %s; it is at least %s", label, text, arg.min))
  elseif arg.max and value > arg.max then
    return problem(string.format("%s is %s; it is at most %s", label, text, arg.max))
  end
  return value
end

function readers.integer(text, arg, label)
  local value = text:find("^-?%d+$") and math.tointeger(tonumber(text))
  if not value and text:find("^-?%d+%.?0*$") then -- 3.0, as other programs write it
    value = math.tointeger(tonumber(text:match("^-?%d+")))
    if not value then
      return problem(string.format("%s is %s, more than a whole number can be", label, text))
    end
  elseif not value then
    return problem(string.format("%s is %q, not a whole number", label, text))
  end
  return in_range(value, text, arg, label)
end

function readers.number(text, arg, label)
  local value = native.number(text)
  if not value then
    return problem(string.format("%s is %q, not a number", label, text))
  end
  return in_range(value, text, arg, label)
end

local truths = {
  ["true"] = true, yes = true, on = true, ["1"] = true,
  ["false"] = false, no = false, off = false, ["0"] = false,
}

function readers.boolean(text, arg, label)
  local value = truths[text:lower()]
  if value == nil then
    local flag = arg.name:lower():gsub("_", "-")
    return problem(string.format("%s is %q, neither true nor false", label, text),
      label:find("^%-%-") and string.format("--%s or --no-%s", flag, flag) or nil)
  end
  return value
end

function readers.enum(text, arg, label)
  return readers.one_of(text, arg.values,
    string.format("%s is %q, which is none of its values", label, text))
end

function readers.period(text, _, label)
  if not native.is_period(text) then
    return problem(string.format("%s is %q, not a period", label, text),
      "2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30")
  end
  return text
end

--- "a, b" as {"a", "b"}.
function readers.columns(text, _, label)
  local names = {}
  for name in (text .. ","):gmatch("([^,]*),") do
    name = name:match("^%s*(.-)%s*$")
    if name ~= "" then
      names[#names + 1] = name
    end
  end
  if #names == 0 and label then
    return problem(label .. " names no column")
  end
  return names
end

-- A path that the user wrote; a default is a text.
function readers.file(text)
  return {given = text}
end

local function as_is(text)
  return text
end

readers.text, readers.column, readers.region = as_is, as_is, as_is
readers.expression = as_is

return readers
