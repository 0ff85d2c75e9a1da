--- Fine on this data.
return {
  needs = {
    region = {role = "region"},
    level = {alias = {"sales", "turnover"}, type = "number", optional = true},
  },
  args = {{"top", type = "integer", required = true}},
  run = function(t, args) return t:head(args.top) end,
}
