--- The help of a script or a metric, written from its declaration.

local format = require "almanac.format"
local parameters = require "almanac.parameters"
local schema = require "almanac.schema"

local manual = {}

local types = schema.by_name(schema.arg_types)

local function flag_usage(arg)
  local flag = "--" .. parameters.flag(arg.name)
  if arg.type == "boolean" then
    return arg.default == true and "--no-" .. parameters.flag(arg.name) or flag
  elseif arg.type == "enum" then
    return flag .. " " .. table.concat(arg.values, "|")
  end
  return flag .. " " .. types[arg.type].placeholder
end

local function default_text(value)
  if type(value) == "table" then
    return table.concat(value, ",")
  elseif type(value) == "number" then
    return format.number(value)
  end
  return tostring(value)
end

local function flag_help(arg)
  local parts, limits = {}, {}
  parts[1] = arg.help
  if arg.min then
    limits[#limits + 1] = "at least " .. format.number(arg.min)
  end
  if arg.max then
    limits[#limits + 1] = "at most " .. format.number(arg.max)
  end
  if arg.required then
    limits[#limits + 1] = "required"
  elseif arg.default ~= nil and arg.type ~= "boolean" then
    limits[#limits + 1] = "default: " .. default_text(arg.default)
  end
  if #limits > 0 then
    parts[#parts + 1] = "(" .. table.concat(limits, ", ") .. ")"
  end
  return table.concat(parts, " ")
end

local function need_help(need)
  local parts = {}
  if need.role then
    parts[#parts + 1] = "a " .. need.role
  end
  if need.type then
    parts[#parts + 1] = need.type
  end
  if need.kind then
    parts[#parts + 1] = need.kind
  end
  if need.unit and need.unit ~= "" then
    parts[#parts + 1] = "in " .. need.unit
  end
  local text = table.concat(parts, ", ")
  if need.help then
    text = text .. (text ~= "" and "; " or "") .. need.help
  end
  return text .. (need.optional and " (optional)" or "")
end

--- Two columns, the left as wide as its widest text (up to 30).
local function definitions(rows, out)
  local wide = 0
  for _, row in ipairs(rows) do
    if #row[1] <= 30 then
      wide = math.max(wide, #row[1])
    end
  end
  for _, row in ipairs(rows) do
    if row[2] == "" then
      out("  " .. row[1] .. "\n")
    elseif #row[1] > wide then
      out("  " .. row[1] .. "\n" .. (" "):rep(wide + 4) .. row[2] .. "\n")
    else
      out("  " .. row[1] .. (" "):rep(wide - #row[1] + 2) .. row[2] .. "\n")
    end
  end
end

local function section(title, rows, out)
  if #rows > 0 then
    out("\n" .. title .. ":\n")
    definitions(rows, out)
  end
end

local function map(list, f)
  local rows = {}
  for i, item in ipairs(list) do
    rows[i] = f(item)
  end
  return rows
end

local function command_line(name, example)
  local words, keys = {"almanac run", name}, {}
  if type(example.args) == "table" then
    for key in next, example.args do
      keys[#keys + 1] = type(key) == "string" and key or nil
    end
  end
  table.sort(keys)
  for _, key in ipairs(keys) do
    local value = rawget(example.args, key)
    if value == true then
      words[#words + 1] = "--" .. parameters.flag(key)
    else
      words[#words + 1] = "--" .. parameters.flag(key) .. " " ..
        default_text(value)
    end
  end
  return table.concat(words, " ")
end

--- The help page of a script.
---@param name string
---@param script table as almanac.contract made it, with `summary` and `manual`
---@param out fun(text: string)
function manual.script(name, script, out)
  out(name)
  if script.summary ~= "" then
    out(" - " .. script.summary)
  end
  out("\n\nUsage: almanac run " .. name .. " [DATA] [flags]\n")
  if script.manual ~= "" then
    out("\n" .. script.manual:gsub("%s+$", "") .. "\n")
  end
  section("Needs", map(script.needs, function(need)
    return {need.name, need_help(need)}
  end), out)
  section("Flags", map(script.args, function(arg)
    return {flag_usage(arg), flag_help(arg)}
  end), out)
  if script.data then
    out("\nData: " .. script.data .. " unless another is named\n")
  end
  section("Examples", map(script.examples, function(example)
    return {command_line(name, example), example.title or ""}
  end), out)
  section("References", map(script.references, function(text)
    return {text, ""}
  end), out)
  out("\nGlobal flags: almanac help run\n")
end

return manual
