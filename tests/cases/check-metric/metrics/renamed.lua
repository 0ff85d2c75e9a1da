return metric{name = "density", needs = {people = {}}, value = "people / 2"}
