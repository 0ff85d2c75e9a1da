local plot = require "plot"

return function(t)
  local top = t:where("period == '2016'"):sort_by("-penetration"):head(4)
  return report{
    table = top:select{"region", "penetration"},
    chart = plot{data = top, mark = "bar", title = "Penetration, 2016",
      encoding = {y = {field = "region", sort = "-x"}, x = "penetration"}},
  }
end
