--- Fills the memory.
local big = ("x"):rep(1 << 28)
return {run = function() return big end}
