--- The internet in China on one page: users, regions, the divide, uses, claims.
--
-- A recipe: it runs other analyses and sets what they come to side by side, each
-- with its method and its counts. `almanac report -o report.html` makes a page of
-- it, in English and Chinese; any other script makes one too.

local format = require "format"
local lineage = require "lineage"
local panel = require "panel"
local plot = require "plot"
local report = require "report"

local ARTICLE = "2018-S1" -- what the news article of August 2018 speaks of

local function both(en, zh)
  return {en = en, zh = zh}
end

-- The same sentence in both languages: what is said in each of the values given, in
-- the order of the captures $1, $2, ...
local function sentence(en, zh, ...)
  local values = {...}
  local function filled(text, lang)
    return (text:gsub("%$(%d)", function(i)
      local value = values[tonumber(i)]
      return type(value) == "table" and value[lang] or value
    end))
  end
  return both(filled(en, "en"), filled(zh, "zh"))
end

local function people(x)
  return both(format.readable(x, "10k persons", "en"), format.readable(x, "10k persons", "zh"))
end

local function date(period)
  return both(format.date(period, "en"), format.date(period, "zh"))
end

-- Row of the latest period in which a measure has a value, and of a given one.
local function last_row(p, m)
  local period, found = panel.latest(p, m), nil
  for i = 1, p.n do
    found = p.periods[i] == period and i or found
  end
  return found
end

local function row_at(p, m, period)
  for i = 1, p.n do
    if p.periods[i] == period and m.values[i] ~= nil then
      return i
    end
  end
end

-- Names that the data has in both languages. East and Central are those of the four
-- economic regions: the seven of geography have other names in Chinese.
local function add_names(pairs_of, t, english, chinese)
  for _, row in ipairs(t:distinct{english}) do
    if row[english] ~= nil and row[chinese] ~= nil then
      pairs_of[row[english]] = row[chinese]
    end
  end
end

local function names_of(ctx)
  local names = {}
  local regions = ctx.table("regions")
  add_names(names, regions, "region", "region_zh")
  add_names(names, regions, "region4", "region4_zh")
  add_names(names, ctx.table("applications"), "application", "application_zh")
  add_names(names, ctx.table("tile_grid"), "code", "code_zh")
  return names
end

