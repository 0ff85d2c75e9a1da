--- Numbers as they are written down.

local numbers = {}

--- Whether x is a number that can be written down: neither NaN nor infinite.
function numbers.finite(x)
  return x == x and x ~= math.huge and x ~= -math.huge
end

-- Digits after the point of x, of at most 15 significant ones.
local function decimals(x)
  local digits, exponent = string.format("%.14e", x):match("%.(%d+)e([+-]%d+)")
  digits = digits:gsub("0+$", "")
  return math.max(0, #digits - math.tointeger(tonumber(exponent)))
end

--- a - b as one would write it down: 77.8 - 74.1 is 3.7, not 3.6999999999999886.
function numbers.minus(a, b)
  local difference = a - b
  if difference == nil or not numbers.finite(difference) then
    return nil
  end
  local most = math.max(decimals(a), decimals(b))
  if most > 12 then
    return difference
  end
  return tonumber(string.format("%." .. most .. "f", difference)) + 0.0
end

--- A sum or product of a few short decimals without what binary arithmetic adds
-- to it: 0.1 + 0.2 is 0.3.
function numbers.tidy(x)
  if not numbers.finite(x) then
    return nil
  end
  return tonumber(string.format("%.12g", x)) + 0.0
end

--- The share of a whole in %, nil where there is none.
function numbers.percent(part, whole)
  if part == nil or whole == nil or whole == 0 then
    return nil
  end
  return numbers.tidy(100 * part / whole)
end

return numbers
