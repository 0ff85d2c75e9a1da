return metric{name = "well", needs = {users = {}}, value = "users"}