-- What stands at the top: each figure when the article was written and now.
local function key_figures(p)
  local list = {from = {}, columns = {{name = "figure"}, {name = "period", type = "period"},
    {name = "value", unit = ""}, {name = "unit"}}}
  for _, name in ipairs({"users", "penetration", "mobile_share", "rural_share"}) do
    local m = panel.measure(p, name)
    for _, i in ipairs({row_at(p, m, ARTICLE), last_row(p, m)}) do
      list[#list + 1] = {figure = m.title, period = p.periods[i], value = m.values[i] + 0.0,
        unit = m.unit}
      list.from[#list] = lineage.of(p, {m}, {i})
    end
  end
  return list
end

local function users_section(p, t, ctx)
  local section = ctx.run("growth", {measure = {"users", "penetration"}}, t)
  local users, share = panel.measure(p, "users"), panel.measure(p, "penetration")
  local then_, now = row_at(p, users, ARTICLE), last_row(p, users)
  local first = panel.complete(panel.rows(p), users)[1]
  section.title = both("Users since 1997", "1997年以来的网民规模")
  section.text = sentence(
    "In $1 there were $2 internet users in China. In $3 there were $4, $5 of the people; " ..
      "in $6 it was $7, $8.",
    "$1，中国网民规模为$2；$3达$4，互联网普及率为$5；$6达$7，普及率为$8。",
    date(p.periods[first]), people(users.values[first]), date(ARTICLE),
    people(users.values[then_]), format.percent(share.values[then_]), date(p.periods[now]),
    people(users.values[now]), format.percent(share.values[now]))
  return section
end

-- The last year with figures for the provinces.
local function year_of_provinces(ctx)
  local p = panel.open(ctx.table("provinces"), ctx)
  return panel.latest(p, panel.measure(p, "penetration"))
end

-- How many of the rows of a ranking are above 50 %, and who begins and ends it.
local function map_section(ctx, ranking)
  local section, t = ctx.run("map", {period = ctx.year}), ranking.table
  section.parts = {"chart"} -- the table is that of the ranking
  local above = #t:where("penetration > 50")
  section.title = both("Who is online where", "各地上网情况")
  section.text = sentence(
    "In $1 of $2 provinces more than half of the people were online in $3, the last year with " ..
      "figures for all of them.",
    "$3年（最近一个各省份均有数据的年份），$2个省份中有$1个的互联网普及率超过50%。",
    tostring(above), tostring(#t), ctx.year)
  return section
end

local function ranking_section(ctx, section)
  local t = section.table
  local first, last = t[1], t[#t]
  section.title = both("The provinces in order", "各省份排名")
  section.text = sentence(
    "$1 leads with $2, $3 is last with $4: $5 percentage points lie between them.",
    "$1以$2居首，$3为$4，居末位，二者相差$5个百分点。",
    both(first.region, ctx.names[first.region]), format.percent(first.penetration),
    both(last.region, ctx.names[last.region]), format.percent(last.penetration),
    format.number(first.penetration - last.penetration, 1))
  return section
end

local function groups_section(ctx)
  local section = ctx.run("regions", {by = "region4"})
  local t = section.table:sort_by("-weighted_mean")
  local first, last = t[1], t[#t]
  section.title = both("East and west", "东部与中西部")
  section.text = sentence(
    "With each province weighing as many as live in it, $1 of the people in the $2 region are " ..
      "online and $3 in the $4 region: $5 percentage points apart.",
    "按人口加权，$2地区的互联网普及率为$1，$4地区为$3，相差$5个百分点。",
    format.percent(first.weighted_mean), both(first.region4, ctx.names[first.region4]),
    format.percent(last.weighted_mean), both(last.region4, ctx.names[last.region4]),
    format.number(first.weighted_mean - last.weighted_mean, 1))
  return section
end

local function inequality_section(ctx)
  local section = ctx.run("inequality")
  section.parts = {"chart", "table", "change"}
  local t = section.table
  local first, last = t[1], t[#t]
  section.title = both("How unequal the provinces are", "省际差距")
  section.text = sentence(
    "The Gini coefficient of penetration over the provinces went from $1 in $2 to $3 in $4: " ..
      (last.gini < first.gini and "those behind are catching up." or "the gap is not closing."),
    "各省份互联网普及率的基尼系数从$2年的$1变为$4年的$3，" ..
      (last.gini < first.gini and "省际差距正在缩小。" or "省际差距并未缩小。"),
    format.number(first.gini, 3), first.period, format.number(last.gini, 3), last.period)
  return section
end

local function wealth_section(ctx)
  local section = ctx.run("correlation",
    {x = "gdp_per_capita", y = "penetration", log = "x"})
  local t = section.table
  section.title = both("Wealth and access", "经济发展与互联网普及")
  section.text = sentence(
    "Provinces that are richer are more online: penetration and the logarithm of GDP per head " ..
      "correlate with r between $1 and $2 in every year from $3 to $4.",
    "经济越发达的省份，互联网普及率越高：$3年至$4年，普及率与人均地区生产总值（对数）的" ..
      "相关系数各年均在$1与$2之间。",
    format.number(t.r:min(), 2), format.number(t.r:max(), 2), t[1].period, t[#t].period)
  return section
end

-- Town and countryside side by side, one row a period in which both are known.
local function pairs_table(p, urban, rural, rows)
  local records = {}
  for k, i in ipairs(rows) do
    records[k] = {period = p.periods[i], urban = urban.values[i], rural = rural.values[i],
      gap = panel.minus(urban.values[i], rural.values[i]), rows = {i}}
  end
  return panel.table(records, {
    {key = "period", unit = "", title = "When"},
    {key = "urban", name = urban.name, unit = "%", title = urban.title,
      title_zh = urban.title_zh, rounding = urban.precision},
    {key = "rural", name = rural.name, unit = "%", title = rural.title,
      title_zh = rural.title_zh, rounding = rural.precision},
    {key = "gap", unit = "pp", title = "Gap", rounding = urban.precision},
  }, p, {urban, rural}), records
end

local function line(data, name, label)
  return {data = data, mark = {type = "line", point = true},
    encoding = {x = {field = "period", type = "temporal", title = false},
      y = {field = name, title = "Internet penetration"}, color = {datum = label}}}
end

-- The countryside and the towns, as far as the reports tell.
local function countryside_section(p)
  local urban, rural = panel.measure(p, "urban_penetration"), panel.measure(p, "rural_penetration")
  local rows = panel.complete(panel.rows(p), urban, rural)
  local list, records = pairs_table(p, urban, rural, rows)
  local first, last = records[1], records[#records]
  local known = {columns = {{name = "period", type = "period", title = "As of"},
    panel.what(urban), panel.what(rural)}, from = list.from}
  for k, record in ipairs(records) do
    known[k] = {period = record.period, urban_penetration = record.urban,
      rural_penetration = record.rural}
  end
  return report{
    name = "countryside", title = both("Town and countryside", "城乡差距"),
    text = sentence(
      "In $1 $2 of the people in towns were online and $3 of those in the countryside. In $4, " ..
        "the last time that both were published, it was $5 and $6: the gap went from $7 to $8 " ..
        "percentage points.",
      "$1，城镇地区互联网普及率为$2，农村地区为$3；$4（最近一次同时公布）分别为$5和$6，" ..
        "城乡差距从$7个百分点变为$8个百分点。",
      date(first.period), format.percent(first.urban), format.percent(first.rural),
      date(last.period), format.percent(last.urban), format.percent(last.rural),
      format.number(first.gap, 1), format.number(last.gap, 1)),
    table = list, method = "figures as published; the gap is their difference",
    sources = panel.sources(p, {{urban, rows}, {rural, rows}}),
    chart = plot{title = "Internet penetration in towns and in the countryside",
      layer = {line(known, "urban_penetration", "towns"),
        line(known, "rural_penetration", "countryside")}},
  }
end

-- "online video (76.0%)" in both languages.
local function use_of(row, names)
  local share = format.percent(row.share)
  return both(string.format("%s (%s)", row.application, share),
    string.format("%s（%s）", names[row.application] or row.application, share))
end

local function uses_section(ctx)
  local section = ctx.run("adoption", {period = ARTICLE})
  local t = section.table:where("share > 0")
  section.title = both("What for", "网络应用")
  section.text = sentence(
    "In $1 most internet users had $2, then $3 and $4.",
    "$1，网民使用率最高的应用是$2，其次是$3和$4。",
    date(ARTICLE), use_of(t[1], ctx.names), use_of(t[2], ctx.names), use_of(t[3], ctx.names))
  return section
end

local function claims_section(ctx)
  local section = ctx.run("claims")
  local t = section.table
  local function with(verdict)
    return tostring(#t:where("verdict == v", {v = verdict}))
  end
  section.title = both("What was claimed in August 2018", "2018年8月报道的核查")
  section.text = sentence(
    "Of $1 statements of a news article of that month $2 hold as they stand; $3 hold in one " ..
      "reading but not in another, and $4 cannot be checked with the data.",
    "该月一篇新闻报道的$1条说法中，$2条成立，$3条取决于如何理解，$4条无法用现有数据核查。",
    tostring(#t), with("holds"), with("depends"), with("cannot be checked"))
  return section
end

return {
  api = 1,
  title = "The internet in China",
  categories = {"report"},
  data = "cnnic:national",
  needs = {period = {role = "period"}},
  examples = {
    {
      title = "the key figures of the bundled data",
      data = "cnnic:national",
      expect = [[
figure,period,value,unit
Internet users,2018-S1,80200,10k persons
Internet users,2025-S1,112300,10k persons
Internet penetration,2018-S1,57.7,%
Internet penetration,2025-S1,79.7,%
Mobile users among internet users,2018-S1,98.3,%
Mobile users among internet users,2022-S2,99.8,%
Rural users among internet users,2018-S1,26.3,%
Rural users among internet users,2022-S2,28.9,%
]],
    },
  },
  run = function(t, _, ctx)
    local p, names = panel.open(t, ctx), names_of(ctx)
    local around = {run = ctx.run, names = names, year = year_of_provinces(ctx)}
    local ranking = ctx.run("ranking", {period = around.year})
    return report{
      title = both("The internet in China", "中国互联网发展状况"),
      text = both("Who is online in China, where, since when and what for: the figures of the " ..
        "reports of CNNIC, with the rows of data and the counts behind each.",
        "谁在上网、在哪里上网、从何时开始、用来做什么：数据来自中国互联网络信息中心（CNNIC）" ..
        "历次统计报告，每个数字均可追溯出处。"),
      key = key_figures(p),
      translations = names,
      sections = {
        users_section(p, t, ctx), map_section(around, ranking), ranking_section(around, ranking),
        groups_section(around), countryside_section(p), inequality_section(around),
        wealth_section(around), uses_section(around), claims_section(around),
      },
    }
  end,
}
