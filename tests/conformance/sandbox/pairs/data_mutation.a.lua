local data=rawget(_G,"data") if data then pcall(function() data[1]=nil data.x="evil" if type(data[2])=="table" then data[2][1]="evil" end end) end
