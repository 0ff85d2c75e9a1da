return metric{name = "lead", unit = "pp", needs = {share = {unit = "%"}},
  column = function(t) return t.share - t.share:min() end}
