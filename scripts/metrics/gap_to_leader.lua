--- How far internet penetration is behind the highest one of the same period.
--
-- In percentage points, 0 for the leader. The leader is looked for among the rows of
-- the table that the metric is read from: after a filter it is the leader of those
-- that are left. Where penetration is no column of the data it is the metric.

return metric{
  name = "gap_to_leader",
  title = "Gap to the highest penetration",
  title_zh = "与最高普及率的差距",
  description = "The highest penetration of the period less the region's own",
  unit = "pp",
  kind = "rate",
  bounds = {0, 100},
  direction = -1,
  needs = {
    penetration = {unit = "%", alias = {"internet_penetration", "互联网普及率"}},
    period = {role = "period", optional = true},
    population = {unit = "10k persons", optional = true,
      alias = {"residents", "inhabitants", "常住人口"}, help = "weighs the mean of a group"},
  },
  column = function(t)
    local periods = t:has("period") and t:group_by("period") or t:group_by()
    -- Rounded because 77.8 - 74.1 in binary is 3.7 and a little.
    return periods:with{"gap_to_leader = round(max(penetration) - penetration, 6)"}.gap_to_leader
  end,
  aggregate = {"weighted_mean", "population"},
  references = {
    "OECD and JRC, Handbook on Constructing Composite Indicators, 2008: distance to a reference",
  },
  examples = {
    {
      title = "2016: Beijing leads, Shanghai is second, Yunnan the last of 31 provinces",
      data = [[
region,period,penetration
Beijing,2015,76.5
Beijing,2016,77.8
Shanghai,2016,74.1
Yunnan,2016,39.9
]],
      expect = [[
gap_to_leader
0
0
3.7
37.9
]],
    },
  },
}
