return metric{
  name = "half", needs = {sales = {}}, value = "sales / 2",
  examples = {
    {data = "sales\n3\n", expect = "half\n1.5\n"},
    {data = "town\nA\n", expect = "half\n"},
  },
}
