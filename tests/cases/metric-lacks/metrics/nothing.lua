return metric{name = "nothing", needs = {people = {}}, column = function(t) local _ = t.people end}
