--- Shares of regions in a total.
return {
  data = "cnnic:provinces",
  needs = {region = {role = "region"}, base = {optional = true}},
  args = {
    {"how", type = "enum", values = {"share", "total"}, default = "share", help = "what to show"},
    {"of", type = "column", help = "the measure"},
    {"other", type = "file", help = "a table to compare with"},
    {"least", type = "integer", default = 1, help = "regions"},
    {"notes", type = "boolean", default = true, help = "say what was left out"},
  },
  run = function(t)
    return t
  end,
}
