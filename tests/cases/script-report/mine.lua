return function(t, _, ctx)
  ctx.note("sales are invented")
  return report{
    title = "Sales",
    text = "Where most was sold.",
    table = t:group_by{"region"}:summarise{"total = sum(sales)"},
    extremes = {{least = t.sales:min(), most = t.sales:max()}},
    method = "plain sums",
    sources = {"nobody"},
  }
end
