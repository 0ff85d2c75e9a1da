return {categories = {"mine"}, run = function(t) return t end}
