--- An example of a declaration as a user would type it: the files it reads, the
-- command line, and what that prints.

local format = require "almanac.format"
local parameters = require "almanac.parameters"

local manual_example = {}

local SHOWN = 12 -- lines of a text

-- Lines of a text, those beyond SHOWN counted.
local function indented(text, out)
  local lines, n = {}, 0
  for line in text:gsub("^[\r\n]+", ""):gsub("%s+$", ""):gmatch("[^\r\n]+") do
    n = n + 1
    lines[#lines + 1] = n <= SHOWN and "      " .. line or nil
  end
  out(table.concat(lines, "\n") .. "\n")
  if n > SHOWN then
    out("      ... (" .. format.count(n - SHOWN, "more line") .. ")\n")
  end
end

--- A word of a command line as a shell takes it.
local function quoted(word)
  if word ~= "" and not word:find("[^%w%._/:,+=@%%-]") then
    return word
  end
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function text_of(value)
  return type(value) == "number" and format.number(value) or tostring(value)
end

-- The name of the file whose content an argument is given as.
local function file_name(arg, content)
  local lua = content:find("^%s*return%f[%W]") or content:find("^%s*%-%-")
  return parameters.flag(arg.name) .. (lua and ".lua" or ".csv")
end

-- One flag with one value; what is no file yet becomes one of `files`.
local function flag_words(arg, value, words, files)
  local flag = "--" .. parameters.flag(arg.name)
  if arg.type == "boolean" then
    words[#words + 1] = value and flag or "--no-" .. parameters.flag(arg.name)
    return
  end
  local text = text_of(value)
  if arg.type == "file" and text:find("\n", 1, true) then
    files[#files + 1] = {file_name(arg, text), text}
    text = files[#files][1]
  end
  words[#words + 1] = flag .. " " .. quoted(text)
end

local function all_flags(args, given, words, files)
  for _, arg in ipairs(args) do
    local value = rawget(given, arg.name)
    if type(value) ~= "table" then
      value = {value}
    elseif arg.type == "columns" then
      value = {table.concat(value, ",")}
    end
    for _, item in ipairs(value) do
      flag_words(arg, item, words, files)
    end
  end
end

--- Writes an example of the script `name`.
---@param name string
---@param script table as almanac.contract made it
---@param example table
---@param out fun(text: string)
function manual_example.write(name, script, example, out)
  local words, files = {"almanac run " .. quoted(name)}, {}
  if example.data and example.data:find("\n", 1, true) then
    files[1] = {"data.csv", example.data}
    words[2] = "data.csv"
  elseif example.data then
    words[2] = quoted(example.data)
  end
  all_flags(script.args, example.args or {}, words, files)
  out(example.title and "\n  " .. example.title .. ":\n" or "\n")
  for _, file in ipairs(files) do
    out("    " .. file[1] .. "\n")
    indented(file[2], out)
  end
  out("    $ " .. table.concat(words, " ") .. "\n")
  if example.expect then
    indented(example.expect, out)
  end
end

return manual_example
