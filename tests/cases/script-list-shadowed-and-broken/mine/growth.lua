return {run = function(t) retrn t end}
