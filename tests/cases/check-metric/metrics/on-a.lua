return metric{name = "on_a", needs = {a = {}}, value = "2 * a"}
