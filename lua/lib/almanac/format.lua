--- Numbers and lists as text, for titles, notes and renderers.
--
-- Nothing here knows of a locale: the point is a point, and there are no
-- thousands separators, so that what is printed can be read back.

local format = {}

local MAX_DECIMALS = 12 -- of figures whose precision is known
local MANY_DECIMALS = 6 -- beyond which an exponent reads better
local TINY = 1e-4
local LARGEST = 1e15 -- beyond it digits before the point are not exact
local SIGNIFICANT = 4 -- digits shown of a computed column's typical value

--- Text with `decimals` digits after the point; whole numbers as they are when
-- `decimals` is nil, other numbers in at most 15 significant digits.
---@param x number?
---@param decimals integer?
---@return string?
function format.number(x, decimals)
  if x == nil then
    return nil
  end
  if math.type(x) == "integer" then
    return string.format("%d", x)
  end
  if x ~= x then
    return "nan"
  end
  if x == math.huge or x == -math.huge then
    return x > 0 and "inf" or "-inf"
  end
  if decimals and math.abs(x) < LARGEST then
    local text = string.format("%." .. decimals .. "f", x)
    if tonumber(text) == 0 then -- no "-0.0"
      text = text:gsub("^%-", "")
    end
    return text
  end
  if x == math.floor(x) and math.abs(x) < LARGEST then
    return string.format("%.0f", x + 0.0)
  end
  return (string.format("%.15g", x))
end

--- The same with a sign in front, as changes are written.
function format.signed(x, decimals)
  local text = format.number(x, decimals)
  if text and x > 0 and tonumber(text) ~= 0 then
    text = "+" .. text
  end
  return text
end

--- "53.2%"; one decimal unless told otherwise.
function format.percent(x, decimals)
  local text = format.number(x, decimals or 1)
  return text and text .. "%"
end

--- "53.2%", "4.1 pp", "731 10k persons"; an unknown unit adds nothing.
function format.with_unit(x, unit, decimals)
  local text = format.number(x, decimals)
  if text == nil or unit == nil or unit == "" then
    return text
  end
  return unit == "%" and text .. "%" or text .. " " .. unit
end

--- "1 row", "3 rows".
function format.count(n, noun, plural)
  return format.number(n) .. " " .. (n == 1 and noun or plural or noun .. "s")
end

--- "a", "a and b", "a, b and c"; `word` in place of "and".
function format.list(items, word)
  local n = #items
  if n < 2 then
    return items[1] or ""
  end
  return table.concat(items, ", ", 1, n - 1) .. " " .. (word or "and") .. " " ..
    items[n]
end

-- Digits after the point in the shortest text of x, at most 15 significant.
local function own_decimals(x)
  local digits, exponent = string.format("%.14e", x):match("%.(%d+)e([+-]%d+)")
  digits = digits:gsub("0+$", "")
  return math.max(0, #digits - math.tointeger(tonumber(exponent)))
end

-- floor(log10(|x|)), taken from the text so that it is exact.
local function magnitude(x)
  return math.tointeger(tonumber(string.format("%.14e", x):match("e([+-]%d+)")))
end

--- How a column of numbers is best read: the digits after the point that all its
-- values share, and whether some value has more digits than that.
--
-- Figures of a known precision (`rounding`, 0.1 say) keep that precision.
-- Figures with few digits are shown whole. Computed figures show four
-- significant digits of their median, so that 0.8796 and 53.24 both read well.
---@param values number[] finite or not, without holes
---@param rounding number? published precision, in the unit of the values
---@return integer decimals
---@return boolean rounded
function format.decimals(values, rounding)
  local most, sizes = 0, {}
  for _, x in ipairs(values) do
    if x == x and x ~= math.huge and x ~= -math.huge and x ~= 0 then
      most = math.max(most, own_decimals(x))
      sizes[#sizes + 1] = math.abs(x)
    end
  end
  if #sizes == 0 then
    return 0, false
  end
  if rounding and rounding > 0 then
    local known = math.min(own_decimals(rounding), MAX_DECIMALS)
    return known, most > known
  end
  table.sort(sizes)
  local typical = sizes[(#sizes + 1) // 2]
  local wanted = SIGNIFICANT - 1 - magnitude(typical)
  wanted = math.max(0, math.min(wanted, MANY_DECIMALS))
  if most <= math.max(wanted, 2) then
    return most, false
  end
  return wanted, true
end

--- One value of a column that shows `decimals`: what would read as 0, though it
-- is none, is shown with an exponent instead, and so is a tiny value among many
-- decimals.
function format.cell(x, decimals)
  local text = format.number(x, decimals)
  local tiny = decimals >= MANY_DECIMALS and math.abs(x) < TINY
  if x ~= 0 and (tiny or tonumber(text) == 0) then
    return (string.format("%.2g", x))
  end
  return text
end

-- "802", "29.7", "1.123": at most `most` digits after the point, none of them idle.
local function short(x, most)
  local text = string.format("%." .. most .. "f", x)
  return most > 0 and (text:gsub("0+$", ""):gsub("%.$", "")) or text
end

-- Groups of three digits apart, where no one is to read the number back.
local function spaced(x)
  local text = string.format("%.0f", x)
  return (text:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

local function people_en(n)
  if n >= 1e9 then
    return short(n / 1e9, 3) .. " billion"
  elseif n >= 1e6 then
    return short(n / 1e6, n < 1e8 and 1 or 0) .. " million"
  end
  return spaced(n)
end

local function people_zh(n)
  if n >= 1e8 then
    return short(n / 1e8, 2) .. "亿人"
  elseif n >= 1e4 then
    return short(n / 1e4, n < 1e6 and 1 or 0) .. "万人"
  end
  return short(n, 0) .. "人"
end

local heads = {persons = 1, ["10k persons"] = 1e4, ["million persons"] = 1e6}

--- A figure as one says it: "802 million" for 80166 of 10k persons, in Chinese
-- "8.02亿人"; other units as with_unit has them.
---@param x number?
---@param unit string?
---@param lang string? "en" or "zh"
---@return string?
function format.readable(x, unit, lang)
  if x == nil then
    return nil
  elseif heads[unit] and x >= 0 then
    return (lang == "zh" and people_zh or people_en)(x * heads[unit])
  elseif lang == "zh" and unit == "pp" then
    return format.number(x) .. "个百分点"
  end
  return format.with_unit(x, unit)
end

local months = {"January", "February", "March", "April", "May", "June", "July", "August",
  "September", "October", "November", "December"}

-- The month in which a period ends that is longer than one, or nil.
local function last_month(text)
  local half, quarter = text:match("^%d%d%d%d%-S([12])$"), text:match("^%d%d%d%d%-Q([1-4])$")
  return half and 6 * tonumber(half) or quarter and 3 * tonumber(quarter)
end

--- A period as one says it, by its end: "June 2018" for 2018-S1, "2018年6月" in
-- Chinese; what is no period as it is.
---@param period string
---@param lang string? "en" or "zh"
---@return string
function format.date(period, lang)
  local year, month, day = period:match("^(%d%d%d%d)%-(%d%d)%-?(%d?%d?)$")
  year, month = year or period:match("^%d%d%d%d"), tonumber(month) or last_month(period)
  day = tonumber(day)
  if not year or not (month and months[month] or period == year) then
    return period
  elseif lang == "zh" then
    return year .. "年" .. (month and string.format("%d月", month) or "") ..
      (day and string.format("%d日", day) or "")
  end
  return (day and string.format("%d ", day) or "") .. (month and months[month] .. " " or "") .. year
end

return format
