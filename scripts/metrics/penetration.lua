--- Internet users as a share of the population.
--
-- Users and population of the same row are divided. CNNIC itself divides by the
-- population at the end of the year before, so that where people become more
-- its published figure is the higher one; and it rounds to 0.1. A real column of
-- the data, such as the published one, goes before this metric.
--
-- Computed from the table cnnic:provinces, the metric differs from the 217
-- published figures by 0.43 points on average and by 3.61 at most (Beijing 2010);
-- without 2010, which was published with populations from before the census of
-- that year, by 0.37 on average and by 2.45 at most (Tianjin 2013). Divided by the
-- population of the year before, as CNNIC does, the same users differ by 0.002 on
-- average and by 0.08 at most (Fujian 2011, where users are as published, in
-- round figures). Users of the other provinces were derived from CNNIC's rates,
-- so that all that is left there is their rounding.

return metric{
  name = "penetration",
  title = "Internet penetration",
  title_zh = "互联网普及率",
  description = "Internet users over the population of the same row",
  unit = "%",
  kind = "rate",
  bounds = {0, 100},
  direction = 1,
  needs = {
    users = {unit = "10k persons", alias = {"internet_users", "netizens", "网民规模"}},
    population = {unit = "10k persons", alias = {"residents", "inhabitants", "常住人口"}},
  },
  value = "100 * users / population",
  aggregate = {"weighted_mean", "population"},
  references = {
    "CNNIC, Statistical Report on Internet Development in China: users over residents",
  },
  examples = {
    {
      title = "Two provinces in 2016 over the population of 2015; CNNIC published 77.8 and 46.1",
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
