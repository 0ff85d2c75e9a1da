--- Results as people write them.
local shapes = {
  titled = function(t)
    return {title = "Games", method = "as they stand", table = t}
  end,
  charted = function(t)
    return {title = "Games", chart = plot{data = t, mark = "bar",
      encoding = {x = "team", y = "wins"}}}
  end,
  rows = function(t)
    local kept = {}
    for _, r in ipairs(t) do
      if r.wins then
        kept[#kept + 1] = r
      end
    end
    return kept
  end,
  mixed = function(t)
    return {t[1], {team = "Nets", wins = 26}}
  end,
  values = function()
    return {r = 0.5, method = "pearson", table = {{x = 1}, {x = 2}}}
  end,
  section = function(t)
    return {title = "Games", table = t, mean = 5}
  end,
  lists = function()
    return {{"Bulls", 72}, {"Jazz", 55}}
  end,
  tables = function(t)
    return {t:head(1), t:tail(1)}
  end,
  number = function()
    return {{a = 1}, 2}
  end,
  names = function()
    return {columns = {"a", 5}, {a = 1}}
  end,
  columns = function()
    return {columns = "a", {a = 1}}
  end,
  report = function(t)
    return report(t)
  end,
}

return {
  args = {{"shape"}},
  run = function(t, args)
    return shapes[args.shape](t)
  end,
}
