--- The part of those not yet online that came online within a year, in %.
--
-- Penetration p against p of a year before: 100 (p - before) / (100 - before). A rate
-- near its bound can only grow slowly in points; this tells how much of what was left
-- was closed. The year before is found by date, June against June; without a row of
-- that date, and where all were online, there is no figure. Negative where
-- penetration fell. Where penetration is no column of the data it is the metric.

return metric{
  name = "gap_closing_rate",
  title = "Gap to full penetration closed in a year",
  title_zh = "普及率缺口年缩小率",
  description = "Rise of penetration in a year, in % of what was missing to 100 % before",
  unit = "%",
  kind = "rate",
  direction = 1,
  needs = {
    penetration = {unit = "%", alias = {"internet_penetration", "互联网普及率"}},
    region = {role = "region", optional = true},
    period = {role = "period"},
  },
  column = function(t)
    return t:with({
      "gap_closing_rate = before < 100 and 100 * (penetration - before) / (100 - before) or nil",
    }, {before = t.penetration:lag(1, {by = "year"})}).gap_closing_rate
  end,
  aggregate = "none",
  examples = {
    {
      title = "Yunnan came nearer in 2016 than Beijing, in points and by what was left",
      data = [[
region,period,penetration
Beijing,2015,76.5
Beijing,2016,77.8
Yunnan,2015,37.4
Yunnan,2016,39.9
]],
      expect = [[
gap_closing_rate

5.531914893617009

3.993610223642172
]],
    },
  },
}
