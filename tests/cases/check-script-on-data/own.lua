--- Names data of its own that is not there.
return {data = "cnnc:provinces", run = function(t) return t end}
