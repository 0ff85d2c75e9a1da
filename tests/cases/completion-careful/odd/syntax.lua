--- Never ends.
return {run = function() }
