--- What needs what: the graph of metrics.
--
-- A node is {name = ..., needs = {names}}; a need that is no node is a column. No
-- function here knows more of a metric than that.

local graph = {}

---@class Graph
---@field needs table<string, string[]> of each node those that are nodes
---@field needed_by table<string, string[]> the other way round
---@field cycle table<string, string> "a -> b -> a" of each node that needs itself

local function is_in(list, name)
  for i, other in ipairs(list) do
    if other == name then
      return i
    end
  end
end

-- The way from `name` back to itself, in the order of the needs, or nil.
local function way_back(needs, name)
  local path, seen = {name}, {}
  local function follow(node)
    for _, need in ipairs(needs[node]) do
      if need == name then
        return true
      elseif not seen[need] then
        seen[need] = true
        path[#path + 1] = need
        if follow(need) then
          return true
        end
        path[#path] = nil
      end
    end
    return false
  end
  if follow(name) then
    return table.concat(path, " -> ") .. " -> " .. name
  end
end

--- The graph of a list of nodes.
---@param nodes {name: string, needs: string[]}[]
---@return Graph
function graph.of(nodes)
  local g = {needs = {}, needed_by = {}, cycle = {}}
  for _, node in ipairs(nodes) do
    g.needs[node.name], g.needed_by[node.name] = {}, {}
  end
  for _, node in ipairs(nodes) do
    for _, need in ipairs(node.needs) do
      if g.needs[need] and not is_in(g.needs[node.name], need) then
        table.insert(g.needs[node.name], need)
        table.insert(g.needed_by[need], node.name)
      end
    end
  end
  for _, node in ipairs(nodes) do
    g.cycle[node.name] = way_back(g.needs, node.name)
  end
  return g
end

return graph
