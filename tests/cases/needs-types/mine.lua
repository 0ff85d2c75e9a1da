return {
  needs = {
    region = {role = "region"},
    year = {type = "integer"},
    people = {type = "text"},
    sales = {type = "integer"},
    share = {type = "boolean"},
    whole = {type = "number", alias = "people"},
  },
  run = function(t) return #t end,
}
