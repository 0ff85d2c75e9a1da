return metric{name = "col", needs = {users = {}}, value = "users"}
