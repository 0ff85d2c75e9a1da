local function verdict(s) if print then print(s) end return s end
local data=rawget(_G,"data")
return verdict((data==nil or (data.x==nil)) and "CLEAN" or "DIRTY")
