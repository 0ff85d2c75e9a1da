--- Twice a measure.
return {
  api = 1,
  needs = {sales = {type = "number"}},
  args = {{"times", type = "integer", default = 2, help = "how many times"}},
  run = function(t, args)
    return t:with{twice = t.sales * args.times}
  end,
}
