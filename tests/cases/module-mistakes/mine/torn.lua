local broken = require "broken"
return function() return broken.x end
