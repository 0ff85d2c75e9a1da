--- The scripting API as data, read from its declarations for editors (lua/types):
-- what help shows of it, what editors get, what tests hold against the interpreter.
--
-- Of LuaCATS this reads what those files use: a comment at their head, classes with
-- fields, aliases, and functions with text, an example, parameters and results. The
-- text after ` # ` explains a field, parameter or result.

local native = require "almanac.native"
local schema = require "almanac.schema"

local api = {}

-- The order in which topics are read; files that are not named here follow.
local order = {"script", "argument", "need", "example", "metric", "table", "column", "row",
  "group", "context", "expression", "report", "plot", "format", "stats", "panel", "lineage",
  "core", "standard"}

-- Topics whose fields the registry of declarations holds: their classes, and which
-- fields are one of some words.
local declared = {
  script = {list = schema.script, class = "Script", words = {}},
  argument = {list = schema.arg, class = "Argument", words = {type = schema.arg_types}},
  need = {list = schema.need, class = "Need",
    words = {role = schema.roles, kind = schema.kinds, type = schema.column_types}},
  example = {list = schema.example, class = "Example", words = {}},
  metric = {list = schema.metric, class = "Metric", words = {kind = schema.kinds}},
}

-- "type # help" as two texts.
local function split_help(text)
  local kind, help = text:match("^(.-)%s+#%s+(.*)$")
  return kind or text, help or ""
end

local function read_named(text)
  local name, rest = text:match("^(%S+)%s*(.*)$")
  local kind, help = split_help(rest)
  local optional = name:sub(-1) == "?"
  return {name = optional and name:sub(1, -2) or name, optional = optional, type = kind,
    help = help}
end

local function read_return(text)
  local kind, help = split_help(text)
  local only, name = kind:match("^(%S+)%s+([%a_.]+)$")
  return {type = only or kind, name = name, help = help}
end

-- What stands in a comment above something: text, example, tags.
local function new_block()
  return {doc = {}, example = {}, params = {}, returns = {}, fields = {}, aliases = {}}
end

local tags = {}

