return metric{name = "secret", needs = {people = {}}, value = "people + secret_too"}
