--- Doubles.
local helper, shared = require "helper", require "shared"
return function(t)
  return helper.double(t.a[1]) + shared.x + require("math").max(1, 2)
end
