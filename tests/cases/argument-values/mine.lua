--- Says what it was given.
return {
  args = {
    {"count", type = "integer", min = 1, max = 10},
    {"how", type = "enum", values = {"fast", "Slow", "slow"}},
    {"columns", type = "columns"},
    {"place", type = "region"},
    {"prices", type = "file"},
    {"switch", type = "boolean"},
    {"use"},
  },
  run = function(_, args)
    local prices = args.prices
    if args.use == "rows" then
      return #prices
    elseif args.use == "column" then
      return prices.price
    end
    return {{
      count = args.count, how = args.how, place = args.place,
      columns = args.columns and table.concat(args.columns, " and "),
      prices = prices and prices.name .. ", rows: " .. #prices.table,
    }}
  end,
}
