return {
  args = {{"kind", type = "text"}},
  run = function(t, args)
    local results = {
      scalar = t.sales:sum(),
      record = {mean = t.sales:mean(), n = #t},
      list = {3, 2, 1},
      records = {columns = {"b", "a"}, {a = 1, b = "x"}, {a = 2.5}},
      column = t.people,
      text = "only words",
      bad = function() end,
    }
    return results[args.kind]
  end,
}
