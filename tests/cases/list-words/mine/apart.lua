--- Tell apart.
return function(t) return t end
