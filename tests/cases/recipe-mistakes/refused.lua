return function(t, args, ctx)
  return ctx.run("ranking", {measure = "nothing"})
end
