return metric{name = "doubled", needs = {users = {}, ["web sites"] = {}},
  value = "round(users * 2 + row['web sites'], 1) + agg.mean(users) * 0 + math.abs(0)"}
