--- Pages of help about the scripting API.

local api = require "almanac.api"
local format = require "almanac.format"
local native = require "almanac.native"

local page = {}

local WIDTH = 78

local width = WIDTH -- cells of a line of the page that is written

--- Breaks text into lines, each behind `indent`. Words are never cut.
local function wrap(text, indent, out, first)
  local line = first or indent
  local empty = true
  for word in text:gmatch("%S+") do
    if not empty and #line + 1 + #word > width then
      out(line .. "\n")
      line, empty = indent, true
    end
    line = line .. (empty and "" or " ") .. word
    empty = false
  end
  if not empty then
    out(line .. "\n")
  end
end

-- Paragraphs: empty lines part them.
local function paragraphs(lines, indent, out)
  local text, any = {}, false
  local function flush()
    if #text > 0 then
      if any then
        out("\n")
      end
      wrap(table.concat(text, " "), indent, out)
      text, any = {}, true
    end
  end
  for _, line in ipairs(lines) do
    if line:find("%S") then
      text[#text + 1] = line
    else
      flush()
    end
  end
  flush()
end

-- A type as a person reads it: aliases told, classes by their last name.
local function readable(registry, kind)
  for _ = 1, 4 do -- aliases of aliases
    kind = kind:gsub("almanac%.[%w_]+", registry.aliases)
  end
  return (kind:gsub("almanac%.", ""):gsub("|", " | "))
end

local function parameters(entry)
  local text, open = "", 0
  for i, param in ipairs(entry.params) do
    if param.optional then
      text = text .. (i > 1 and " [, " or "[") .. param.name
      open = open + 1
    else
      text = text .. (i > 1 and ", " or "") .. param.name
    end
  end
  return "(" .. text .. ("]"):rep(open) .. ")"
end

local function results(registry, entry)
  local names = {}
  for i, result in ipairs(entry.returns) do
    names[i] = result.name or readable(registry, result.type)
  end
  return #names > 0 and " -> " .. table.concat(names, ", ") or ""
end

-- "t:head([n]) -> Table", "ctx.seed: integer".
local function signature(registry, entry)
  if entry.kind == "function" then
    return entry.name .. parameters(entry) .. results(registry, entry)
  elseif entry.kind == "field" then
    local need = entry.required and " (required)" or ""
    return entry.name .. need .. ": " .. readable(registry, entry.type)
  end
  return entry.name
end

-- Names at the left, aligned; what they are and mean at the right.
local function definitions(registry, list, out)
  local wide = 0
  for _, item in ipairs(list) do
    wide = math.max(wide, #item.name)
  end
  for _, item in ipairs(list) do
    local text = readable(registry, item.type)
    if item.help ~= "" then
      text = text .. ": " .. item.help
    end
    wrap(text, (" "):rep(wide + 4), out,
      "  " .. item.name .. (" "):rep(wide - #item.name + 2))
  end
end

local function described(list)
  for _, item in ipairs(list) do
    if item.help ~= "" then
      return true
    end
  end
  return false
end

-- Everything about one entry.
local function full(registry, entry, out)
  wrap(signature(registry, entry), "    ", out, "")
  if table.concat(entry.doc):find("%S") then
    out("\n")
    paragraphs(entry.doc, "", out)
  end
  for _, list in ipairs({entry.fields or {}, entry.params or {}}) do
    if #list > 0 then
      out("\n")
      definitions(registry, list, out)
    end
  end
  if entry.returns and described(entry.returns) then
    out("\n")
    for _, result in ipairs(entry.returns) do
      wrap("Returns " .. readable(registry, result.type) ..
        (result.help ~= "" and ": " .. result.help or ""), "  ", out, "")
    end
  end
  if #entry.example > 0 then
    out("\nExample:\n")
    for _, line in ipairs(entry.example) do
      out("  " .. line .. "\n")
    end
  end
end

local FEW = 3 -- entries of a topic that are all told in full

local function first_function(topic)
  for _, entry in ipairs(topic.entries) do
    if entry.kind == "function" and entry.name ~= topic.name then
      return entry
    end
  end
  return topic.entries[1]
end

local function topic_page(registry, topic, out)
  wrap(topic.name .. " - " .. topic.summary, "  ", out, "")
  if #topic.text > 0 then
    out("\n")
    paragraphs(topic.text, "", out)
  end
  for _, entry in ipairs(topic.entries) do
    out("\n")
    if #topic.entries <= FEW or entry.name == topic.name then
      full(registry, entry, out)
    else
      wrap(signature(registry, entry), "      ", out, "  ")
      wrap(api.brief(entry), "      ", out)
    end
  end
  if #topic.entries > FEW then
    out("\nOne of them: almanac help api " .. first_function(topic).name .. "\n")
  end
end

-- Names without what they all begin with.
local function short_names(topic)
  local names, common = {}, nil
  for i, entry in ipairs(topic.entries) do
    local prefix = entry.name:match("^(.*[.:])") or ""
    common = common or prefix
    names[i] = prefix == common and entry.name:sub(#prefix + 1) or entry.name
  end
  return table.concat(names, " ")
end

local function overview(registry, out)
  out("What scripts, metrics and expressions are written with.\n\n" ..
    "Usage: almanac help api [TOPIC | NAME]\n\nTopics, and the names in them:\n")
  for _, name in ipairs(registry.order) do
    local topic = registry.topics[name]
    out("\n")
    wrap(topic.summary, (" "):rep(13), out, "  " .. name .. (" "):rep(11 - #name))
    wrap(short_names(topic), (" "):rep(15), out)
  end
  out("\nTry: almanac help api table\n     almanac help api t:where\n" ..
    "     almanac help api stats.gini\n")
end

-- What there is of that name elsewhere: c:cor for stats.cor.
local function elsewhere(registry, wanted)
  local names = {}
  for i, entry in ipairs(api.find(registry, api.short(wanted) or "")) do
    names[i] = entry.name
  end
  return #names > 0 and format.list(names, "or") or nil
end

local function unknown(registry, wanted)
  local names = {}
  for _, entry in ipairs(api.entries(registry)) do
    names[#names + 1] = entry.name
    names[#names + 1] = api.short(entry.name)
  end
  table.move(registry.order, 1, #registry.order, #names + 1, names)
  local best = elsewhere(registry, wanted) or native.suggest(wanted, names)
  return {usage = true, message = string.format("the API has no %q", wanted),
    help = best and "did you mean " .. best .. "?" or "almanac help api lists all there is"}
end

-- The topic that is meant: by its name, or as its things are written, t, ctx.
local function topic_of(registry, wanted)
  if registry.topics[wanted:lower()] then
    return registry.topics[wanted:lower()]
  end
  for _, entry in ipairs(api.entries(registry)) do
    if entry.name:match("^(.*)[.:]") == wanted then
      return registry.topics[entry.topic]
    end
  end
end

--- Writes the page about a topic or a name; the list of all without one.
---@param wanted string?
---@param out fun(text: string)
---@param cells integer? of a line
---@return boolean? written
---@return table? problem
function page.write(wanted, out, cells)
  width = cells or WIDTH
  local registry = api.installed()
  if wanted == nil then
    overview(registry, out)
    return true
  end
  wanted = wanted:gsub("^almanac%.(.)", "%1") -- as classes are called in editors
  local topic = topic_of(registry, wanted)
  if topic then
    topic_page(registry, topic, out)
    return true
  end
  local entries = api.find(registry, wanted)
  for i, entry in ipairs(entries) do
    out(i > 1 and "\n" or "")
    full(registry, entry, out)
  end
  if #entries == 0 then
    return nil, unknown(registry, wanted)
  end
  return true
end

return page
