return metric{name = "secret", needs = {people = {}},
  column = function(t) return t.people + t.secret_too end}
