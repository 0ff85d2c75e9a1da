local function show(r)
  return "sold " .. r.sales
end
return function(t)
  local list = {}
  for i, r in ipairs(t) do
    for j = 1, 3 do
      list[#list + 1] = {x = show(r)}
    end
  end
  return list
end
