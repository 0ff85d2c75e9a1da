local raising = require "raising"
return function() return raising.x end
