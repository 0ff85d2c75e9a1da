--- Has flags.
return {
  needs = {region = {role = "region"}},
  args = {
    {"measure", type = "column"},
    {"signed", type = "boolean"},
    {"order", type = "enum", values = {"falling", "rising"}},
    {"place", type = "region"},
    {"update", type = "text", help = "a flag of another command"},
  },
  run = function(t) return #t end,
}
