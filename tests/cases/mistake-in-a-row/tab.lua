return function(t)
  if #t > 1 then error{message = "too many rows", help = "filter them with --where"} end
end
