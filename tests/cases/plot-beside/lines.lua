local plot = require "plot"

return function(t)
  local long = t:where("time(period) > 2010 and time(period) <= 2018")
  return report{table = long:select{"period", "users"}, chart = plot{
    title = "Users, mobile and all",
    layer = {
      {data = long, mark = "line", encoding = {x = "period", y = "users", color = {datum = "all"}}},
      {data = long, mark = "line",
        encoding = {x = "period", y = "mobile_users", color = {datum = "mobile"}}},
    },
  }}
end
