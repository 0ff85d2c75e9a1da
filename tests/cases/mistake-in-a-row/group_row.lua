return function(t)
  return t:group_by"region":summarise{x = function(g)
    return g:where(function(r) return r.sales .. "" ~= "x" end).sales:sum()
  end}
end
