return {
  needs = {region = {role = "region"}},
  args = {
    {"keep", type = "expression", default = "true"},
    {"by", type = "columns", default = "region"},
    {"at", type = "period"},
    {"place", type = "region"},
    {"head", type = "boolean", default = true},
    {"share", type = "number", min = 0, max = 1, default = 1},
  },
  run = function(t, args)
    local kept = t:where(args.keep)
    if args.place then
      kept = kept:where("region == place", {place = args.place})
    end
    return {rows = #kept, by = table.concat(args.by, "+"), head = args.head, share = args.share}
  end,
}
