local function verdict(s) if print then print(s) end return s end
return verdict(rawget(_G,"CO")==nil and "CLEAN" or "DIRTY")
