return function(t, _, ctx)
  ctx.note("bell\7")
  error("stop \27[31m\n" .. #t, 0)
end
