-- What an article on the 42nd CNNIC report says, for `almanac run claims`.
local shopping = "application == 'online shopping'"
local taxi = "application == 'online taxi hailing'"
local car = "application == 'online car hailing (premium/express)'"

return {
  title = "Chinese internet users continue to increase (August 2018)",
  source = "https://en.cifnews.com/chinese-internet-users-continue-increase/",
  translations = {
    ["Chinese internet users continue to increase (August 2018)"] =
      "中国网民数量持续增长（2018年8月）",
    ["users"] = "网民规模", ["users added"] = "新增网民", ["shopping"] = "网络购物",
    ["payment"] = "网上支付", ["financial services"] = "金融服务", ["short video"] = "短视频",
    ["ride-hailing"] = "网络约车", ["ride-hailing growth"] = "网络约车增长",
    ["bike sharing"] = "共享单车", ["bike sharing growth"] = "共享单车增长", ["first"] = "首位",
    ["WeChat city services"] = "微信城市服务", ["government services"] = "政务服务",
    ["growth and the internet"] = "经济增长与互联网", ["east and southwest"] = "东部与西南",
    ["China had 802 million internet users in June 2018"] = "2018年6月，中国网民规模达8.02亿",
    ["29.68 million users were added in the first half of 2018"] =
      "2018年上半年新增网民2968万人",
    ["71 % of internet users shop online"] = "71%的网民网上购物",
    ["71 % of internet users pay online"] = "71%的网民使用网上支付",
    ["a figure of its own: nothing says that they are the same 71 %"] =
      "这是独立的数字，并不意味着是同一批71%的网民",
    ["Users of online financial services grew by more than 30 % in six months"] =
      "网络金融服务用户半年增长超过30%",
    ["the figure is that of wealth management alone"] = "该数字仅为互联网理财",
    ["wealth management alone"] = "仅互联网理财", ["online payment"] = "网上支付",
    ["online banking"] = "网上银行",
    ["74.1 % of internet users watch short videos"] = "74.1%的网民观看短视频",
    ["43.2 % of internet users hail rides online"] = "43.2%的网民使用网络约车",
    ["the figure is that of taxis alone"] = "该数字仅为网约出租车",
    ["taxis"] = "网约出租车", ["premium and express cars"] = "网约专车或快车",
    ["Users of ride-hailing grew by 20.8 % in six months"] = "网络约车用户半年增长20.8%",
    ["30.6 % of internet users share bikes"] = "30.6%的网民使用共享单车",
    ["Users of bike sharing grew by 11 % in six months"] = "共享单车用户半年增长11%",
    ["Beijing has the highest internet penetration"] = "北京的互联网普及率最高",
    ["in 2016, the last year with figures for provinces"] = "2016年为最近一个有分省数据的年份",
    ["417 million people had used WeChat's city services by the end of 2017"] =
      "截至2017年底，微信城市服务累计用户达4.17亿",
    ["cumulative users of WeChat's city services, which only the article states"] =
      "微信城市服务累计用户数，仅见于该报道",
    ["42.1 % of internet users used government services through Alipay or WeChat"] =
      "42.1%的网民通过支付宝或微信使用政务服务",
    ["Internet development is highly correlated with the economic growth of regions"] =
      "互联网发展水平与地区经济增长高度相关",
    ["high is taken as a correlation of 0.7 or more"] = "相关系数在0.7及以上视为高度相关",
    ["penetration 2016 with log GDP per head"] = "2016年普及率与人均GDP（对数）",
    ["penetration 2010 with log GDP per head"] = "2010年普及率与人均GDP（对数）",
    ["growth of both 2011-2016"] = "二者2011—2016年的增长",
    ["penetration 2016 with growth of GDP 2011-2016"] = "2016年普及率与2011—2016年GDP增长",
    ["Penetration is highest in the eastern and lowest in the southwestern provinces"] =
      "东部普及率最高，西南最低",
    ["mean of four regions (NBS)"] = "四大区域均值（国家统计局）",
    ["weighted mean of four regions"] = "四大区域加权均值",
    ["mean of seven regions (geographic)"] = "七大地理区域均值",
    ["weighted mean of seven regions"] = "七大地理区域加权均值",
    ["East"] = "东部", ["Central"] = "中部", ["North"] = "华北", ["South"] = "华南",
    ["Southwest"] = "西南", ["Northwest"] = "西北", ["Northeast"] = "东北",
    ["Beijing"] = "北京", ["Tianjin"] = "天津", ["Shanghai"] = "上海", ["Guangdong"] = "广东",
  },

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
