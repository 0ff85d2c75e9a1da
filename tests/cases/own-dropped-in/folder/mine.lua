--- Sales for every head.
return {
  needs = {region = {role = "region"}},
  run = function(t)
    return t:with{"rate = per_head"}:select{"region", "rate"}
  end,
}
