return metric{name = "other", value = "1"}
