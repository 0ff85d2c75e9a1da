--- Words of the page itself, and of what bundled analyses say, in Chinese.
--
-- `patterns` are for texts with something in them: {pattern, Chinese with $1 in place
-- of the first capture, or a function of the captures}; what a capture holds is put
-- into Chinese as well unless "as it is" follows, and where that cannot be done the
-- text stays.

local format = require "almanac.format"

local vocabulary = {}

local page = {
  ["Close"] = "关闭",
  ["Contents"] = "目录",
  ["Counted"] = "计数",
  ["Made with Almanac"] = "由 Almanac 生成",
  ["Method"] = "方法",
  ["Method, counts and sources"] = "方法、计数与来源",
  ["Notes"] = "说明",
  ["Point at a row of a table or at a key figure, or press it, and it tells the rows of " ..
    "the data that it came from, with their sources."] =
    "将鼠标移到表格的行或关键数字上（或点按），即可查看其所依据的数据行及来源。",
  ["Rows of the data"] = "数据行",
  ["Seed"] = "随机种子",
  ["Sources"] = "来源",
  ["Table"] = "数据表",
  ["To the text"] = "跳到正文",
  ["Where the figures are from"] = "数据出处",
  ["derived"] = "推算",
  ["missing"] = "缺失",
  ["reported"] = "已公布",
  ["unverified"] = "未核实",
}

local units = {
  ["10k persons"] = "万人", ["persons"] = "人", ["places"] = "位", ["pp"] = "个百分点",
  ["regions"] = "个地区", ["years"] = "年", ["yuan"] = "元", ["100m yuan"] = "亿元",
  ["per year"] = "每年", ["% a year"] = "%/年", ["rows"] = "行", ["values"] = "个值",
  ["pairs"] = "对", ["groups"] = "组", ["see unit"] = "见单位",
}

-- Titles of columns that bundled analyses add, and the names of those without one.
local columns = {
  ["A year before"] = "上年同期",
  ["Be careful"] = "注意",
  ["Change"] = "变化",
  ["Class"] = "分级",
  ["Change as the source reports it"] = "来源公布的变化",
  ["Change in per cent"] = "变化（%）",
  ["Change of gini"] = "基尼系数的变化",
  ["Change of the users"] = "用户规模的变化",
  ["Change on the year before"] = "同比变化",
  ["Compared with"] = "对比时点",
  ["Gap"] = "差距",
  ["Gini coefficient"] = "基尼系数",
  ["Greatest r without one region"] = "去掉一个地区后最大的 r",
  ["Growth a year"] = "年均增长率",
  ["Growth, computed"] = "增长率（计算值）",
  ["Growth, least that rounding allows"] = "增长率（舍入误差下限）",
  ["Growth, most that rounding allows"] = "增长率（舍入误差上限）",
  ["Growth in the half-year, as published"] = "半年增长率（公布值）",
  ["Highest"] = "最高",
  ["Interval of gini, high"] = "基尼系数区间上限",
  ["Interval of gini, low"] = "基尼系数区间下限",
  ["Kendall's tau b"] = "肯德尔 τ-b",
  ["Least r without one region"] = "去掉一个地区后最小的 r",
  ["Lowest"] = "最低",
  ["Mean"] = "均值",
  ["Mean of the regions"] = "地区均值",
  ["Median"] = "中位数",
  ["On the line"] = "拟合值",
  ["Part of the distance to the upper bound that was closed"] = "已弥合的距上限差距",
  ["Pearson's r"] = "皮尔逊相关系数 r",
  ["Rank"] = "位次",
  ["Regions with a value"] = "有数据的地区",
  ["Regions without"] = "无数据的地区",
  ["Distance to the next place"] = "与下一位的差距",
  ["Share of the population, the least first"] = "人口累计占比（由低到高）",
  ["Spearman's rho"] = "斯皮尔曼 ρ",
  ["Standard deviation (n - 1)"] = "标准差（n - 1）",
  ["Status of the published growth"] = "公布增长率的状态",
  ["Status of the share"] = "使用率的状态",
  ["Status of the users"] = "用户规模的状态",
  ["The same in per cent"] = "同比变化（%）",
  ["Their share of the measure"] = "其占指标的累计份额",
  ["Weighted mean"] = "加权均值",
  ["What rounding may hide, give or take"] = "舍入误差（±）",
  ["What the source compares with"] = "来源的对比时点",
  ["When"] = "时点",
  ["Where it is highest"] = "最高的地区",
  ["Where it is lowest"] = "最低的地区",
  ["Without which r changes most"] = "对 r 影响最大的地区",
  ["Years between"] = "间隔年数",
  ["p of r, two-sided"] = "r 的 p 值（双侧）",
  ["p of rho"] = "ρ 的 p 值",
  ["p of tau"] = "τ 的 p 值",
  ["application"] = "应用",
  ["change"] = "变化",
  ["claim"] = "说法",
  ["claimed"] = "报道数字",
  ["erreygers"] = "埃雷格斯指数",
  ["found"] = "核查结果",
  ["gini"] = "基尼系数",
  ["gini mirror"] = "未上网率的基尼系数",
  ["gini weighted"] = "加权基尼系数",
  ["high"] = "上限",
  ["lorenz"] = "洛伦兹曲线",
  ["low"] = "下限",
  ["max min"] = "最高与最低之比",
  ["mean"] = "均值",
  ["n"] = "样本数",
  ["p90 p10"] = "P90/P10",
  ["panel"] = "面板",
  ["period"] = "时点",
  ["reason"] = "依据",
  ["region"] = "省份",
  ["region4"] = "经济区域",
  ["region7"] = "地理区域",
  ["remark"] = "备注",
  ["scope"] = "范围",
  ["since"] = "起点",
  ["statement"] = "报道原文",
  ["theil l"] = "泰尔 L",
  ["theil t"] = "泰尔 T",
  ["theil t weighted"] = "加权泰尔 T",
  ["variation"] = "变异系数",
  ["variation weighted"] = "加权变异系数",
  ["verdict"] = "结论",
  ["weighted mean"] = "加权均值",
}

