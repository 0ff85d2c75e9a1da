--- What is wrong with --map ROLE=COLUMN, before any of it is followed.

local native = require "almanac.native"
local needs = require "almanac.needs"
local schema = require "almanac.schema"
local spelling = require "almanac.spelling"

local maps = {}

local fold = needs.fold

local function problem(message, help)
  return {message = message, help = help, usage = true}
end

local function is_among(names, other)
  for _, name in ipairs(names) do
    if fold(name) == fold(other) then
      return true
    end
  end
  return false
end

-- Appends those of `more` that are not there.
local function add_names(names, more)
  for _, name in ipairs(more) do
    if not is_among(names, name) then
      names[#names + 1] = name
    end
  end
end

local function check_left(map, names, t)
  if is_among(names, map[1]) then
    return nil
  elseif is_among(names, map[2]) and needs.header(t, map[1]) then
    return problem(string.format("--map %s=%s: the column comes last", map[1], map[2]),
      string.format("--map %s=%s", map[2], spelling.word(map[1])))
  end
  local best = native.suggest(map[1], names)
  return problem(string.format("--map %s=%s: there is no role or need %q", map[1], map[2],
    map[1]), best and "did you mean " .. best .. "?" or "one of " .. table.concat(names, ", "))
end

local function check_right(map, t, metrics)
  if not needs.header(t, map[2]) and not metrics.declaration(map[2]) then
    return select(2, needs.unknown_column(t, "--map " .. map[1] .. "=" .. map[2], map[2]))
  end
end

local function check_again(map, given)
  local before = given[fold(map[1])]
  if before and before[2] ~= map[2] then
    return problem(string.format("--map %s=%s: %s is %s already", map[1], map[2], map[1],
      before[2]), "leave out one of them")
  end
end

--- Every --map whose left side is neither a role nor a need, of the script or of a
-- metric, or whose right side is no column.
---@param given {[1]: string, [2]: string}[]
---@param metrics {need_names: (fun(): string[]), declaration: fun(name: string): table?}
---@return table[] problems
function maps.check(t, list, given, metrics)
  local names, problems, asked = schema.names(schema.roles), {}, false
  local before = {}
  for _, need in ipairs(list) do
    add_names(names, {need.name})
  end
  for _, map in ipairs(given) do
    if not asked and not is_among(names, map[1]) then
      asked = true
      add_names(names, metrics.need_names())
    end
    problems[#problems + 1] = check_left(map, names, t) or check_right(map, t, metrics) or
      check_again(map, before)
    before[fold(map[1])] = map
  end
  return problems
end

return maps
