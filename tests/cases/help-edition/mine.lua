--- Shows nothing much.
return {
  version = "1.2", author = "Mei Lin", license = "MIT",
  args = {{"label", default = ""}, {"lines", default = "a\nb"}},
  run = function(t) return t end,
}
