--- Data of an example may also be JSON.
return {
  examples = {{data = '[{"a": 1, "b": 2}]', expect = "a,b\n1,2\n"}},
  run = function(t) return t end,
}
