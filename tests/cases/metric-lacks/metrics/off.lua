return metric{name = "off", unit = 5, needs = {people = {}}, value = "people"}
