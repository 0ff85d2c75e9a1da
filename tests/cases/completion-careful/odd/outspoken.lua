--- Prints.
print("here I am")
return {run = function() end}
