return {summary = "a\xffb", title="\xff", run = function() return 1 end}
