return metric{name = "ring", needs = {ring = {}}, value = "ring + 1"}
