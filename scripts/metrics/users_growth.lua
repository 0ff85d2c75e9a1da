--- Growth of internet users in one period, in % of the users before.
--
-- The period before is found by date: a half-year before a half-year (as CNNIC's
-- reports compare), a year before a year. Where the data has no row of that date,
-- and where nobody was online then, there is no figure; nothing is annualised, and
-- breaks of a series are not looked at: the script `growth` does both. The growth
-- of a group is not the mean of its members': add up users first.

return metric{
  name = "users_growth",
  title = "Growth of internet users on the period before",
  title_zh = "网民环比增长率",
  description = "Change of users since the period before, in % of the users then",
  unit = "%",
  kind = "rate",
  direction = 1,
  needs = {
    users = {unit = "10k persons", alias = {"internet_users", "netizens", "网民规模"}},
    region = {role = "region", optional = true},
    period = {role = "period"},
  },
  column = function(t)
    return t:with({"users_growth = before > 0 and 100 * (users - before) / before or nil"},
      {before = t.users:lag(1)}).users_growth
  end,
  aggregate = "none",
  references = {"INSEE, definition c1362, growth rate: the change over the first value"},
  examples = {
    {
      title = "The nation in the first half of 2017; the 40th report: 19.92 million more",
      data = [[
period,users
2016-S1,70958
2016-S2,73124
2017-S1,75116
2018-S1,80200
]],
      expect = [[
users_growth

3.052509935454776
2.724139817296647

]],
    },
  },
}
