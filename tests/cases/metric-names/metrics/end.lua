return metric{name = "end", needs = {users = {}}, value = "users"}
