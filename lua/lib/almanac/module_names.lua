--- What a module has, in order; nil when `value` is none. A table of functions alone
-- counts as one: the library hands such tables out.

local native = require "almanac.native"

---@param value any
---@return string[]?
return function(value)
  if type(value) ~= "table" or (native.kind(value) and native.kind(value) ~= "library") then
    return nil
  end
  local names = {}
  for name, field in pairs(value) do
    if type(field) ~= "function" and native.kind(value) ~= "library" then
      return nil
    end
    names[#names + 1] = tostring(name)
  end
  table.sort(names)
  return rawlen(value) == 0 and #names > 0 and names or nil
end
