return metric{name = "bare", needs = {sales = {}}, value = "sales"}
