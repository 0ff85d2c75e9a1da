--- From what is claimed and what was derived to a verdict.
--
--  (1) holds: the figure, to the precision that is claimed; and what is claimed
--      lies within what the rounding of the published figures leaves open.
--  (2) holds after rounding: the figure to the precision that is claimed, but it is
--      known more finely than that.
--  (3) wrong unit: the number in another unit, pp for % among them.
--  (4) off by rounding of inputs: another figure, yet one that the rounding of the
--      published figures does not rule out.
--  (5) wrong: none of these.
--  (6) cannot be checked: something is missing.
--  (7) depends: true as one of its readings, not as another.
--
-- "more than" (>) and the like hold by the figure itself; where only rounding
-- decides, (4). "nearly" is (1) or (2) from below.

local derive = require "claims.derive"
local format = require "format"

local judge = {}

local NEAR = 1e-9 -- of the precision: figures are binary, claims decimal

-- 82.14 and the like: four significant digits and no fewer than are claimed.
local function show(x, rounding)
  local decimals = format.decimals({x})
  if rounding and rounding < 1 then
    decimals = math.max(decimals, math.floor(0.5 - math.log(rounding, 10)))
  end
  return format.number(x, decimals)
end

local function with_unit(text, unit)
  if (unit or "") == "" then
    return text
  end
  return unit == "%" and text .. " %" or text .. " " .. unit
end

local signs = {["="] = "", [">"] = "more than ", [">="] = "at least ", ["<"] = "less than ",
  ["<="] = "at most ", nearly = "nearly "}

--- What a part claims, as text.
function judge.claimed(part)
  if type(part.value) ~= "number" then
    return part.value and (part.pick and part.pick .. ": " or "") .. part.value or nil
  end
  local decimals = part.rounding and part.rounding < 1 and
    math.floor(0.5 - math.log(part.rounding, 10)) or nil
  return signs[part.relation] .. with_unit(format.number(part.value, decimals), part.unit)
end

--- What was derived, as text.
function judge.found(part, figure)
  if figure.name then
    return part.pick .. ": " .. figure.name .. " (" ..
      with_unit(show(figure.at), figure.unit) .. ")"
  elseif figure.value == nil then
    return nil
  end
  local factor = derive.factor(figure.unit, part.unit)
  if factor and factor ~= 1 then
    return with_unit(show(figure.value * factor), part.unit)
  end
  return with_unit(show(figure.value, part.rounding), figure.unit)
end

local compare = {
  [">"] = function(x, c) return x > c end,
  [">="] = function(x, c) return x >= c end,
  ["<"] = function(x, c) return x < c end,
  ["<="] = function(x, c) return x <= c end,
}

-- Rules (1), (2), (4) and (5) for a figure in the unit of the claim.
local function number(part, figure)
  local c, v = part.value, figure.value
  local test = compare[part.relation]
  if test then
    if test(v, c) then
      return "holds"
    end
    return (test(figure.low, c) or test(figure.high, c)) and "off by rounding of inputs" or "wrong"
  end
  local half = (part.rounding or 0) / 2
  local slack = NEAR * math.max(half, math.abs(c) * 1e-3)
  local low, high = figure.low - slack, figure.high + slack
  local rounds = math.abs(v - c) <= half + slack
  if part.relation == "nearly" and v > c + slack then
    return low <= c and "off by rounding of inputs" or "wrong"
  elseif rounds then
    local within = part.relation == "nearly" or (low <= c and c <= high)
    return within and "holds" or "holds after rounding"
  elseif low <= c + half and c - half <= high then
    return "off by rounding of inputs"
  end
  return "wrong"
end

local function scaled(figure, factor)
  return {value = figure.value * factor, low = figure.low * factor, high = figure.high * factor,
    unit = figure.unit}
end

local function is_share(unit)
  return unit == "%" or unit == "pp"
end

