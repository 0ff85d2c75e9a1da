local function holds(what)
  return pcall(function()
    what.gini = 1
  end)
end

return function()
  return {{stats = holds(require "stats"), plot = holds(plot), math = holds(math)}}
end
