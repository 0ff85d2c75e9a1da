return {
  api = 2,
  sumary = "a slip",
  needs = {region = {role = "regoin"}},
  args = {
    {"top", type = "interger"},
    {"Top", type = "integer", default = "3"},
    {"how", type = "enum"},
    {"seed", type = "integer"},
  },
}
