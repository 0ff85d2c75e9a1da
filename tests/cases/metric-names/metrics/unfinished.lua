return metric{name = "unfinished", needs = {users = {}}, value = "users *"}
