--- Lines of a script that problems with its declaration are about.
--
-- A declaration is a value: where its parts stood in the text is forgotten. The
-- sentence about a problem quotes names and values, and one that stands in the text
-- only once, written as a field or as a text, tells the line.

local spots = {}

-- The line without what would be taken for a field or a text and is none.
local function code_of(line)
  return (line:gsub("^%s*%-%-.*$", ""))
end

-- Whether the line holds a word as the name of a field, or as a whole text.
local function holds(line, word)
  local from = 1
  while true do
    local first, last = line:find(word, from, true)
    if not first then
      return false
    end
    local before, after = line:sub(first - 1, first - 1), line:sub(last + 1)
    if before:find("[\"']") and after:sub(1, 1) == before or
      not before:find("[%w_.]") and after:find("^%s*=[^=]") then
      return true
    end
    from = last + 1
  end
end

local function only_line(lines, word)
  local found
  for number, line in ipairs(lines) do
    if holds(line, word) then
      if found then
        return nil
      end
      found = number
    end
  end
  return found
end

-- What a sentence quotes, the last first: it is the most special.
local function quoted(message)
  local words = {}
  for _, pattern in ipairs({"`([^`]+)`", "\"([^\"]+)\""}) do
    for word in message:gmatch(pattern) do
      table.insert(words, 1, word)
    end
  end
  return words
end

--- Adds the line to those problems of which one can be told.
---@param problems table[]
---@param source string the text of the script
function spots.add(problems, source)
  local lines = {}
  for line in (source .. "\n"):gmatch("(.-)\r?\n") do
    lines[#lines + 1] = code_of(line)
  end
  for _, problem in ipairs(problems) do
    for _, word in ipairs(quoted(problem.message or "")) do
      problem.line = problem.line or only_line(lines, word)
    end
  end
end

return spots