-- Rule (3), the claim not being true in its own unit: the verdict and why.
local function other_unit(part, figure, factor)
  if factor ~= 1 and number(part, figure) ~= "wrong" then
    return "wrong unit", string.format("the number is in %s", figure.unit)
  end
  local other = figure.other
  if other and is_share(part.unit) and number(part, other) ~= "wrong" then
    return "wrong unit", string.format("%s is the %s in %s", with_unit(show(other.value,
      part.rounding), other.unit), other.unit == "pp" and "change" or "growth", other.unit)
  elseif not factor and not is_share(part.unit) then
    return "wrong unit", string.format("the figure is in %s", figure.unit)
  end
  return "wrong"
end

local function of_number(part, figure)
  local factor = derive.factor(figure.unit, part.unit)
  local verdict = factor and number(part, scaled(figure, factor))
  local why
  if not verdict or verdict == "wrong" then
    verdict, why = other_unit(part, figure, factor)
  end
  return verdict, why
end

local function of_name(part, figure)
  if figure.name == part.value then
    for name in pairs(figure.level) do
      if name ~= part.value then
        return "off by rounding of inputs", name .. " is level with it"
      end
    end
    return "holds"
  elseif figure.level[part.value] then
    return "off by rounding of inputs", part.value .. " is level with it"
  end
  return "wrong"
end

--- The verdict on a part, and why where that is not plain.
function judge.part(part, figure)
  if figure.missing then
    return "cannot be checked", "missing: " .. figure.missing
  elseif part.pick then
    return of_name(part, figure)
  end
  return of_number(part, figure)
end

-- Verdicts that stand for true, the least clean last.
local order_of_true = {"holds", "holds after rounding", "off by rounding of inputs"}
local order_of_false = {"wrong", "wrong unit", "cannot be checked"}

local function rank_in(order, verdict)
  for k, name in ipairs(order) do
    if name == verdict then
      return k
    end
  end
end

function judge.is_true(verdict)
  return rank_in(order_of_true, verdict) ~= nil
end

--- Verdicts of the parts of a reading as one: "holds in part" where some are true.
function judge.reading(verdicts)
  local least, worst, some_true = 0, math.huge, false
  for _, verdict in ipairs(verdicts) do
    local good = rank_in(order_of_true, verdict)
    some_true = some_true or good ~= nil
    least = math.max(least, good or 0)
    worst = math.min(worst, rank_in(order_of_false, verdict) or math.huge)
  end
  if worst == math.huge then
    return order_of_true[least]
  end
  return some_true and "holds in part" or order_of_false[worst]
end

-- Names of the readings with a verdict in `verdicts`.
local function named(readings, verdicts)
  local names = {}
  for k, reading in ipairs(readings) do
    if verdicts[reading.verdict] then
      names[#names + 1] = reading.name or "reading " .. k
    end
  end
  return names
end

local true_verdicts = {["holds"] = true, ["holds after rounding"] = true,
  ["off by rounding of inputs"] = true}

-- Rule (7), and why.
local function depends(readings)
  local whole = named(readings, true_verdicts)
  local in_part = named(readings, {["holds in part"] = true})
  local not_true = named(readings, {["wrong"] = true, ["wrong unit"] = true})
  local unknown = named(readings, {["cannot be checked"] = true})
  local texts = {}
  local function say(words, names)
    if #names > 0 then
      texts[#texts + 1] = words .. " " .. table.concat(names, ", ")
    end
  end
  say("holds for", whole)
  say("in part for", in_part)
  say("not for", not_true)
  say("cannot be checked for", unknown)
  if #whole == 0 then
    texts[#texts + 1] = "no reading makes all of it true"
  end
  return "depends", table.concat(texts, "; ")
end

--- Verdicts of the readings of a claim as one, and why.
---@param readings table[] {name, verdict, why}
function judge.claim(readings)
  if #readings == 1 then
    local verdict = readings[1].verdict
    return verdict == "holds in part" and "wrong" or verdict, readings[1].why
  end
  local verdicts, some_true, some_false = {}, false, false
  for k, reading in ipairs(readings) do
    verdicts[k] = reading.verdict
    local part = reading.verdict == "holds in part"
    some_true = some_true or part or judge.is_true(reading.verdict)
    some_false = some_false or part or not judge.is_true(reading.verdict)
  end
  if some_true and some_false then
    return depends(readings)
  end
  local verdict = judge.reading(verdicts)
  return verdict, "of every reading"
end

return judge
