return {
  needs = {population = {unit = "10k persons"}},
  run = function(t) return t.population:sum() end,
}
