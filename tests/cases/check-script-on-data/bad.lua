--- A script with slips.
local function helper(x)
  return totl + x
end
count = 0
return {
  api = 1,
  needs = {
    region = {role = "region"},
    period = {role = "period"},
    share = {unit = "%", bounds = {0, 100}},
    users = {unit = "10k persons"},
    people = {type = "text"},
  },
  key = {"region", "period"},
  args = {
    {"measure", type = "column", default = "slaes"},
    {"top", type = "integer", required = true, help = "how many"},
    {"keep", type = "expression"},
    {"tags", type = "text", repeated = true},
  },
  run = function(t, args, ctx)
    if args.top > 3 then
      pirnt(args.tags)
    end
    return t
  end,
}
