--- Shows its arguments.
return {
  args = {
    {"measure", type = "column", default = "sales"},
    {"top", type = "integer", min = 1},
    {"level", type = "number", repeated = true},
    {"columns", type = "columns"},
    {"signed", type = "boolean"},
    {"max_age", type = "text"},
    {"from", type = "text", help = "named like a flag of another command"},
    {"schema", type = "boolean"},
  },
  run = function(t, args)
    return {
      measure = args.measure, top = args.top, signed = args.signed, max_age = args.max_age,
      levels = table.concat(args.level or {}, "+"), columns = table.concat(args.columns or {}, "+"),
      from = args.from, schema = args.schema,
    }
  end,
}
