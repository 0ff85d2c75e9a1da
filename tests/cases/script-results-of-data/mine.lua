return {
  args = {{"kind", type = "text"}},
  run = function(t, args)
    local row = t[4]
    local names = {}
    for name in next, row do
      names[#names + 1] = name
    end
    local results = {
      row = row, group = t:group_by{"region"},
      empty = {columns = {"region", {name = "share", unit = "%"}}},
      next = names,
    }
    return results[args.kind]
  end,
}
