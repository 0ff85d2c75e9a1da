--- Two analyses of towns in one result.
return {
  needs = {region = {role = "region"}, period = {role = "period"}},
  run = function(t, args, ctx)
    local best = ctx.run("ranking", {measure = "online", top = 2}, t)
    best.title = {en = "Who leads", zh = "谁领先"}
    best.text = string.format("%s has the most online.", best.table[1].town)
    return report{
      title = "Towns online",
      key = {columns = {"figure", "value", "unit"}, from = {best.from[1]},
        {figure = "the leader", value = best.table[1].online, unit = "%"}},
      sections = {
        best,
        ctx.run("growth", {measure = {"online"}}, t),
        report{title = "Rows", table = t:head(1)},
      },
    }
  end,
}
