return {summary = "two\nlines\tand a tab\27[31m", run = function() return 1 end}
