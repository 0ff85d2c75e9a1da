return metric{name = "b", needs = {a = {}}, value = "a"}
