--- Shows a file that nobody gave it.
return {
  data = "secret.csv",
  run = function(t) return t end,
}
