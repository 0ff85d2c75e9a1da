return function(t, args, ctx)
  return ctx.run("circle", {}, t)
end
