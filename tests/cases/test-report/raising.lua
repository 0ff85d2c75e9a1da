return {examples = {{data = "a\n1\n", expect = "a\n1"}, {data = "a\n1\n", title = "raises"}}, run = function(t) return #t == 1 and error("no use") end}
