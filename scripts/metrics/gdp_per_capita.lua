--- Gross domestic product per resident.
--
-- The national accounts divide by the mean population of the year; this one
-- divides by the population of the same row.

return metric{
  name = "gdp_per_capita",
  title = "GDP per capita",
  title_zh = "人均地区生产总值",
  unit = "yuan",
  kind = "rate",
  direction = 1,
  needs = {
    gdp = {unit = "100m yuan"},
    population = {unit = "10k persons"},
  },
  value = "gdp * 10000 / population", -- 10^8 yuan over 10^4 persons
  aggregate = {"weighted_mean", "population"},
  examples = {
    {
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
