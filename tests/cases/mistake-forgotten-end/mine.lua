return function(t)
  for i, r in ipairs(t) do
    print(r.region)
  return t
end
