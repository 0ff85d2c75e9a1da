--- The shops on one page.
local format = require "format"
local report = require "report"

return {
  api = 1,
  title = "Our shops",
  needs = {region = {role = "region"}, period = {role = "period"}},
  run = function(t, _, ctx)
    local ranking = ctx.run("ranking", {measure = "sales"}, t)
    local first = ranking.table[1]
    ranking.title = "Who sells most"
    ranking.text = first.shop .. " sold " .. format.number(first.sales) .. "."
    return report{
      title = "Our shops", text = "Sales and staff, as the shops report them.",
      key = {columns = {"figure", "value", "unit"},
        {figure = "Sales of all shops", value = t.sales:sum(), unit = "1000 euros"},
        {figure = "Staff", value = t.staff:sum(), unit = "persons"}},
      sections = {ranking, ctx.run("growth", {measure = {"sales"}}, t)},
    }
  end,
}
