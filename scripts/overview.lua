--- The internet in China on one page: users, regions, the divide, uses, claims.
--
-- A recipe: it runs other analyses and sets what they come to side by side, each
-- with its method and its counts. `almanac report -o report.html` makes a page of
-- it, in English and Chinese; any other script makes one too.

local format = require "format"
local plot = require "plot"
local report = require "report"

local MILLION = 100 -- of the 10k persons that the data counts in

local function both(en, zh)
  return {en = en, zh = zh}
end

-- The latest row in which a column has a value.
local function latest(t, name)
  local known = t:where(~t:col(name):is_missing())
  return known[#known]
end

local function millions(x)
  return math.floor(x / MILLION + 0.5)
end

-- Names that the data has in both languages.
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
  add_names(names, regions, "region7", "region7_zh")
  add_names(names, ctx.table("applications"), "application", "application_zh")
  return names
end

-- What stands at the top: the latest figures of the nation, each with its row.
local function key_figures(t)
  local users, share = latest(t, "users"), latest(t, "penetration")
  local mobile, rural = latest(t, "mobile_share"), latest(t, "rural_share")
  local columns = {{name = "figure"}, {name = "value", unit = ""}, {name = "unit"}}
  local list = {columns = columns, from = {}}
  local function add(figure, value, unit, row, what)
    list[#list + 1] = {figure = figure .. ", " .. row.period, value = value, unit = unit}
    list.from[#list] = what
  end
  local function told(row, name)
    return string.format("national.csv: %s = %s, %s", row.period, row[name],
      row[name .. "_source"] or "")
  end
  add("Internet users", millions(users.users), "million persons", users, told(users, "users"))
  add("Internet penetration", share.penetration, "%", share, told(share, "penetration"))
  add("Users on mobile phones", mobile.mobile_share, "%", mobile, told(mobile, "mobile_share"))
  add("Users who live in the countryside", rural.rural_share, "%", rural,
    told(rural, "rural_share"))
  return list
end

local function users_section(t, ctx)
  local section = ctx.run("growth", {measure = {"users", "penetration"}}, t)
  local first, last = t:where(~t.users:is_missing())[1], latest(t, "users")
  section.title = both("Users since 1997", "1997年以来的网民")
  section.text = both(
    string.format("%s persons used the internet in %s. In %s there were %s million.",
      format.number(first.users * 10000), first.period, last.period,
      format.number(millions(last.users))),
    string.format("%s 网民为 %s 人；%s 达到 %s 百万人。", first.period,
      format.number(first.users * 10000), last.period, format.number(millions(last.users))))
  return section
end

local function where_section(ctx)
  local section = ctx.run("ranking")
  local first, last = section.table[1], section.table[#section.table]
  section.title = both("Who is online where", "各地上网情况")
  section.text = both(
    string.format("%s leads with %s%%; %s is last with %s%%.", first.region,
      first.penetration, last.region, last.penetration),
    "各省份互联网普及率的排名，以及与上一年相比的变化。")
  return section
end

local function groups_section(ctx)
  local section = ctx.run("regions", {by = "region4"})
  section.title = both("East and west", "东部与西部")
  section.text = both("Weighted by population, what the four economic regions come to.",
    "四大经济区域的普及率（按人口加权）。")
  return section
end

local function inequality_section(ctx)
  local section = ctx.run("inequality")
  local first, last = section.table[1], section.table[#section.table]
  section.title = both("How unequal the provinces are", "省际差距")
  section.text = both(
    string.format("The Gini coefficient of penetration went from %.3f in %s to %.3f in %s.",
      first.gini, first.period, last.gini, last.period),
    string.format("普及率的基尼系数从 %s 的 %.3f 变为 %s 的 %.3f。", first.period, first.gini,
      last.period, last.gini))
  return section
end

local function wealth_section(ctx)
  local section = ctx.run("correlation",
    {x = "gdp_per_capita", y = "penetration", log = "x"})
  section.title = both("Wealth and access", "财富与上网")
  section.text = both(
    "Provinces with a higher product a head have a higher penetration, every year.",
    "人均地区生产总值越高的省份，互联网普及率越高，每年如此。")
  return section
end

-- The countryside and the towns, as far as the reports tell.
local function countryside_section(t)
  local known = t:where(~t.urban_penetration:is_missing() & ~t.rural_penetration:is_missing())
  local function line(name, label)
    return {data = known, mark = {type = "line", point = true},
      encoding = {x = "period", y = name, color = {datum = label}}}
  end
  return report{
    name = "countryside", title = both("Town and countryside", "城镇与农村"),
    text = both("The share of the people who are online, in towns and in the countryside.",
      "城镇与农村地区的互联网普及率。"),
    table = known:select{"period", "urban_penetration", "rural_penetration"},
    chart = plot{title = "Penetration in towns and in the countryside",
      layer = {line("urban_penetration", "towns"), line("rural_penetration", "countryside")}},
  }
end

local function uses_section(ctx)
  local section = ctx.run("adoption")
  section.title = both("What for", "网络应用")
  section.text = both("Applications by the share of users who have them.",
    "各类应用的网民使用率。")
  return section
end

local function claims_section(ctx)
  local section = ctx.run("claims")
  section.title = both("What was claimed in August 2018", "2018年8月的报道")
  section.text = both("Sentences of a news article held against the figures.",
    "新闻报道中的说法与数据的对照。")
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
figure,value,unit
"Internet users, 2025-S1",1123,million persons
"Internet penetration, 2025-S1",79.7,%
"Users on mobile phones, 2022-S2",99.8,%
"Users who live in the countryside, 2022-S2",28.9,%
]],
    },
  },
  run = function(t, _, ctx)
    return report{
      title = both("The internet in China", "中国互联网"),
      text = both("From the reports of CNNIC, with the counts behind every figure.",
        "数据来自 CNNIC 历次统计报告，每个数字都可追溯出处。"),
      key = key_figures(t),
      translations = names_of(ctx),
      sections = {
        users_section(t, ctx), where_section(ctx), groups_section(ctx),
        inequality_section(ctx), wealth_section(ctx), countryside_section(t),
        uses_section(ctx), claims_section(ctx),
      },
    }
  end,
}
