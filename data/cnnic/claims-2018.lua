-- What an article on the 42nd CNNIC report says, for `almanac run claims`.
local shopping = "application == 'online shopping'"
local taxi = "application == 'online taxi hailing'"
local car = "application == 'online car hailing (premium/express)'"

return {
  title = "Chinese internet users continue to increase (August 2018)",
  source = "https://en.cifnews.com/chinese-internet-users-continue-increase/",

  {
    claim = "users", text = "China had 802 million internet users in June 2018",
    value = 802, unit = "million persons", table = "national", period = "2018-S1", of = "users",
  },
  {
    claim = "users added", text = "29.68 million users were added in the first half of 2018",
    value = 29.68, unit = "million persons", table = "national", period = "2018-S1",
    of = "users_change",
  },
  {
    claim = "shopping", text = "71 % of internet users shop online",
    value = 71, unit = "%", table = "applications", period = "2018-S1", where = shopping,
    of = "share",
  },
  {
    claim = "payment", text = "71 % of internet users pay online",
    value = 71, unit = "%", table = "applications", period = "2018-S1",
    where = "application == 'online payment'", of = "share",
    remark = "a figure of its own: nothing says that they are the same 71 %",
  },
  {
    claim = "financial services",
    text = "Users of online financial services grew by more than 30 % in six months",
    value = 30, unit = "%", relation = ">", table = "applications", period = "2018-S1",
    of = "growth", remark = "the figure is that of wealth management alone",
    readings = {
      {name = "wealth management alone", where = "application == 'internet wealth management'"},
      {name = "online payment", where = "application == 'online payment'"},
      {name = "online banking", where = "application == 'online banking'"},
    },
  },
  {
    claim = "short video", text = "74.1 % of internet users watch short videos",
    value = 74.1, unit = "%", table = "applications", period = "2018-S1",
    where = "application == 'short video'", of = "share",
  },
  {
    claim = "ride-hailing", text = "43.2 % of internet users hail rides online",
    value = 43.2, unit = "%", table = "applications", period = "2018-S1", of = "share",
    remark = "the figure is that of taxis alone",
    readings = {
      {name = "taxis", where = taxi}, {name = "premium and express cars", where = car},
    },
  },
  {
    claim = "ride-hailing growth", text = "Users of ride-hailing grew by 20.8 % in six months",
    value = 20.8, unit = "%", table = "applications", period = "2018-S1", of = "growth",
    remark = "the figure is that of taxis alone",
    readings = {
      {name = "taxis", where = taxi}, {name = "premium and express cars", where = car},
    },
  },
  {
    claim = "bike sharing", text = "30.6 % of internet users share bikes",
    value = 30.6, unit = "%", table = "applications", period = "2018-S1",
    where = "application == 'bike sharing'", of = "share",
  },
  {
    claim = "bike sharing growth", text = "Users of bike sharing grew by 11 % in six months",
    value = 11, unit = "%", table = "applications", period = "2018-S1",
    where = "application == 'bike sharing'", of = "growth",
  },
  {
    claim = "first", text = "Beijing has the highest internet penetration",
    value = "Beijing", table = "provinces", period = "2016", of = "penetration", by = "region",
    pick = "highest", remark = "in 2016, the last year with figures for provinces",
  },
  {
    claim = "WeChat city services",
    text = "417 million people had used WeChat's city services by the end of 2017",
    value = 417, unit = "million persons",
    missing = "cumulative users of WeChat's city services, which only the article states",
  },
  {
    claim = "government services",
    text = "42.1 % of internet users used government services through Alipay or WeChat",
    value = 42.1, unit = "%", table = "applications", period = "2018-S1",
    where = "application == 'government services via Alipay or WeChat city services'",
    of = "share",
  },
  {
    claim = "growth and the internet",
    text = "Internet development is highly correlated with the economic growth of regions",
    value = 0.7, unit = "", relation = ">=", table = "provinces", period = "2016",
    of = "penetration", remark = "high is taken as a correlation of 0.7 or more",
    readings = {
      {name = "penetration 2016 with log GDP per head", with = "log(gdp_per_capita)"},
      {name = "penetration 2010 with log GDP per head", with = "log(gdp_per_capita)",
        period = "2010"},
      {name = "growth of both 2011-2016", as = "growth", with = "gdp_per_capita",
        with_as = "growth", since = "2011"},
      {name = "penetration 2016 with growth of GDP 2011-2016",
        with = "gdp", with_as = "growth", since = "2011"},
    },
  },
  {
    claim = "east and southwest",
    text = "Penetration is highest in the eastern and lowest in the southwestern provinces",
    table = "provinces", period = "2016", of = "penetration",
    readings = {
      {name = "mean of four regions (NBS)", by = "region4", parts = {
        {pick = "highest", value = "East"}, {pick = "lowest", value = "Southwest"}}},
      {name = "weighted mean of four regions", by = "region4", weights = "population", parts = {
        {pick = "highest", value = "East"}, {pick = "lowest", value = "Southwest"}}},
      {name = "mean of seven regions (geographic)", by = "region7", parts = {
        {pick = "highest", value = "East"}, {pick = "lowest", value = "Southwest"}}},
      {name = "weighted mean of seven regions", by = "region7", weights = "population", parts = {
        {pick = "highest", value = "East"}, {pick = "lowest", value = "Southwest"}}},
    },
  },
}
