return function(t)
  t.rate = t.sales / t.people
  return t
end
