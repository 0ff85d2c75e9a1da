--- What several scripts share.
local helper = {}

function helper.double(x)
  return 2 * x
end

function helper.half(x)
  return x / tow
end

return helper
