--- Gross domestic product per resident.
--
-- The national accounts divide by the mean population of the year, this metric by
-- the population of the same row, so that where people become more it is the lower
-- one: for Beijing 2016 it is 118128 yuan, in the table cnnic:provinces, which
-- divides by the mean of two year ends, 118182. Over the 217 figures there the
-- difference is 0.44 % on average and 2.73 % at most (Tianjin 2010). A real column of
-- the data goes before this metric.

return metric{
  name = "gdp_per_capita",
  title = "GDP per capita",
  title_zh = "人均地区生产总值",
  description = "Gross domestic product over the population of the same row",
  unit = "yuan",
  kind = "rate",
  direction = 1,
  needs = {
    gdp = {unit = "100m yuan", alias = {"地区生产总值"}},
    population = {unit = "10k persons", alias = {"residents", "inhabitants", "常住人口"}},
  },
  value = "gdp * 10000 / population", -- 10^8 yuan over 10^4 persons
  aggregate = {"weighted_mean", "population"},
  references = {
    "National Bureau of Statistics of China: per capita gross regional product",
  },
  examples = {
    {
      title = "Beijing, 2016",
      data = [[
region,period,gdp,population
Beijing,2016,25669.13,2173
]],
      expect = [[
gdp_per_capita
118127.61159687069
]],
    },
  },
}
