return {
  "mine",
  categories = "ranking",
  needs = {{role = "region"}},
  args = {
    {"top", type = "integer", min = 1, default = 2.0},
    {"limit", type = "integer", max = 4, default = 5},
    {"label", min = 3},
    {"how", values = {"fast", "slow"}},
    {"size", "integer"},
    {"no_color"},
    {"color", type = "boolean"},
    {"Top"},
    {"levels", type = "number", repeated = true, default = {1, "two"}},
    {"grid", type = "file", default = "grid.csv"},
  },
  examples = {data = "a\n1\n", expect = "a\n1\n"},
  run = function(t) return t end,
}
