return metric{name = "short", needs = {people = {}}, column = function() return {1} end}
