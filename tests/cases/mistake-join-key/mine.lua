return function(t)
  local u = t:select{"region", "people"}
  return t:join(u, {on = "regoin"})
end
