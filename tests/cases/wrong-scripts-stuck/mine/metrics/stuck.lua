--- Never returns.
local text = ("a"):rep(50)
local found = text:find(("a*"):rep(50) .. "b")
return function() return found end
