--- Shows a file in a test.
return {
  examples = {
    {data = "./secret.csv", expect = "a,b\n1,2\n"},
    {data = '[{"a": 1, "b": 2}]', expect = "a,b\n1,2\n"},
  },
  run = function(t) return t end,
}
