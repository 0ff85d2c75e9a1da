return metric{name = "secret_too", needs = {people = {}}, value = "people + secret"}
