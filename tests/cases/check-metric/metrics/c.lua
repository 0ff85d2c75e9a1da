return metric{name = "c", needs = {a = {}, users = {}}, value = "a + users"}
