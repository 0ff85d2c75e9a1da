local counting = {}
function counting.rows(t)
  return #t
end
return counting
