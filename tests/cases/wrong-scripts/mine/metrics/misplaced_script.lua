--- A script in the wrong place.
return {run = function(t) return t end}
