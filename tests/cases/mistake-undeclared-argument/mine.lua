return {
  args = {{"rows", type = "integer"}},
  run = function(t, args)
    return t:head(args.row)
  end,
}
