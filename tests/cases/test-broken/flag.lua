return {args = {{"as"}}, run = function(t) return t end}
