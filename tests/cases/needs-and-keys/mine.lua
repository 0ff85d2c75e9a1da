--- Beds of clinics.
return {
  needs = {region = {role = "region"}, period = {role = "period"}, beds = {type = "integer"}},
  key = {"region", "period"},
  run = function(t) return t:select{"region", "period", "beds"} end,
}
