return metric{name = "other", needs = {people = {}}, value = "people"}
