return metric{name = "share", unit = "%", bounds = {0, 50}, needs = {sales = {}, people = {}}, value = function(r) return 100 * r.sales / r.people end}
