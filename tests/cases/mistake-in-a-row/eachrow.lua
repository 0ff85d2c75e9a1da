return function(t)
  for key, g in t:group_by"region":each() do
    for i, r in ipairs(g) do
      if r.sales == nil then error("no sales") end
    end
  end
  local ok = pcall(function() for k, g in t:group_by"region":each() do error() end end)
  return 1
end
