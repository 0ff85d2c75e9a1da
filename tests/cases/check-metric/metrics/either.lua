return metric{name = "either", needs = {either = {}}, value = "either"}
