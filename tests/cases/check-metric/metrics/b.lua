return metric{name = "b", needs = {c = {}}, value = "c"}
