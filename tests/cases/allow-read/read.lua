--- Reads what it is told to.
return {
  args = {{"name", type = "text", required = true}, {"text", type = "boolean"}},
  run = function(_, args, ctx)
    local got = ctx.read(args.name, args.text and {as = "text"} or nil)
    return args.text and #got or got
  end,
}
