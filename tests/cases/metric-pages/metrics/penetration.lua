--- Ours.
return metric{name = "penetration", unit = "%", needs = {online = {help = "heads"}},
  bounds = {0, 100}, direction = -1, rounding = 0.1, aggregate = "sum",
  value = function(r)
    -- a quarter
    return r.online / 4
  end}
