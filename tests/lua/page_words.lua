-- What a page says in Chinese: sentences whole or not at all, and pictures that both
-- languages share.

local bilingual = require "html.bilingual"
local check = require "check"
local measure = require "chart.measure"
local words = require "html.words"

local function page_of(language, translations)
  local page = {said = {}, back = {}, language = language or "en",
    words = words.of{parts = {}, translations = translations}}
  return setmetatable(page, {__index = words.page})
end

local names = {["taxis"] = "出租车", ["bikes"] = "单车", ["express cars"] = "快车",
  ["Users"] = "用户", ["Beijing"] = "北京"}

local function says(english, chinese)
  check.equal(page_of("zh", names):chinese(english), chinese)
end

-- A picture as svg.chart writes it in a page.
local function picture(...)
  return '<svg viewBox="0 0 100 50" id="c" role="img" aria-labelledby="c-title c-desc">\n' ..
    '<title id="c-title">T</title>\n<desc id="c-desc">T</desc>\n' ..
    table.concat({...}, "\n") .. "\n</svg>\n"
end

check.run{
  ["a list belongs to its own clause"] = function()
    says("holds for taxis, bikes; not for express cars", "就出租车、单车而言成立；就快车而言不成立")
    says("without a figure: taxis, bikes and 3 more", "无数据：出租车、单车（另有 3 项）")
  end,
  ["a text of which one piece is unknown stays"] = function()
    says("holds for taxis; not for carts", nil)
    says("Users by cart", nil)
  end,
  ["years are years, and periods dates"] = function()
    says("Change of the value since 2015", "较2015年的变化")
    says("Users, 2010 to 2016", "用户，2010年至2016年")
    says("change since 2018-S1", "与2018年6月相比")
  end,
  ["a chart is described"] = function()
    says("Bars: Users from 2 (Beijing) to 9 (taxis). 1 of 3 missing (Users).",
      "条形图：用户从2（北京）到9（出租车）。3 个值中缺失 1 个（用户）。")
  end,
  ["what both languages share stands once, with its pairs"] = function()
    local page = page_of("en", names)
    local text = bilingual.picture(page, "c1",
      picture('<text x="1" class="f1">Beijing</text>',
        '<circle r="2" class="f2"><title>Beijing\nUsers: 5.5</title></circle>'),
      picture('<text x="1" class="f1">北京</text>',
        '<circle r="2" class="f2"><title>北京\n用户: 5.5</title></circle>'))
    check.equal(select(2, text:gsub("<circle", "")), 1)
    check.equal(select(2, text:gsub("<text", "")), 1)
    check.equal(text:find("data-other", 1, true), nil)
    check.equal(page.said["Users"], "用户")
  end,
  ["a tooltip that has no pairs stands beside the other"] = function()
    local text = bilingual.picture(page_of("zh", names), "c1",
      picture('<circle r="2" class="f2"><title>"A" &amp; B</title></circle>'),
      picture('<circle r="2" class="f2"><title>甲</title></circle>'))
    check.equal(text:match('data%-other="([^"]*)"'), "&quot;A&quot; &amp; B")
  end,
  ["what lies elsewhere in one language stands twice"] = function()
    local text = bilingual.picture(page_of("en", names), "c1",
      picture('<line x1="1" class="s1"/>', '<text x="1">Beijing</text>', '<line x1="2"/>'),
      picture('<line x1="1" class="s1"/>', '<text x="9">北京</text>', '<line x1="2"/>'))
    check.equal(select(2, text:gsub("<line", "")), 2)
    check.equal(text:match('<text class="en" x="1">Beijing</text>') ~= nil, true)
    check.equal(text:match('<text class="zh" x="9">北京</text>') ~= nil, true)
  end,
  ["texts that stand for one another take the same room"] = function()
    local wide, narrow = measure.width("Inner Mongolia", 12), measure.width("内蒙古", 12)
    measure.alike{["Inner Mongolia"] = "内蒙古"}
    local both = measure.width("内蒙古", 12)
    measure.alike()
    check.equal(both, wide)
    check.equal(measure.width("内蒙古", 12), narrow)
  end,
}
