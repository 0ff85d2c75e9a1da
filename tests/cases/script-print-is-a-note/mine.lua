return function(t)
  print("rows", #t)
  return #t
end
