--- Texts with something in them, in Chinese: {pattern, Chinese with $1 in place of the
-- first capture, or a function of the captures}. What a capture holds is put into
-- Chinese as well unless "as it is" follows; where that cannot be done the text stays.
-- The first pattern that fits holds.

local format = require "almanac.format"

local function millions(x)
  return format.readable(tonumber(x), "million persons", "zh")
end

-- The commas of a list of names are other ones than those of a sentence.
local function names(list)
  return (list:gsub("，", "、"))
end

-- A year is said as one; other periods are when they come here.
local function when(period)
  return period:find("^%d%d%d%d$") and period .. "年" or period
end

local function in_years(before, after)
  return function(period)
    return before .. when(period) .. after
  end
end

-- The text alternatives of charts.
local pictures = {
  {"^(.+%.) (%u[%l, ]+: .+%.)$", "$1$2"},
  {"^(.+%.) (%d+ of %d+ missing %(.+%)%.)$", "$1$2"},
  {"^(%d+) of (%d+) missing %((.+)%)%.?$", "$2 个值中缺失 $1 个（$3）。"},
  {"^Histogram: (%d+) values of (.+) in (%d+) ranges from (.+) to (.+); most, (%d+), from " ..
    "(.+) to (.+)%.$", "直方图：$2共 $1 个值，从$4到$5分为 $3 组；最多的一组有 $6 个，从$7到$8。"},
  {"^(A map of tiles): (.+)%.$", "$1：$2。"}, {"^(Bars): (.+)%.$", "$1：$2。"},
  {"^(Lines): (.+)%.$", "$1：$2。"}, {"^(Points): (.+)%.$", "$1：$2。"},
  {"^(Areas): (.+)%.$", "$1：$2。"}, {"^(Ticks): (.+)%.$", "$1：$2。"},
  {"^(Tiles): (.+)%.$", "$1：$2。"}, {"^(Boxes): (.+)%.$", "$1：$2。"},
  {"^(Band, by its lower edge): (.+)%.$", "$1：$2。"},
  {"^classes: (.+)$", "分级：$1"},
  {"^([^;:]+): (%d+) categories$", "$1共 $2 类"}, {"^by ([^;]+): ([^;]+)$", function(by, list)
    return "按" .. by .. "分：" .. names(list)
  end},
  {"^([^;:]+) from ([^;:]+) to ([^;:]+)$", "$1从$2到$3"},
  {"^Period (%d[%w-]+) to (%d[%w-]+)$", function(from, to)
    return "时期为" .. when(from) .. "至" .. when(to)
  end},
  {"^([^,;:]+) (%d%d%d%d%-?[%w-]*) to (%d%d%d%d%-?[%w-]*)$", function(title, from, to)
    return title .. when(from) .. "至" .. when(to)
  end},
}

