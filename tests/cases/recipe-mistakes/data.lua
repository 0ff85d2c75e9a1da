return function(t, args, ctx)
  return ctx.run("ranking", {}, "/etc/passwd")
end
