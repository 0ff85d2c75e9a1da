return function(t)
  return t.nothing
end
