--- Everything there is.
return function(t) return t end
