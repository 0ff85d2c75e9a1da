return {
  needs = {
    region = {role = "region"},
    period = {role = "period"},
    share = {unit = "%", bounds = {0, 100}},
    users = {unit = "10k persons"},
  },
  key = {"region", "period"},
  args = {
    {"measure", type = "column", default = "slaes"},
    {"top", type = "integer", required = true, help = "how many"},
    {"keep", type = "expression"},
  },
  run = function(t) return #t end,
}