local texts = {
  {"^([%d.]+) million persons$", millions},
  {"^([%d.]+) to ([%d.]+) %(n = (%d+)%)$", "$1–$2 (n = $3)"},
  {"^([%d.]+) %(n = (%d+)%)$", "$1 (n = $2)"},
  {"^more than ([^;]+)$", "超过 $1"}, {"^at least ([^;]+)$", "不低于 $1"},
  {"^nearly ([^;]+)$", "近 $1"}, {"^highest: ([^;]+)$", "最高：$1"},
  {"^lowest: ([^;]+)$", "最低：$1"}, {"^missing: ([^;]+)$", "缺少：$1"},
  {"^holds for ([^;]+)$", function(list)
    return "就" .. names(list) .. "而言成立"
  end},
  {"^in part for ([^;]+)$", function(list)
    return "就" .. names(list) .. "而言部分成立"
  end},
  {"^not for ([^;]+)$", function(list)
    return "就" .. names(list) .. "而言不成立"
  end},
  {"^n = (%d+) of (%d+); (%d+) missing %((%S+); unverified; %-%-include unverified keeps them%)$",
    "n = $1 / $2；缺失 $3（$4；未核实的数字用 --include unverified 保留）"},
  {"^n = (%d+) of (%d+); (%d+) missing %((.+)%)$", "n = $1 / $2；缺失 $3（$4）"},
  {"^n = (%d+) of (%d+) %((.+)%)$", "n = $1 / $2（$3）"},
  {"^where (%S+)$", "筛选：$1"},
  {"^and (%d+) more$", "另有 $1 项"},
  {"^without a figure: (.+)$", function(list)
    return "无数据：" .. names(list)
  end},
  {"^without a value, not ranked: (.+)$", function(list)
    return "无数据，未排名：" .. names(list)
  end},
  {"^few figures are known of later periods: (.+)$", function(list)
    return "此后各期数据较少：" .. names(list)
  end},
  {"^(.+) and (%d+) more$", "$1（另有 $2 项）"},
  {"^(%d+) of (%d+) without a figure$", "$2 项中 $1 项无数据"},
  {"^(%d+) of (%d+) without a value$", "$2 个中 $1 个无数据"},
  {"^(%d+) of (%d+) ahead of it$", "$2 个中 $1 个领先于基准"},
  {"^first (%d+) of (%d+) groups$", "前 $1 组，共 $2 组"},
  {"^first (%d+) of (%d+)$", "前 $1 项，共 $2 项"},
  {"^last (%d+) of (%d+)$", "后 $1 项，共 $2 项"},
  {"^all (%d+) regions: mean ([%d.]+), weighted ([%d.]+) %%$",
    "全部 $1 个地区：均值 $2%，加权均值 $3%"},
  {"^values equal at ([%d.]+) are ties$", "按 $1 的精度相等者视为并列"},
  {"^change since (%S+), among the (%d+) regions with a value then and now$",
    function(since, n)
      return "与" .. when(since) .. "相比，限于两期均有数据的 " .. n .. " 个地区"
    end},
  {"^change since (%S+)$", in_years("与", "相比")},
  {"^suspected from (%S+) robust standard deviations$", "偏离达 $1 个稳健标准差者视为可疑"},
  {"^intervals of (%d+) resamples of the regions$", "区间由 $1 次地区重抽样得出"},
  {"^residuals of the (%a+) curve run in waves %(autocorrelation ([%d.]+)%): the intervals " ..
    "are too narrow$", "$1曲线的残差呈波动（自相关 $2）：区间偏窄"},
  {"^across the break of (%S+): (.+)$", function(period, note)
    return "跨越" .. when(period) .. "的口径变动：" .. note
  end},
  {"^break of (%S+): (.+)$", function(period, note)
    return when(period) .. "口径变动：" .. note
  end},
  {"^`(.+)` tests the difference$", function(command)
    return "组间差异可用 `" .. command .. "` 检验"
  end, "as it is"},
  {"^Rank in (.+)$", in_years("", "位次")},
  {"^Places moved up since (.+)$", in_years("较", "上升的位次")},
  {"^Change of the value since (.+)$", in_years("较", "的变化")},
  {"^(.+) then$", "$1（对比期）"},
  {"^(.+) before$", "$1（此前）"},
  {"^(.+) at the start$", "期初$1"}, {"^(.+), fitted$", "$1（拟合值）"},
  {"^(%d+) %% interval of r, low$", "r 的 $1% 区间下限"},
  {"^(%d+) %% interval of r, high$", "r 的 $1% 区间上限"},
  {"^dashed: (%d+) declared breaks? %((.+)%)$", "虚线：$1 处口径变动（$2）"},
  {"^dashed: all (%d+) together, (.+)$", "虚线：全部 $1 个地区合计，$2"},
  {"^line: (%a+) curve$", "曲线：$1曲线"}, {"^dashed: its ceiling, (.+)$", "虚线：上限 $1"},
  {"^Inequality between regions: (.+)$", "地区差距：$1"},
  {"^(Inequality): (.+)$", "$1：$2"}, {"^(Breaks): (.+)$", "$1：$2"},
  {"^(Diffusion): (.+)$", "$1：$2"},
  {"^Convergence: (.+), (%d%d%d%d%S*) to (%d%d%d%d%S*)$", function(title, from, to)
    return "收敛：" .. title .. "，" .. when(from) .. "至" .. when(to)
  end},
  {"^(.+), ([12]%d%d%d)$", function(title, year)
    return title .. "，" .. when(year)
  end},
  {"^(%d+) declared, (%d+) suspected%.$", "已声明 $1 处，可疑 $2 处。"},
  {"^(.+): growth a year$", "$1：年均增长率"},
  {"^(.+): years behind the mean of the regions$", "$1：落后于地区均值的年数"},
  {"^(.+), (%d%d%d%d%S*) to (%d%d%d%d%S*)$", function(title, from, to)
    return title .. "，" .. when(from) .. "至" .. when(to)
  end},
  {"^(%d+) claims: (.+)$", "$1 条说法：$2"}, {"^(%d+) claims?$", "$1 条说法"},
  {"^(%d+) values?$", "$1 个值"}, {"^all (%d+)$", "全部 $1 个"},
  {"^(.+): (%d+) rows$", "$1：$2 行"},
  {"^(.+): verdicts$", "$1：核查结论"},
  {"^([^;:]+) by ([^;:]+)$", "$1（按$2分）"},
  {"^(.+) %((.+)%)$", "$1（$2）"},
  {"^r = (%-?[%d.]+)$", "r = $1"},
  {"^(.-) (%-?%d[%d.]*%%?)$", "$1 $2"},
  {"^(%-?%d[%d.]*) (%d*%a[^()]*)$", "$1$2"},
}

return table.move(texts, 1, #texts, #pictures + 1, pictures)
