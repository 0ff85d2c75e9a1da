local function deep(t)
  return t.nothing
end

return function(t)
  return {deep(t)}
end
