--- Hidden.
return {run = function(t) return 2 end}
