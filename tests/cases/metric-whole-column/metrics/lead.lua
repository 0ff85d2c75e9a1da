return metric{name = "lead", needs = {people = {}}, column = function(t) return t.people - t.people:min() end}
