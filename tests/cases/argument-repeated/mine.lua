return {
  needs = {region = {role = "region"}},
  args = {
    {"tag", type = "text", repeated = true, help = "a word"},
    {"level", type = "number", min = 0, repeated = true, default = {1, 2}},
    {"place", type = "region", repeated = true, default = "North"},
    {"columns", type = "columns", default = "region,year"},
  },
  run = function(t, args)
    return {
      tags = table.concat(args.tag or {}, "+"), levels = table.concat(args.level, "+"),
      places = table.concat(args.place, "+"), columns = table.concat(args.columns, "+"),
    }
  end,
}
