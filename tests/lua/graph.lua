-- The graph of metrics: who needs whom, and who needs himself.
local graph = require "almanac.graph"

local function nodes(text)
  local list = {}
  for name, needs in text:gmatch("(%w+):([%w ]*)") do
    local node = {name = name, needs = {}}
    for need in needs:gmatch("%w+") do
      node.needs[#node.needs + 1] = need
    end
    list[#list + 1] = node
  end
  return list
end

local function equal(got, want)
  assert(got == want, tostring(got) .. ", not " .. tostring(want))
end

local function listed(list)
  return table.concat(list, " ")
end

-- columns are no nodes; edges go both ways, in the order of the list
local g = graph.of(nodes("penetration:users population; gap:penetration period; " ..
  "index:gap penetration"))
equal(listed(g.needs.penetration), "")
equal(listed(g.needs.index), "gap penetration")
equal(listed(g.needed_by.penetration), "gap index")
equal(listed(g.needed_by.index), "")
equal(next(g.cycle), nil)
equal(g.needs.users, nil)

-- a need named twice is one edge
g = graph.of(nodes("a:b b; b:x"))
equal(listed(g.needs.a), "b")
equal(listed(g.needed_by.b), "a")

-- cycles: of one, of three, and two that share a node; who only leads to one is sound
g = graph.of(nodes("a:a"))
equal(g.cycle.a, "a -> a")
g = graph.of(nodes("a:x b; b:c; c:y a; d:a"))
equal(g.cycle.a, "a -> b -> c -> a")
equal(g.cycle.b, "b -> c -> a -> b")
equal(g.cycle.c, "c -> a -> b -> c")
equal(g.cycle.d, nil)
g = graph.of(nodes("a:b c; b:a; c:a"))
equal(g.cycle.a, "a -> b -> a")
equal(g.cycle.c, "c -> a -> c")

-- a way that leads nowhere is not shown; a diamond is no cycle
g = graph.of(nodes("a:dead b; dead:x; b:a"))
equal(g.cycle.a, "a -> b -> a")
g = graph.of(nodes("top:left right; left:bottom; right:bottom; bottom:x"))
equal(next(g.cycle), nil)

-- no nodes, and a long chain with its end at its start
g = graph.of({})
equal(next(g.needs), nil)
local chain = {}
for i = 1, 150 do
  chain[i] = {name = "m" .. i, needs = {"m" .. i % 150 + 1}}
end
g = graph.of(chain)
assert(g.cycle.m1:find("m150 -> m1", 1, true) and g.cycle.m75:find("^m75 %-> m76"))