function tags.param(block, rest)
  block.params[#block.params + 1] = read_named(rest)
end

function tags.field(block, rest)
  block.fields[#block.fields + 1] = read_named(rest)
end

tags["return"] = function(block, rest)
  block.returns[#block.returns + 1] = read_return(rest)
end

function tags.class(block, rest)
  block.class = rest:match("^([%w_.]+)")
end

function tags.alias(block, rest)
  local name, kind = rest:match("^([%w_.]+)%s+(.*)$")
  block.aliases[name] = kind
end

-- A line of a comment.
local function read_comment(block, text)
  local tag, rest = text:match("^@(%a+)%s*(.*)$")
  if tag then
    if tags[tag] then
      tags[tag](block, rest)
    end
  elseif text:find("^ ?```") then
    block.in_example = not block.in_example
  else
    local into = block.in_example and block.example or block.doc
    into[#into + 1] = text:gsub("^ ", "")
  end
end

local function add_entry(topic, entry)
  entry.topic = topic.name
  topic.entries[#topic.entries + 1] = entry
end

-- Fields that have names: `[string]` and the like describe what has none.
local function named(fields)
  local list = {}
  for _, field in ipairs(fields) do
    if not field.name:find("^%[") then
      list[#list + 1] = field
    end
  end
  return list
end

local function add_fields(topic, block, prefix)
  for _, field in ipairs(named(block.fields)) do
    add_entry(topic, {name = prefix .. "." .. field.name, kind = "field", type = field.type,
      doc = {field.help}, example = {}})
  end
end

-- What a block was about, once it is known that nothing else follows it.
local function close(registry, topic, block)
  for name, kind in pairs(block.aliases) do
    registry.aliases[name] = kind
  end
  if block.class and not block.own then
    local fields = named(block.fields)
    if #fields > 0 then
      add_entry(topic, {name = block.class:match("[^.]+$"), kind = "class", fields = fields,
        doc = block.doc, example = {}})
    end
  end
end

-- `local t = {}` below a class: t is what its functions and fields are called by.
local function open_class(topic, block, name)
  block.own = true
  add_fields(topic, block, name)
end

local function add_function(topic, block, name, arguments)
  add_entry(topic, {name = (name:gsub("^expression%.", "")), kind = "function",
    doc = block.doc, example = block.example, params = block.params, returns = block.returns,
    arguments = arguments})
end

-- The comment before ---@meta: a summary, and text.
local function read_head(topic, line)
  local text = line:match("^%-%-%-? ?(.*)$")
  if topic.summary == nil then
    topic.summary = text
  elseif text ~= "" or #topic.text > 0 then
    topic.text[#topic.text + 1] = text
  end
end

local function read_body(registry, topic, block, line)
  local comment = line:match("^%-%-%-(.*)$")
  if comment then
    read_comment(block, comment)
    return block
  end
  local name, arguments =
    line:gsub("^local function", "function"):match("^function ([%w_.:]+)%((.-)%) end$")
  local own = line:match("^local ([%w_]+) = {}")
  if name then
    add_function(topic, block, name, arguments)
  elseif own and block.class then
    open_class(topic, block, own)
  end
  close(registry, topic, block)
  return new_block()
end

-- Adds what one file declares to its topic: stats_spread is a part of stats. A file
-- that returns something is a module, under its own name or that of ---@meta.
local function read_file(registry, file, text)
  local name = file:match("^[^_]+")
  local topic = registry.topics[name]
  local head = topic == nil
  topic = topic or {name = name, text = {}, entries = {}}
  registry.topics[name] = topic
  local block, before, required = new_block(), true, nil
  for line in (text .. "\n"):gmatch("(.-)\n") do
    if line:find("^%-%-%-@meta") then
      before = false
      required = line:match("^%-%-%-@meta%s+(%S+)") or file
    elseif line:find("^return %a") then
      topic.module = required
    elseif before and head then
      read_head(topic, line)
    elseif not before then
      block = read_body(registry, topic, block, line)
    end
  end
  close(registry, topic, block)
end

--- The type of a field of a declaration: the words that it may be, where they are
-- known.
---@param topic string
---@param field table
---@return string
function api.field_type(topic, field)
  local words = declared[topic].words[field.name]
  if words then
    return "\"" .. table.concat(schema.names(words), "\"|\"") .. "\""
  end
  return field.signature or field.type
end

-- The fields of declarations, as the registry of declarations tells them.
local function add_declared(topic)
  local of = declared[topic.name]
  for i, field in ipairs(of and of.list or {}) do
    table.insert(topic.entries, i, {topic = topic.name, kind = "field",
      name = topic.name .. "." .. field.name, type = api.field_type(topic.name, field),
      required = field.required, doc = {field.help}, example = {}})
  end
end

--- The registry of some declarations.
---@param files table<string, string> name without .lua, and text
---@return {topics: table<string, table>, order: string[], aliases: table<string, string>}
function api.read(files)
  local registry = {topics = {}, order = {}, aliases = {}}
  local names, seen = {}, {}
  for name in pairs(files) do
    names[#names + 1] = name
  end
  table.sort(names)
  for _, name in ipairs(names) do
    read_file(registry, name, files[name])
  end
  for _, list in ipairs({order, names}) do
    for _, name in ipairs(list) do
      local topic = registry.topics[name]
      if topic and not seen[name] then
        seen[name] = true
        registry.order[#registry.order + 1] = name
        add_declared(topic)
      end
    end
  end
  return registry
end

local installed

--- The registry of what this program has.
function api.installed()
  installed = installed or api.read(native.declarations())
  return installed
end

--- Every entry, in the order of reading.
---@return table[]
function api.entries(registry)
  local entries = {}
  for _, name in ipairs(registry.order) do
    table.move(registry.topics[name].entries, 1, #registry.topics[name].entries,
      #entries + 1, entries)
  end
  return entries
end

--- The last part of a name: "where" of "t:where".
function api.short(name)
  return name:match("[^.:]+$")
end

--- The first sentence about an entry.
function api.brief(entry)
  local text = {}
  for _, line in ipairs(entry.doc) do
    if not line:find("%S") then
      break
    end
    text[#text + 1] = line
  end
  text = table.concat(text, " ")
  return text:match("^(.-[^.]%.)%s+%u") or text
end

local function same(a, b)
  return a:lower():gsub(":", ".") == b:lower():gsub(":", ".")
end

--- The entries that somebody means by a name: those whose last part is `where`, or
-- that are exactly t:where, t.where, table.where.
---@return table[]
function api.find(registry, wanted)
  local class, last = wanted:match("^(.-)[.:]([^.:]+)$")
  local found = {}
  for _, entry in ipairs(api.entries(registry)) do
    local short = api.short(entry.name)
    if same(entry.name, wanted) or not class and same(short, wanted) or
      class and class:lower() == entry.topic and same(short, last) then
      found[#found + 1] = entry
    end
  end
  return found
end

--- The classes of declarations, for editors: {class = "Script", list = fields} by topic.
api.declared = declared

return api
