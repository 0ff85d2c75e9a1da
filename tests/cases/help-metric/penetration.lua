--- Counts rows.
return function(t) return #t end
