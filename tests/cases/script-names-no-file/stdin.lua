--- Reads what is on standard input.
return {
  data = "-",
  run = function(t) return t end,
}
