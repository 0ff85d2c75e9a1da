return {
  needs = {sales = {unit = "yuan"}},
  run = function(t) return t.sales:sum() end,
}
