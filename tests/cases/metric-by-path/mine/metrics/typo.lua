return metric{name = "typo", needs = {sales = {}}, value = "salse / 2"}
