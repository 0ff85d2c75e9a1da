--- A horizontal axis in characters.

local native = require "almanac.native"

local ruler = {}

-- The cell in which a label of a tick begins: centred, inside the plot.
local function start_of(tick, width)
  local cells = native.width(tick.label)
  local begin = math.floor(tick.at * width + 0.5) - cells // 2 + 1
  return math.max(1, math.min(begin, width - cells + 1)), cells
end

local function ticks_fit(list, width)
  local free = 1
  for _, tick in ipairs(list) do
    local begin, cells = start_of(tick, width)
    if begin < free then
      return false
    end
    free = begin + cells + 1
  end
  return true
end

--- The line below a plot with its ticks, and the words below that.
---@param axis table? of chart.model
function ruler.below(pen, axis, width)
  local glyphs = pen.glyphs
  local marks, words, free = {}, {}, 1
  for k = 1, width do
    marks[k] = glyphs.horizontal
  end
  if axis and not axis.hidden then
    local list = axis.scale:ticks(math.max(2, width // 12), function(candidates)
      return ticks_fit(candidates, width)
    end, {values = axis.values, decimals = axis.decimals})
    for _, tick in ipairs(list) do
      local begin, cells = start_of(tick, width)
      if begin >= free then
        marks[math.max(1, math.min(width, math.floor(tick.at * width) + 1))] = glyphs.below
        words[#words + 1] = (" "):rep(begin - free) .. tick.label .. " "
        free = begin + cells + 1
      end
    end
  end
  return table.concat(marks), (table.concat(words):gsub(" +$", ""))
end

return ruler
