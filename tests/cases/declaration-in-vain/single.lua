return {
  args = {"top", type = "integer"},
  run = function(t) return t end,
}
