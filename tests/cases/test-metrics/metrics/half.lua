return metric{
  name = "half", needs = {sales = {}}, value = "sales / 2",
  examples = {
    {data = "sales\n3\n", expect = "half\n1.5"},
    {data = "sales\n3\n", expect = "half\n2"},
  },
}
