return {
  needs = {region = {role = "region"}, level = {unit = "yuan"}, rate = {unit = "%", optional = true}},
  run = function(t) return t:select{"region", "level"}:sort_by("-level"):head(2) end,
}
