--- Rural internet users as a share of all internet users.
--
-- Not the penetration of the countryside: that one divides by rural residents. CNNIC
-- publishes the share to 0.1 from unrounded counts; computed from counts that are
-- printed in units of a million it may differ in that digit. A real column of the
-- data goes before this metric.

return metric{
  name = "rural_share",
  title = "Rural users among internet users",
  title_zh = "农村网民占网民比例",
  description = "Internet users who live in rural areas, over all internet users",
  unit = "%",
  kind = "rate",
  bounds = {0, 100},
  needs = {
    rural_users = {unit = "10k persons", alias = {"农村网民规模"}},
    users = {unit = "10k persons", alias = {"internet_users", "netizens", "网民规模"}},
  },
  value = "100 * rural_users / users",
  aggregate = {"weighted_mean", "users"},
  references = {
    "CNNIC, Statistical Report on Internet Development in China: rural internet users",
  },
  examples = {
    {
      title = "The nation, June 2018 (42nd report); CNNIC published 26.3",
      data = [[
period,rural_users,users
2018-S1,21100,80200
]],
      expect = [[
rural_share
26.30922693266833
]],
    },
  },
}
