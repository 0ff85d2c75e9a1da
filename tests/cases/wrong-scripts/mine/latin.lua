--- Latin-1.
local name = "Zürich"
return {title = name, run = function(t) return t end}
