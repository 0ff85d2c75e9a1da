--- Half of the users.
return metric{name = "half", needs = {users = {}}, value = "users / 2"}
