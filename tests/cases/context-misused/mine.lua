--- Calls what it is given as it should not.
local calls = {
  run = function(ctx)
    return ctx.run()
  end,
  script = function(ctx)
    return ctx.run("rankng", {top = 3})
  end,
  data = function(ctx)
    return ctx.run("ranking", "top", 3)
  end,
  read = function(ctx)
    return ctx.read({"prices.csv"})
  end,
  options = function(ctx)
    return ctx.read("towns.csv", "text")
  end,
  folder = function(ctx)
    return ctx.read("data/towns.csv")
  end,
  table = function(ctx)
    return ctx.table()
  end,
  field = function(ctx)
    return ctx.reed("towns.csv")
  end,
}

return {
  args = {{"call"}},
  run = function(_, args, ctx)
    return calls[args.call](ctx)
  end,
}
