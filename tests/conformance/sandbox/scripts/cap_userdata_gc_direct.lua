-- class: refused
-- call __gc of host userdata twice, with wrong self, and tear its metatable: no double free, no type confusion; also run it with a data set object in a global
local function verdict(s) if print then print(s) end return s end
local ud={}
local seen={}
local function walk(v,d) if d>6 or seen[v] then return end if type(v)=="userdata" then ud[#ud+1]=v end
  if type(v)=="table" then seen[v]=true for k,x in pairs(v) do walk(x,d+1) end end end
walk(_G or _ENV,0)
for _,u in ipairs(ud) do local mt=getmetatable(u)
  if type(mt)=="table" then for _,k in ipairs{"__gc","__close","__index","__tostring","__len"} do local f=mt[k] if type(f)=="function" then pcall(f,u) pcall(f,u) pcall(f,{}) pcall(f) end end pcall(function() mt.__gc=nil mt.__index=nil mt.__name="x" end) end
  pcall(tostring,u) end
return verdict("SAFE userdata "..#ud)
