--- A role that is none.
return {
  needs = {region = {role = "regoin"}},
  run = function(t) return t end,
}
