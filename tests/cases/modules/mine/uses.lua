--- Uses modules: beside it, in lib, in a folder.
local beside = require "beside"
local tools = require "tools.counting"
return function(t)
  return {{beside = beside.name, lib = require("shared").name, rows = tools.rows(t)}}
end
