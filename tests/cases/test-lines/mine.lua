--- The first rows.
return {
  args = {{"top", type = "integer", default = 1}},
  examples = {
    {title = "a line too many", data = "a,b\n1,2\n3,4\n", args = {top = 2}, expect = "a,b\n1,2\n"},
    {title = "a line is lacking", data = "a,b\n1,2\n", expect = "a,b\n1,2\n3,4\n"},
    {title = "ends of another system", data = "a,b\r\n1,2\r\n", expect = "a,b\r\n1,2\r\n"},
    {title = "no data", expect = "a,b\n"},
    {title = "raises", data = "a,b\n1,2\n", args = {top = 0}, expect = "a,b\n"},
  },
  run = function(t, args)
    if args.top == 0 then
      error("nothing to show")
    end
    return t:head(args.top)
  end,
}
