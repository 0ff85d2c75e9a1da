return metric{name = "typo", needs = {users = {}}, value = "usrs / population"}
