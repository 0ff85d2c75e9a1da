--- A slip in a field.
return {runs = function(t) return t end}
