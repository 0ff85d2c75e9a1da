--- A ranking of one's own that is not finished.
return {runn = function(t) return t end}
