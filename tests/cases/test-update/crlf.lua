#!/usr/bin/almanac
--- CRLF.
local s = "examples = {1}"
return {
  examples = {
    {data = [[
a,b
1,]]..""..[[2
]], expect = "x"},
    {data = "a\n]]\n]=]\n", expect=[[
a
]]},
  }, run = function(t) return t end}
