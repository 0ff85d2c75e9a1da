return metric{name = "c", needs = {a = {}, people = {}}, value = "a"}
