--- Takes long to be read.
local n = 0
for i = 1, 20000000 do
  n = n + i % 3
end

return function(t)
  return t
end
