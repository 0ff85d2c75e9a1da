return metric{name = "in_shares", needs = {crowd = {unit = "%"}}, value = "crowd"}
