--- What the user typed, from an expression to a document.
--
-- Little is loaded for it: an expression that needs no data starts at once.

local document = require "almanac.document"
local remarks = require "almanac.remarks"

local evaluation = {}

-- The module of statistics, loaded when something of it is first used.
local stats = setmetatable({}, {__index = function(_, name)
  return require "stats"[name]
end})

--- Evaluates what the user typed, a function, with `t` among its globals.
function evaluation.eval(f, globals, t, options)
  local notes = {}
  remarks.on_note(function(text)
    notes[#notes + 1] = text
  end)
  local wrong
  if t then
    t, wrong = require "almanac.runner".open(t, options.maps, options.where)
  end
  if wrong then
    return nil, {wrong}
  end
  globals.t, globals.stats = t, stats
  local value, reason = f()
  if value == nil and type(reason) == "string" then
    notes[#notes + 1] = "undefined: " .. reason
  end
  local doc = document.of(value)
  table.move(doc.notes, 1, #doc.notes, #notes + 1, notes)
  doc.notes = notes
  return document.pack(doc)
end

return evaluation
