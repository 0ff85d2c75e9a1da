-- class: refused
-- call every reachable function with odd arguments under pcall: the host must survive (no crash, no hang past the limit)
local function verdict(s) if print then print(s) end return s end
local seen,fns={},{}
local function walk(v,d) if d>6 or seen[v] then return end
  if type(v)=="table" then seen[v]=true for k,x in pairs(v) do if type(x)=="function" then fns[#fns+1]={tostring(k),x} end if type(x)=="table" and x~=_G then walk(x,d+1) end end end end
walk(_G or _ENV,0)
local odd={nil,false,0,-1,1/0,0/0,math.mininteger,math.maxinteger,"","\0\255",("x"):rep(300),{},{{}},function() end,setmetatable({},{__index=function() return 1 end,__len=function() return 3 end})}
local skip={exit=1,yield=1,wrap=1,read=1,lines=1,input=1,sleep=1}
local n=0
for _,f in ipairs(fns) do if not skip[f[1]] then
  pcall(f[2]) n=n+1
  for i=1,15 do pcall(f[2],odd[i]) pcall(f[2],odd[i],odd[(i*7)%15+1]) pcall(f[2],odd[i],odd[(i*4)%15+1],odd[(i*11)%15+1]) end end end
return verdict("SAFE called "..n)
