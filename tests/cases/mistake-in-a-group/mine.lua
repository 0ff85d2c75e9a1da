return function(t)
  return t:group_by("region"):summarise{
    best = function(g)
      local best = g:where("year == '2016'")[1]
      return best.sales .. " in " .. best.year
    end,
  }
end
