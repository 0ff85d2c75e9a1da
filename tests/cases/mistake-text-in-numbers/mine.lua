return function(t)
  local out = {}
  for i, r in ipairs(t) do
    out[i] = {region = r.region, rate = r.sales / r.people * 100}
  end
  return out
end
