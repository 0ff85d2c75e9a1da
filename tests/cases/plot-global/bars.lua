--- Bars of shops.
return function(t)
  return report{spark = {{trend = plot.spark(t.sales)}}, chart = plot{data = t, mark = "bar",
    encoding = {x = "sales", y = "shop"}}}
end
