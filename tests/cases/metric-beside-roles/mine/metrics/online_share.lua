return metric{
  name = "online_share", title = "Share of inhabitants online", unit = "%",
  kind = "rate", bounds = {0, 100},
  needs = {online = {}, inhabitants = {}},
  value = "100 * online / inhabitants",
}
