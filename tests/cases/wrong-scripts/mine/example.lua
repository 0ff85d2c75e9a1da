--- An example of other flags.
return {
  args = {{"top", type = "integer", min = 1}},
  examples = {
    {data = "a\n1\n", args = {tpo = 1}, expect = "a\n1\n"},
    {data = "a\n1\n", args = {top = 0}, expect = "a\n1\n"},
  },
  run = function(t) return t end,
}
