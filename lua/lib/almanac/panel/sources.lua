--- Where figures come from.

local naming = require "almanac.panel.naming"

local sources = {}

local MOST_SOURCES = 8

-- Adds the ids of the sources of a measure in these rows that are not yet seen.
local function add_source_ids(p, m, rows, ids, seen)
  local function add(text)
    for id in (text or ""):gmatch("[^;%s]+") do
      if not seen[id] then
        seen[id] = true
        ids[#ids + 1] = id
      end
    end
  end
  if not p.t:has(m.name .. "_source") then
    return add(naming.known(p.t:info(m.name).sources))
  end
  local of = p.t:col(m.name .. "_source"):totable()
  for _, i in ipairs(rows) do
    if m.values[i] ~= nil then
      add(of[i])
    end
  end
end

--- Where the figures come from: "PEN_A: title", with the titles that the table
-- `sources` of the package has. `used` lists {measure, rows}.
function sources.sources(p, used)
  local list, titles, ids, seen = {}, {}, {}, {}
  for _, pair in ipairs(used) do
    add_source_ids(p, pair[1], pair[2], ids, seen)
  end
  local ok, told = pcall(p.ctx.table, "sources")
  if ok and #ids > 0 and told:has("id") and told:has("title") then
    local id, title = told:col("id"):totable(), told:col("title"):totable()
    for i = 1, #told do
      titles[id[i]] = title[i]
    end
  end
  for k = 1, math.min(#ids, MOST_SOURCES) do
    list[k] = titles[ids[k]] and ids[k] .. ": " .. titles[ids[k]] or ids[k]
  end
  if #ids > MOST_SOURCES then
    list[#list + 1] = string.format("and %d more", #ids - MOST_SOURCES)
  end
  return list
end

return sources
