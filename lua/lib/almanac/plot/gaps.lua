--- Periods for which a series has no row, though it has rows before and after and
-- others have one between: rows without a value are put there, so that lines and areas
-- break as they do where a value is missing.

local format = require "almanac.format"
local source = require "almanac.plot.source"

local gaps = {}

local LONGER = 1.5 -- than the shorter of the steps beside it: a gap

local broken = {line = true, area = true}

-- The columns that tell the series of a layer apart.
local function parting(layer)
  local names = {}
  for _, channel in ipairs({layer.channels.color or {}, layer.channels.shape or {},
    table.unpack(layer.channels.detail or {})}) do
    if channel.field and channel.type ~= "quantitative" then
      names[#names + 1] = channel.field
    end
  end
  return names
end

-- Rows by series, and every period once, both in order of time.
local function in_time(periods, columns)
  local series, by_key, all, seen = {}, {}, {}, {}
  for i = 1, periods.n do
    local text = periods[i]
    if text ~= nil then
      local at, key = time(text), source.key(columns, i)
      if not by_key[key] then
        by_key[key] = {row = i}
        series[#series + 1] = by_key[key]
      end
      table.insert(by_key[key], at)
      if not seen[at] then
        seen[at] = true
        all[#all + 1] = {at = at, text = text}
      end
    end
  end
  table.sort(all, function(a, b)
    return a.at < b.at
  end)
  for _, own in ipairs(series) do
    table.sort(own)
  end
  return series, all
end

-- Whether the step to the k-th time is longer than those beside it.
local function is_gap(times, k)
  local step = times[k] - times[k - 1]
  local before = k > 2 and times[k - 1] - times[k - 2] or math.huge
  local after = k < #times and times[k + 1] - times[k] or math.huge
  local usual = math.min(before > 0 and before or math.huge, after > 0 and after or math.huge)
  return usual < math.huge and step > LONGER * usual
end

-- The periods that a series lacks.
local function lacking(times, all)
  local found, j = {}, 1
  for k = 2, #times do
    while j <= #all and all[j].at <= times[k - 1] do
      j = j + 1
    end
    while j <= #all and all[j].at < times[k] do
      found[#found + 1] = is_gap(times, k) and all[j].text or nil
      j = j + 1
    end
  end
  return found
end

local function fill(layer, field)
  local from, names, columns = layer.source, parting(layer), {}
  for k, name in ipairs(names) do
    columns[k] = from:values(name)
  end
  local periods = from:values(field)
  local series, all = in_time(periods, columns)
  local added = 0
  for _, own in ipairs(#series > 1 and series or {}) do
    for _, text in ipairs(lacking(own, all)) do
      local row = {[field] = text}
      for k, name in ipairs(names) do
        row[name] = columns[k][own.row]
      end
      from:add(row)
      added = added + 1
    end
  end
  return added
end

--- Fills in the rows that the series of `list` (layers) lack, and says how many.
---@param list table[]
---@param remarks string[]
function gaps.fill(list, remarks)
  local done = {}
  for _, layer in ipairs(list) do
    local kind = layer.mark.type
    local across = layer.channels[layer.measure == "x" and "y" or "x"]
    local field = broken[kind] and across and across.field
    if field and not done[layer.source] and layer.source:field(field).type == "period" then
      done[layer.source] = true
      local added = fill(layer, field)
      if added > 0 then
        remarks[#remarks + 1] = string.format("%s without a row, where %ss break",
          format.count(added, "period", "periods"), kind)
      end
    end
  end
end

return gaps
