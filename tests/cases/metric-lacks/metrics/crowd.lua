return metric{name = "crowd", unit = "persons", needs = {people = {unit = "persons"}}, value = "people * 2"}
