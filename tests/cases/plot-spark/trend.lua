local plot = require "plot"

return function(t)
  local rows = {columns = {"shop", "trend"}}
  for shop, g in t:group_by"shop":each() do
    rows[#rows + 1] = {shop = shop, trend = plot.spark(g.sales)}
  end
  return rows
end
