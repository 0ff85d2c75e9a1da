return metric{name = "sum", needs = {users = {}}, value = "users"}
