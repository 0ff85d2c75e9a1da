--- The manual page in mdoc, from what the other pages of help are made of.

local api = require "almanac.api"

local man = {}

-- A line of text: what roff would read as a request or an escape is none.
local function plain(text)
  return (text:gsub("\\", "\\e"):gsub("^([.'])", "\\&%1"))
end

-- One argument of a macro, in which no word is one.
local function words(text)
  return "\"" .. plain(text):gsub("\"", "\\(dq") .. "\""
end

local function sentence(text)
  return text:find("[.:]$") and text or text .. "."
end

local WIDTH = 78

-- Lines of text, a new one for each sentence.
local function lines(out, text)
  local line
  for word in text:gmatch("%S+") do
    if line and (#line + 1 + #word > WIDTH or
      line:find("[%a%)`]%.$") and word:find("^%u")) then
      out(plain(line) .. "\n")
      line = nil
    end
    line = line and line .. " " .. word or word
  end
  out(plain(line or "") .. "\n")
end

-- Text as sentences that begin with a capital.
local function paragraph(out, text)
  lines(out, (sentence(text):gsub("^%l+%f[%s,;]", function(word)
    return word:sub(1, 1):upper() .. word:sub(2)
  end)))
end

-- Whether a line was ended though the next word had room: such a break is meant.
local function is_meant(line, next_word)
  return next_word ~= nil and #line + 1 + #next_word <= WIDTH
end

-- Text whose lines were broken by hand; an empty line parts paragraphs.
local function broken(out, text)
  local whole = {}
  local function flush(request)
    if #whole > 0 then
      lines(out, table.concat(whole, " "))
    end
    whole = {}
    out(request)
  end
  if is_meant(text:match("^[^\n]*"), text:match("^[^\n]*\n(%S+)")) then
    out(".br\n")
  end
  for line, rest in (text .. "\n"):gmatch("([^\n]*)\n()") do
    whole[#whole + 1] = line ~= "" and line or nil
    if line == "" then
      flush(".Pp\n")
    elseif is_meant(line, text:match("^%S+", rest)) then
      flush(".br\n")
    end
  end
  flush("")
end

local function list(out, items, item)
  if #items == 0 then
    return
  end
  out(".Bl -tag -width Ds\n")
  for _, entry in ipairs(items) do
    item(entry)
  end
  out(".El\n")
end

local function synopsis(out, page)
  out(".Sh SYNOPSIS\n")
  for _, command in ipairs(page.commands) do
    out(".Nm\n.Ic " .. words(command.usage) .. "\n")
  end
end

local function description(out)
  out(".Sh DESCRIPTION\n.Nm\n")
  out("runs analyses on tables of data: CSV and JSON files, and data packages.\n" ..
    "An analysis is a Lua script that returns a result; a script that is put into\n" ..
    "a folder of the search path is as good as those that come with the program.\n" ..
    "On a terminal a result is shown as a table, in a pipe it is CSV.\n" ..
    "What was used, left out and assumed stands below it.\n")
end

local function commands(out, page)
  out(".Sh COMMANDS\n")
  list(out, page.commands, function(command)
    out(".It Ic " .. words(command.usage) .. "\n")
    paragraph(out, command.help)
    if command.manual ~= "" then
      broken(out, command.manual)
    end
  end)
end

local function flag_name(flag)
  local name = "Fl -" .. flag.name
  if flag.letter then
    name = "Fl " .. flag.letter .. " , " .. name
  end
  return name .. (flag.value and " Ar " .. words(flag.value) or "")
end

local function options(out, page)
  out(".Sh OPTIONS\n" ..
    "Flags may stand anywhere after the command, those of a script after its name.\n")
  for _, section in ipairs(page.sections) do
    out(#section.flags > 0 and ".Ss " .. section.title .. "\n" or "")
    list(out, section.flags, function(flag)
      out(".It " .. flag_name(flag) .. "\n")
      paragraph(out, flag.help)
    end)
  end
end

local function scripts(out, page)
  out(".Sh SCRIPTS\nThese come with the program;\n.Nm\n.Ic help Ar SCRIPT\ntells the rest.\n")
  list(out, page.scripts, function(script)
    out(".It Ic " .. words(script.name) .. "\n")
    paragraph(out, script.help)
  end)
end

local intro = {
  script = "A script is a file that returns a function of a table, or a table with:",
  argument = "An entry of args, a flag of the script, has:",
  need = "An entry of needs, a column that the data must have, has:",
  example = "An entry of examples has:",
  metric = "A metric is a file in the folder metrics that returns metric{...} with:",
}

local function one_of(out, entries)
  local names = {}
  for i, entry in ipairs(entries or {}) do
    names[i] = entry.name
  end
  if #names > 0 then
    lines(out, "One of " .. table.concat(names, ", ") .. ".")
  end
end

local function declarations(out)
  out(".Sh DECLARATIONS\n")
  for _, topic in ipairs({"script", "argument", "need", "example", "metric"}) do
    out(".Ss The fields of " .. topic .. "\n" .. intro[topic] .. "\n")
    list(out, api.declared[topic].list, function(field)
      out(".It Va " .. words(field.name) .. " Pq " .. words(field.type ..
        (field.required and ", required" or "")) .. "\n")
      paragraph(out, field.help)
      one_of(out, api.declared[topic].words[field.name])
    end)
  end
  out(".Pp\nWhat Lua code can use is told by\n.Nm\n.Ic help api .\n")
end

local function environment(out, page)
  out(".Sh ENVIRONMENT\n")
  list(out, page.environment, function(variable)
    out(".It Ev " .. variable.name .. "\n")
    paragraph(out, variable.help)
  end)
end

local function files(out)
  out([[.Sh FILES
Scripts are looked for in these folders, in this order;
the first of a name hides the others.
Metrics stand in
.Pa metrics
below each of them.
.Bl -tag -width Ds
.It Fl -scripts Ar DIR
As given.
.It Ev ALMANAC_PATH
Its folders.
.It Pa ~/.local/share/almanac/scripts
The user's own.
.It Pa PREFIX/share/almanac/bundled/scripts
Those that come with the program.
.El
.Pp
Data packages are looked for in
.Pa ~/.local/share/almanac/data
and
.Pa PREFIX/share/almanac/bundled/data .
]])
end

local function exits(out, page)
  out(".Sh EXIT STATUS\n")
  list(out, page.exits, function(exit)
    out(".It " .. exit.name .. "\n")
    paragraph(out, exit.help)
  end)
end

local function examples(out)
  out([[.Sh EXAMPLES
.Bd -literal
almanac list
almanac run ranking --top 5
almanac run growth towns.csv --measure inhabitants --as csv
almanac eval 't:where("penetration > 70")' cnnic:provinces
almanac describe cnnic
.Ed
]])
end

--- Writes the page.
---@param page table {version, released, commands, sections, exits, environment, scripts}
---@param out fun(text: string)
function man.write(page, out)
  out(".Dd " .. page.released .. "\n.Dt ALMANAC 1\n.Os\n.Sh NAME\n.Nm almanac\n" ..
    ".Nd run analyses, Lua scripts, on tables of data\n")
  synopsis(out, page)
  description(out)
  commands(out, page)
  options(out, page)
  scripts(out, page)
  declarations(out)
  environment(out, page)
  files(out)
  exits(out, page)
  examples(out)
end

return man
