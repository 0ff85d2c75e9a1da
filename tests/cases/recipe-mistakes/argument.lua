return function(t, args, ctx)
  return ctx.run("ranking", {tops = 3})
end
