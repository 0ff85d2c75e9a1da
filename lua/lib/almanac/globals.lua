--- Names in a script that nothing declares, found without running it.

local native = require "almanac.native"

local globals = {}

-- What reading the name would raise; nil when there is such a global.
local function raised(env, name)
  local ok, wrong = pcall(function()
    return env[name]
  end)
  if not ok then
    return native.problem_of(wrong, "", false)
  end
end

local function assigned_first(uses)
  local names, list = {}, {}
  for _, use in ipairs(uses) do
    if use.assigned and not names[use.name] then
      names[use.name] = true
      list[#list + 1] = use
    end
  end
  return names, list
end

--- Every global that a chunk reads and neither has nor assigns, and every one
-- that it assigns: once each, with its first line.
---@param chunk function as it was loaded
---@param has_run boolean? what it assigns is there by now
---@return table[] problems
function globals.check(chunk, has_run)
  local env, uses, problems = native.environment(chunk), native.globals(chunk), {}
  table.sort(uses, function(a, b)
    return a.line < b.line
  end)
  local assigned, list = assigned_first(uses)
  local seen = {}
  for _, use in ipairs(uses) do
    local wrong = not use.assigned and not assigned[use.name] and not seen[use.name] and
      raised(env, use.name)
    seen[use.name] = true
    if wrong then
      wrong.line = use.line
      problems[#problems + 1] = wrong
    end
  end
  for _, use in ipairs(list) do
    local known = not has_run and not raised(env, use.name)
    problems[#problems + 1] = {
      message = string.format(known and "%q cannot be replaced" or
        "%q is a global variable", use.name), line = use.line,
      help = string.format("declare it: local %s = ...", use.name),
    }
  end
  table.sort(problems, function(a, b)
    return a.line < b.line
  end)
  return problems
end

return globals
