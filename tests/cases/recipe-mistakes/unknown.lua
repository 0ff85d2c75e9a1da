return function(t, args, ctx)
  return ctx.run("rankin")
end
