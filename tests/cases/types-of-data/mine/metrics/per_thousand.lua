return metric{
  name = "per_thousand", title = "Online of a thousand", unit = "‰", kind = "rate",
  needs = {online = {}}, value = "1000 * online",
}
