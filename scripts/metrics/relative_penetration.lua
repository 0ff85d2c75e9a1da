--- Internet penetration relative to the mean of the same period, which is 100.
--
-- The mean is weighted by population, so that it is the penetration of all regions
-- together, as far as both figures are known. It is also the location quotient: the
-- region's share of all users over its share of the population. The mean is that of
-- the rows of the table that the metric is read from: after a filter, of those that
-- are left. Where penetration is no column of the data it is the metric.

return metric{
  name = "relative_penetration",
  title = "Penetration relative to the mean",
  title_zh = "相对普及率",
  description = "Penetration in % of its mean of the period, weighted by population",
  unit = "%",
  kind = "index",
  direction = 1,
  needs = {
    penetration = {unit = "%", alias = {"internet_penetration", "互联网普及率"}},
    population = {unit = "10k persons", alias = {"residents", "inhabitants", "常住人口"}},
    period = {role = "period", optional = true},
  },
  column = function(t)
    local periods = t:has("period") and t:group_by("period") or t:group_by()
    return periods:with{
      "relative_penetration = 100 * penetration / wmean(penetration, population)",
    }.relative_penetration
  end,
  aggregate = {"weighted_mean", "population"},
  references = {
    "OECD and JRC, Handbook on Constructing Composite Indicators, 2008: distance to a reference",
  },
  examples = {
    {
      title = "Two regions of 100 and 300: the mean is 50",
      data = [[
region,period,penetration,population
A,2016,80,100
B,2016,40,300
]],
      expect = [[
relative_penetration
160
80
]],
    },
  },
}
