--- Raises.
local known = {a = 1}
return {title = known.b.c, run = function(t) return t end}
