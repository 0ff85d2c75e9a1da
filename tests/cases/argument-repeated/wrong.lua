return {
  args = {
    {"switch", type = "boolean", repeated = true},
    {"level", type = "number", min = 0, repeated = true, default = {1, -2}},
    {"low", type = "number", min = 2, max = 1},
    {"both", type = "text", default = "x", required = true},
    {"when", type = "period", default = "2016-13"},
  },
  run = function() return 1 end,
}
