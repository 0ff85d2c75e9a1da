--- Which rows of the data the rows of tables and charts came from, as texts: what
-- panel.table told of a record holds for the rows of charts made from it.

local native = require "almanac.native"

local origins = {}

local MOST = 2000 -- rows of a result that is looked at row by row

local texts = setmetatable({}, {__mode = "k"})   -- of a record
local records = setmetatable({}, {__mode = "k"}) -- that a row was made from

--- Keeps what is told of a record.
function origins.tell(record, text)
  texts[record] = text ~= "" and text or nil
end

--- Keeps that a row was made from a record.
function origins.copy(row, record)
  records[row] = record
end

local function told(row)
  while type(row) == "table" and row ~= nil do
    if texts[row] then
      return texts[row]
    end
    row = records[row]
  end
end

-- "provinces.csv line 39" for the rows of a table that were read.
local function of_table(t)
  local lines, found = {n = math.min(#t, MOST)}, false
  for i = 1, lines.n do
    local file, line = native.origin(t, i)
    lines[i], found = file and file .. " line " .. line or "", found or file ~= nil
  end
  return found and lines or nil
end

--- Keeps that a row was made from row i of data.
---@param data any as it was given
---@param t table of data
function origins.copy_row(row, data, t, i)
  if type(data) == "table" and native.kind(data) == nil and not rawget(data, "from") then
    return origins.copy(row, rawget(data, i))
  end
  local list = origins.of(data, t)
  origins.tell(row, list and list[i] or "")
end

--- The text for each row of what stands as data, or nil where nothing is known.
---@param data any as it was given
---@param t table of data
---@return table?
function origins.of(data, t)
  if type(data) ~= "table" or native.kind(data) ~= nil then
    return of_table(t)
  elseif type(rawget(data, "from")) == "table" then
    return rawget(data, "from")
  end
  local lines, found = {n = math.min(rawlen(data), MOST)}, false
  for i = 1, lines.n do
    local text = told(rawget(data, i))
    lines[i], found = text or "", found or text ~= nil
  end
  return found and lines or of_table(t)
end

return origins