-- What stands in cells, in charts and in sentences.
local phrases = {
  ["D"] = "推算", ["R"] = "已公布", ["U"] = "未核实",
  ["Claims"] = "说法",
  ["Growth"] = "增长",
  ["Internet penetration in towns and in the countryside"] = "城镇与农村互联网普及率",
  ["between regions"] = "地区之间",
  ["bars: means of the groups"] = "竖线：各组均值",
  ["band: bootstrap interval"] = "色带：自助法区间",
  ["cannot be checked"] = "无法核查",
  ["countryside"] = "农村",
  ["depends"] = "视理解而定",
  ["holds"] = "成立",
  ["holds after rounding"] = "四舍五入后成立",
  ["less unequal"] = "差距缩小",
  ["line: least squares"] = "直线：最小二乘",
  ["log"] = "对数",
  ["more unequal"] = "差距扩大",
  ["no clear change"] = "无明显变化",
  ["no reading makes all of it true"] = "任何一种理解都不能使其完全成立",
  ["off by rounding of inputs"] = "误差源于原始数据舍入",
  ["pooled"] = "合并",
  ["towns"] = "城镇",
  ["within regions"] = "地区内部",
  ["wrong"] = "不成立",
  ["wrong unit"] = "单位有误",
  ["applications"] = "应用数据", ["national"] = "全国数据", ["provinces"] = "分省数据",
  ["r"] = "r", ["where"] = "筛选",
}

-- How bundled analyses say that they were made.
local methods = {
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
}

vocabulary.texts = {}
for _, list in ipairs{page, units, columns, phrases, methods} do
  for english, chinese in next, list do
    vocabulary.texts[english] = chinese
  end
end

local function millions(x)
  return format.readable(tonumber(x), "million persons", "zh")
end

vocabulary.patterns = {
  {"^([%d.]+) million persons$", millions},
  {"^([%d.]+) to ([%d.]+) %(n = (%d+)%)$", "$1–$2（n = $3）"},
  {"^([%d.]+) %(n = (%d+)%)$", "$1（n = $2）"},
  {"^more than (.+)$", "超过 $1"}, {"^at least (.+)$", "不低于 $1"},
  {"^nearly (.+)$", "近 $1"}, {"^highest: (.+)$", "最高：$1"}, {"^lowest: (.+)$", "最低：$1"},
  {"^missing: (.+)$", "缺少：$1"}, {"^holds for (.+)$", "$1成立"},
  {"^in part for (.+)$", "$1部分成立"}, {"^not for (.+)$", "$1不成立"},
  {"^n = (%d+) of (%d+); (%d+) missing %((%S+); unverified; %-%-include unverified keeps them%)$",
    "n = $1 / $2；缺失 $3（$4；未核实的数字用 --include unverified 保留）"},
  {"^n = (%d+) of (%d+); (%d+) missing %((.+)%)$", "n = $1 / $2；缺失 $3（$4）"},
  {"^n = (%d+) of (%d+) %((.+)%)$", "n = $1 / $2（$3）"},
  {"^where (%S+)$", "筛选：$1"},
  {"^and (%d+) more$", "另有 $1 项"}, {"^(.+) and (%d+) more$", "$1 等，另有 $2 项"},
  {"^without a figure: (.+)$", "无数据：$1"},
  {"^all (%d+) regions: mean ([%d.]+), weighted ([%d.]+) %%$",
    "全部 $1 个地区：均值 $2%，加权均值 $3%"},
  {"^values equal at ([%d.]+) are ties$", "按 $1 的精度相等者视为并列"},
  {"^change since (%S+)$", "与 $1 相比"},
  {"^`(.+)` tests the difference$", function(command)
    return "组间差异可用 `" .. command .. "` 检验"
  end, "as it is"},
  {"^Rank in (.+)$", "$1的位次"},
  {"^Places moved up since (.+)$", "较$1上升的位次"},
  {"^Change of the value since (.+)$", "较$1的变化"},
  {"^(.+) then$", "$1（对比期）"},
  {"^(%d+) %% interval of r, low$", "r 的 $1% 区间下限"},
  {"^(%d+) %% interval of r, high$", "r 的 $1% 区间上限"},
  {"^dashed: (%d+) declared breaks? %((.+)%)$", "虚线：$1 处口径变动（$2）"},
  {"^Inequality between regions: (.+)$", "地区差距：$1"},
  {"^(%d+) claims: (.+)$", "$1 条说法：$2"}, {"^(%d+) claims?$", "$1 条说法"},
  {"^(.+): verdicts$", "$1：核查结论"},
  {"^(.+) by (.+)$", "$1（按$2）"},
  {"^(.+) %((.+)%)$", "$1（$2）"},
  {"^r = (%-?[%d.]+)$", "r = $1"},
  {"^(.-) (%-?%d[%d.]*%%?)$", "$1 $2"},
}

return vocabulary
