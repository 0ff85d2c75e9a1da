--- Requires what is not there.
local helper = require "helpr"
return {run = helper.run}
