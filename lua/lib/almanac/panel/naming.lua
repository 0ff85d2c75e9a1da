--- Texts about what is known.

local naming = {}

--- "" means that nothing is known.
function naming.known(text)
  return text ~= "" and text or nil
end

--- "A, B and 3 more" of many names.
function naming.some(names, most)
  most = most or 5
  if #names <= most then
    return table.concat(names, ", ")
  end
  return table.concat(names, ", ", 1, most) .. " and " .. #names - most .. " more"
end

--- "Internet penetration, 2016".
function naming.title(m, period)
  return period and m.title .. ", " .. period or m.title
end

return naming
