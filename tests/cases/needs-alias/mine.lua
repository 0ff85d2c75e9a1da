return {
  needs = {population = {alias = {"residents", "People"}}},
  run = function(t) return t:select{"region", "population"} end,
}
