return metric{name = "per_head", unit = "yuan", needs = {sales = {}, people = {}}, value = "sales / people"}
