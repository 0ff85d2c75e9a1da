return {{text = string.rep("x", 3), value = 1, of = "users"}}
