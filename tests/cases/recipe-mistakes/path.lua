return function(t, args, ctx)
  return ctx.run("./mine.lua")
end
