--- How far every region is behind the leader.
return {
  api = 1,
  needs = {region = {role = "region"}, period = {role = "period"}},
  args = {
    {"measure", type = "column", help = "what to compare", required = true},
  },
  run = function(t, args)
    local latest = t.period:max()
    local now = t:where("period == latest", {latest = latest})
    local best = now[args.measure]:max()
    return now:with{gap = best - now[args.measure]}
      :sort_by("-" .. args.measure):select{"region", args.measure, "gap"}
  end,
}
