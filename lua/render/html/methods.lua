--- How bundled analyses say in Chinese how they were made, and what they note: whole
-- sentences, or what stands between two semicolons of one.

return {
  ["change_rounding is half the sum of the published precisions; per_year is (x2 / x1) ^ " ..
    "(1 / years) - 1 with years from the dates"] =
    "舍入误差为两期公布精度之和的一半；年均增长率为 (x2 / x1) ^ (1 / 年数) - 1，年数按日期计算",
  ["ties share the best place and the next ones are left out (1 2 2 4)"] =
    "数值相同者并列，其后位次顺延（1 2 2 4）",
  ["classes by quantiles of type 7"] = "按分位数（第 7 类）分级",
  ["classes of equal width"] = "等距分级", ["equal values are never parted"] = "相同数值不拆分",
  ["sd divides by n - 1"] = "标准差以 n - 1 为除数",
  ["weighted by population"] = "按人口加权",
  ["figures as published"] = "均为公布数据",
  ["the gap is their difference"] = "差距为二者之差",
  ["gini divides by n (no small-sample factor)"] = "基尼系数以 n 为除数（无小样本修正）",
  ["theil_l and the like are undefined with zeros"] = "含零值时泰尔 L 等指标无定义",
  ["intervals of 999 resamples of the regions"] = "区间由 999 次地区重抽样得出",
  ["two-sided p; intervals of r by Fisher's z. r assumes a straight line that no single " ..
    "region decides: check r_least to r_most. The alternatives, rho and tau, assume an order " ..
    "only"] =
    "p 值为双侧；r 的区间用费希尔 z 变换。r 假定不由个别地区左右的线性关系，请对照去掉一个地区" ..
    "后的最小与最大 r；ρ 与 τ 仅假定次序",
  ["percent from the users of the period before"] = "增长率以上期用户规模为基数",
  ["low and high from half their published precision each"] = "上下限各取公布精度的一半",
  ["nothing is annualised"] = "未作年化",
  ["a figure stands for itself give or take half its published precision; a claim, give or " ..
    "take half of its last digit"] =
    "公布数字允许其精度一半的误差；报道数字允许末位一半的误差",
  ["growth a year by logarithms against the median of two steps on each side, and of all " ..
    "regions"] = "以对数计算的年均增长率，与前后各两期的中位数及全部地区的中位数对比",
  ["the interval of gini is shown for the last period"] = "仅给出最后一期基尼系数的区间",
  ["--period shows that of another"] = "其他时点用 --period 指定",
  ["beta by least squares, logs of a full set of regions (sd divides by n)"] =
    "β 由最小二乘法估计，取全部地区的对数（标准差以 n 为除数）",
  ["the test of sigma pairs the regions"] = "σ 检验按地区配对",
  ["the alternative, gamma, looks at ranks only"] = "另有 γ 指标，仅比较位次",
  ["b below 0 does not imply that the dispersion falls (Galton's fallacy)"] =
    "b 小于 0 并不意味着离散程度缩小（高尔顿谬误）",
  ["a bounded rate shows it near its bound whatever happens"] =
    "有上限的比率接近上限时必然出现这种情况",
  ["permutation p of 9999 shuffles"] = "置换检验的 p 值由 9999 次随机重排得出",
  ["ANOVA assumes equal spreads (levene_p below 0.05 speaks against) and values not far from " ..
    "normal"] = "方差分析假定各组离散程度相同（levene_p 低于 0.05 时不成立）且数据接近正态分布",
  ["the alternatives are Welch and Kruskal-Wallis. The regions are all there are, so p is as " ..
    "if they could have been others"] =
    "也可参考韦尔奇检验与克鲁斯卡尔—沃利斯检验。各地区即为总体，p 值按假想抽样理解",
  ["both are nominal: chi-square without continuity correction"] =
    "二者均为分类变量：卡方检验，未作连续性校正",
  ["its p is rough where least_expected is below 5. The alternative is to join groups"] =
    "最小期望频数低于 5 时 p 值较粗略，可合并组别",
  ["one series over time: what grows goes together, whatever the reason"] =
    "单一时间序列：同时增长的指标必然相关，不代表有因果关系",
  ["quartiles of type 7"] = "四分位数按第 7 类定义计算",
  ["Levenberg-Marquardt from several starts"] = "列文伯格—马夸特法，取多个初值",
  ["compared by AICc"] = "按 AICc 比较模型",
  ["k by profile likelihood, dates by the delta method"] =
    "上限 K 的区间由剖面似然得出，时点的区间由 δ 方法得出",
  ["time runs with the dates, gaps stay gaps"] = "时间按日期计算，缺失期不作填补",
  ["forecast and scenarios: gompertz"] = "预测与情景：龚珀兹曲线",
  ["forecast and scenarios: logistic"] = "预测与情景：逻辑斯蒂曲线",
  ["forecast and scenarios: bass"] = "预测与情景：巴斯曲线",
  ["ranks: equal figures at the published precision share the best place"] =
    "位次：按公布精度相等者并列",
  ["leader is the first in the order of the data among equals"] =
    "数值相同时，居首者取数据中排在最前的地区",
  ["ties take the mean of their places"] = "数值相同者取其位次的平均数",
  ["no weighted mean, because the data names no weight (--weights COLUMN does)"] =
    "数据未指定权重，故无加权均值（可用 --weights 指定）",
  ["the benchmark is taken straight between its periods, each at its end"] =
    "基准在相邻时点（期末）之间按直线内插",
  ["a negative lag is the time since the region passed the level"] =
    "滞后为负表示该地区达到该水平后经过的时间",
}
