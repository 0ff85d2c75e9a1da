-- class: refused
-- walk everything reachable from _G and the string metatable and look for dangerous names (table.remove and our require are no danger)
local function verdict(s) if print then print(s) end return s end
local danger={execute=1,popen=1,tmpfile=1,remove=1,rename=1,exit=1,getenv=1,tmpname=1,setlocale=1,loadlib=1,searchpath=1,dofile=1,loadfile=1,dump=1,getregistry=1,sethook=1,getupvalue=1,setupvalue=1,upvaluejoin=1,getlocal=1,setlocal=1,open=1}
local seen,found,q={},{},{}
local function push(v,path) if (type(v)=="table" or type(v)=="userdata" or type(v)=="string") and not seen[v] then seen[v]=true q[#q+1]={v,path} end end
push(_G or _ENV,"_G") push("","string")
local i=1
while q[i] and i<20000 do local v,path=q[i][1],q[i][2] i=i+1
  local mt=getmetatable and getmetatable(v)
  if type(mt)=="table" then push(mt,path..".<mt>") end
  if type(v)=="table" then for k,x in pairs(v) do
    local p=path.."."..tostring(k)
    if type(x)=="function" and danger[k] and p~="_G.table.remove" then found[#found+1]=p end
    push(x,p) push(k,p..".<key>") end end
end
if table and table.sort then table.sort(found) end
return verdict(#found>0 and ("ESCAPED reachable: "..table.concat(found," ")) or "SAFE")
