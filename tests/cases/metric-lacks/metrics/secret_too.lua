return metric{name = "secret_too", needs = {people = {}},
  column = function(t) return t.people + t.secret end}
