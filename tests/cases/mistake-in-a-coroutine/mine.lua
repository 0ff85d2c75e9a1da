local function each_note(t)
  for _, r in ipairs(t) do
    coroutine.yield(r.note .. "!")
  end
end

local ways = {
  yields = function(t)
    for note in coroutine.wrap(function() each_note(t) end) do
      print(note)
    end
  end,
  groups = function(t)
    for _, g in t:group_by"town":each() do
      for note in coroutine.wrap(function() each_note(g) end) do
        print(note)
      end
    end
  end,
  raises = function(t)
    coroutine.wrap(function()
      for _, r in ipairs(t) do
        error{message = "no " .. r.town, help = "leave it out"}
      end
    end)()
  end,
  passed = function(t)
    local ok, why = coroutine.resume(coroutine.create(each_note), t)
    local co = coroutine.create(each_note)
    while ok do
      ok, why = coroutine.resume(co, t)
    end
    error(why, 0)
  end,
  nested = function(t)
    coroutine.wrap(function()
      for note in coroutine.wrap(function() each_note(t) end) do
        print(note)
      end
    end)()
  end,
  told = function(t)
    local ok, why = coroutine.resume(coroutine.create(function()
      return t.nothing
    end))
    return {{ok = ok, why = tostring(why)}}
  end,
}

return {
  args = {{"way"}},
  run = function(t, args)
    return ways[args.way](t)
  end,
}
