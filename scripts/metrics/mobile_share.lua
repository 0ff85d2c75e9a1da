--- Mobile internet users as a share of all internet users.
--
-- CNNIC publishes the share to 0.1 from unrounded counts; computed from counts that
-- are printed in units of a million it may differ in that digit. A real column of
-- the data goes before this metric.

return metric{
  name = "mobile_share",
  title = "Mobile users among internet users",
  title_zh = "手机网民占网民比例",
  description = "Those who go online by mobile phone, over all internet users",
  unit = "%",
  kind = "rate",
  bounds = {0, 100},
  direction = 1,
  needs = {
    mobile_users = {unit = "10k persons", alias = {"手机网民规模"}},
    users = {unit = "10k persons", alias = {"internet_users", "netizens", "网民规模"}},
  },
  value = "100 * mobile_users / users",
  aggregate = {"weighted_mean", "users"},
  references = {
    "CNNIC, Statistical Report on Internet Development in China: mobile internet users",
  },
  examples = {
    {
      title = "The nation, June 2018 (42nd report); CNNIC published 98.3",
      data = [[
period,mobile_users,users
2018-S1,78800,80200
]],
      expect = [[
mobile_share
98.25436408977556
]],
    },
  },
}
