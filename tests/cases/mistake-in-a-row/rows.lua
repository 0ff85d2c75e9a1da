return function(t)
  return t:with{note = function(r)
    return "sold " .. r.sales
  end}
end
