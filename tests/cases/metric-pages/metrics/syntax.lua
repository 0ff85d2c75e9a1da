return metric{name = "syntax" value = "1"}
