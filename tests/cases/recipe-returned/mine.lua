--- The best town.
local ways = {
  result = function(best)
    return best
  end,
  table = function(best)
    return {title = "Best of all", table = best}
  end,
  list = function(best)
    return {best, best}
  end,
  sections = function(best, t)
    return report{title = "Towns", sections = {best, {title = "All", table = t:select{"region"}}}}
  end,
}

return {
  needs = {region = {role = "region"}},
  args = {{"way", default = "result"}},
  examples = {{data = "town,sales\nNord,3\nSued,4\n", expect = "rank,town,sales,gap\n1,Sued,4,1\n"}},
  run = function(t, args, ctx)
    return ways[args.way](ctx.run("ranking", {measure = "sales", top = 1}, t), t)
  end,
}
