--- Sales for every head.
return metric{
  name = "per_head", title = "Sales per head", kind = "rate",
  needs = {sales = {}, people = {}},
  value = "sales / people",
}
