--- Two pictures beside a table.
local plot = require "plot"

return {
  api = 1,
  run = function(t)
    local function chart(mark, title)
      return plot{data = t, mark = mark, title = title,
        encoding = {x = "sales", y = "region"}}
    end
    return report{title = "Sales", table = t, chart = chart("bar", "Bars of sales"),
      {name = "dots", title = "Sales as points", chart = chart("point")}}
  end,
}
