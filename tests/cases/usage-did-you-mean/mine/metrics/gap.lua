return metric{name = "gap", needs = {sales = {}}, value = "sales - 1"}
