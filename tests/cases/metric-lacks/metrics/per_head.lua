return metric{name = "per_head", unit = "yuan", needs = {income = {unit = "10k persons"}}, value = "income"}
