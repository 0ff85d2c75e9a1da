return function(t) return t end
