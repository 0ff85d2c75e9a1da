-- Raises as it is loaded.
local t
t.x = 1
