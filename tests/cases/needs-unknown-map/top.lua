--- Rank regions by a measure.
--
-- The greatest value comes first. Regions without a value come last.

return {
  api = 1,
  categories = {"ranking"},
  needs = {
    region = {role = "region"},
    period = {role = "period", optional = true},
  },
  args = {
    {"measure", type = "column", required = true, help = "what to rank by"},
    {"top", type = "integer", min = 1, help = "rows to show (default: all)"},
    {"order", type = "enum", values = {"falling", "rising"}, default = "falling"},
    {"signed", type = "boolean", help = "show a sign"},
  },
  examples = {
    {
      title = "the first of two",
      data = [[
region,score
North,1
South,2
]],
      args = {measure = "score", top = 1},
      expect = [[
region,score
South,2
]],
    },
  },
  run = function(t, args, ctx)
    local key = (args.order == "falling" and "-" or "") .. args.measure
    local sorted = t:sort_by(key)
    if args.top then
      ctx.note("first " .. args.top .. " of " .. #t)
      sorted = sorted:head(args.top)
    end
    return sorted:select{"region", args.measure}
  end,
}
