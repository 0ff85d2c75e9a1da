return {
  args = {{"where", type = "text"}},
  run = function(t) return t end,
}
