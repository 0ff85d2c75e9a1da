return metric{name = "torn", needs = {sales = {}}, value = "sales /"}
