return metric{name = "lead", unit = "pp", needs = {share = {unit = "%"}, rain = {unit = "mm"}}, value = "max(share) - share"}
