return metric{name = "share", title = "Online", unit = "%", kind = "rate",
  needs = {online = {}, people = {}}, value = "100 * online / people",
  aggregate = {"weighted_mean", "people"}}
