return function(t, args, ctx)
  return ctx.run("ranking", {top = "many"})
end
