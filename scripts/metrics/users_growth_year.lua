--- Growth of internet users in a year, in % of the users a year before.
--
-- The year before is found by date: June is compared with June, December with
-- December, which takes out what differs between the halves of a year. Where the
-- data has no row of that date, and where nobody was online then, there is no
-- figure; breaks of a series are not looked at: the script `growth` does that. The
-- growth of a group is not the mean of its members': add up users first.

return metric{
  name = "users_growth_year",
  title = "Growth of internet users on the year before",
  title_zh = "网民同比增长率",
  description = "Change of users since the same date a year before, in % of the users then",
  unit = "%",
  kind = "rate",
  direction = 1,
  needs = {
    users = {unit = "10k persons", alias = {"internet_users", "netizens", "网民规模"}},
    region = {role = "region", optional = true},
    period = {role = "period"},
  },
  column = function(t)
    return t:with({"users_growth_year = before > 0 and 100 * (users - before) / before or nil"},
      {before = t.users:lag(1, {by = "year"})}).users_growth_year
  end,
  aggregate = "none",
  references = {"INSEE, definition c1362, growth rate: the change over the first value"},
  examples = {
    {
      title = "Search engines in 2017 (41st report): 37.18 million more; CNNIC published 6.2",
      data = [[
application,period,users
search engine,2016-S2,60282
search engine,2017-S1,60950
search engine,2017-S2,64000
]],
      expect = [[
users_growth_year


6.167678577353107
]],
    },
  },
}
