--- Has arguments of every kind.
return {
  data = "cnnic:provinces",
  needs = {
    region = {role = "region", help = "whom it is about"},
    period = {role = "period"},
    users = {unit = "10k persons", alias = {"netizens", "online"}, bounds = {0, 200000}},
    extra = {type = "text", optional = true},
  },
  key = {"region", "period"},
  args = {
    {"measure", type = "columns", default = {"users", "penetration"}, help = "what to show"},
    {"tag", type = "text", repeated = true, help = "a word; a long explanation of it that does " ..
      "not fit into one line of eighty cells"},
    {"level", type = "number", min = 0, max = 1, default = 0.5},
    {"how", type = "enum", values = {"fast", "slow"}, required = true},
    {"sorted", type = "boolean", default = true, help = "leave the order alone"},
    {"keep", type = "expression"},
    {"list", type = "file"},
  },
  examples = {
    {
      title = "text that a shell would take apart, and a list in a file",
      data = "region,period,users\nNorth,2015,1\nSouth,2015,2\n",
      args = {
        how = "fast", tag = {"it's", "b"}, sorted = false, keep = "users > 1 and region ~= 'North'",
        list = "region\nSouth\n", measure = "users",
      },
      expect = "n\n1\n",
    },
    {args = {how = "slow", level = 1}},
    {
      title = "many lines",
      data = "region,period,users\n" .. ("A,2015,1\n"):rep(1) .. table.concat((function()
        local rows = {}
        for i = 1, 20 do
          rows[i] = "R" .. i .. ",2015," .. i .. "\n"
        end
        return rows
      end)()),
      args = {how = "slow"},
      expect = "n\n21\n",
    },
  },
  references = {"A book of methods, 1999"},
  run = function(t, args)
    return {{n = #(args.keep and t:where(args.keep) or t)}}
  end,
}
