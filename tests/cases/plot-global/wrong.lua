--- Names what plot has not.
return function(t)
  return plot.pie{data = t}
end
