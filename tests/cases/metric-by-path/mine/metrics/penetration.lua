return metric{
  name = "penetration", needs = {sales = {}}, value = "sales * 2",
  examples = {{data = "sales\n3\n", expect = "penetration\n6\n"}},
}
