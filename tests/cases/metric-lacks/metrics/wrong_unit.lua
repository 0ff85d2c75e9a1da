return metric{name = "wrong_unit", unit = "%", needs = {people = {unit = "persons"}}, value = "people / 2"}
