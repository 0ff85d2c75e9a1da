local want = "a\n1\n"
return {examples = {{data = "a\n2\n", expect = want}}, run = function(t) return t end}
