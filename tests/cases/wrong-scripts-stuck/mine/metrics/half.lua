return metric{name = "half", needs = {sales = {}}, value = "sales / 2"}
