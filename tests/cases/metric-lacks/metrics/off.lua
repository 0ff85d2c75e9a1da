return metric{name = "off", unit = 5, value = "people"}
