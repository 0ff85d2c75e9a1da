return metric{name = "bare", needs = {users = {}}, value = "users"}
