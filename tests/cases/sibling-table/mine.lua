return function(t, _, ctx)
  return #ctx.table("adjacency")
end
