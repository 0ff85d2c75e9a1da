local helper = require "helper"
return function(t) return helper.double(#t) end
