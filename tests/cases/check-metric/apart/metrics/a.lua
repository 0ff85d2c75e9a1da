return metric{name = "a", needs = {people = {}}, value = "people"}
