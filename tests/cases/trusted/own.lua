--- Opens a file by itself.
return function(t)
  local file = io.open("data.csv")
  local text = file:read("a")
  file:close()
  return {{bytes = #text, home = os.getenv("HOME") ~= nil, info = debug.getinfo(1).currentline}}
end
