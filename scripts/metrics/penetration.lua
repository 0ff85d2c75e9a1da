--- Internet users as a share of the population.
--
-- CNNIC itself divides by the population at the end of the previous year, so
-- that its published figure, where a table has it, may differ in the last
-- digit; a real column goes before this one.

return metric{
  name = "penetration",
  title = "Internet penetration",
  title_zh = "互联网普及率",
  unit = "%",
  kind = "rate",
  bounds = {0, 100},
  direction = 1,
  needs = {
    users = {unit = "10k persons"},
    population = {unit = "10k persons"},
  },
  value = "100 * users / population",
  aggregate = {"weighted_mean", "population"},
  examples = {
    {
      data = [[
region,period,users,population
Beijing,2016,1690,2171
Tibet,2016,149,324
]],
      expect = [[
penetration
77.8443113772455
45.98765432098765
]],
    },
  },
}
