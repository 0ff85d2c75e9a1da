return {
  needs = {users = {unit = "10k persons"}},
  run = function(t) return t:select{"users"} end,
}
