return metric{name = "a", needs = {b = {}}, value = "b"}
