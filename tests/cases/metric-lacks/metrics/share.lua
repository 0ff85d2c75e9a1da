return metric{name = "share", unit = "%", needs = {online = {unit = "persons"}, people = {}}, value = "100 * online / people"}
