--- What a file declares, with what the comment at its head says: all that is
-- asked of a script that is only looked at.

local contract = require "almanac.contract"

local declaration = {}

--- The leading comment: its first paragraph in one line, and the rest.
---@param source string
---@return string summary "" when there is no such comment
---@return string text paragraphs as written
function declaration.comment(source)
  local lines = {}
  local at = source:match("^\239\187\191()") or 1
  at = source:match("^#[^\n]*\n()", at) or at
  for line in source:gmatch("([^\n]*)\n?", at) do
    local text = line:match(#lines == 0 and "^%-%-%-%s?(.*)$" or "^%-%-%-?%s?(.*)$")
    if not text or (#lines > 0 and text:find("^@")) then
      break
    end
    lines[#lines + 1] = text:byte(-1) == 13 and text:sub(1, -2) or text
  end
  local summary = {}
  while lines[1] and lines[1]:find("%S") do
    summary[#summary + 1] = table.remove(lines, 1)
  end
  while lines[1] and not lines[1]:find("%S") do
    table.remove(lines, 1)
  end
  return table.concat(summary, " "), table.concat(lines, "\n")
end

--- Evaluates a file's function and checks what it declares.
---@param kind "script" | "metric"
---@param chunk function
---@param source string the text of the file, for the comment at its head
---@param reserved string[] names that arguments may not have
---@return table? declaration
---@return table[]? problems
function declaration.of(kind, chunk, source, reserved)
  local names = {}
  for _, name in ipairs(reserved) do
    names[name] = true
  end
  local declared, problems = contract[kind](chunk(), names)
  if not declared then
    require("almanac.spots").add(problems, source) -- seldom wanted, and costs a file
    return nil, problems
  end
  local names_of_needs = {}
  for i, need in ipairs(declared.needs) do
    names_of_needs[i] = need.name
  end
  declared.need_names = table.concat(names_of_needs, ", ")
  declared.category = table.concat(declared.categories or {}, ", ")
  local summary, text = declaration.comment(source)
  declared.summary = declared.summary or summary
  declared.manual = text
  if text == "" and declared.description then
    declared.manual = declared.description
  end
  return declared
end

return declaration
