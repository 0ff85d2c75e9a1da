--- Scales: from values to shares of an axis, 0 at its beginning, 1 at its end.
--
--   scale = {kind = "linear" | "log" | "sqrt" | "symlog" | "time" | "band" | "point",
--            discrete = boolean, flipped = boolean,
--            lo =, hi =,                    -- of numbers and times
--            least =,                       -- step between ticks, where there is one
--            frequency =, texts =,          -- of times: see ticks.frequency
--            categories = {...}, labels = {...}, step = 1 / n,
--            periods = boolean}             -- of the discrete; whether they are periods
--   scale:at(value)      -> share of the value, of the middle of a category; or nil
--   scale:extent(value)  -> where its category begins and ends
--   scale:ticks(count, fits) -> {{value =, at =, label =}, ...}

local ticks = require "chart.ticks"

local scale = {}
local methods = {}
local meta = {__index = methods}

local function symmetric_log(x)
  local size = math.log(1 + math.abs(x), 10)
  return x < 0 and -size or size
end

local bend = {
  log = function(x) return x > 0 and math.log(x, 10) or nil end,
  sqrt = function(x) return x >= 0 and math.sqrt(x) or nil end,
  symlog = symmetric_log,
}

local function straight(x)
  return x
end

--- Of numbers or times. Where all values are one, it stands in the middle.
---@param kind string
function scale.numeric(kind, lo, hi, flipped)
  local f = bend[kind] or straight
  local from, to = f(lo), f(hi)
  if from == to then
    from, to = from - 1, to + 1
  end
  return setmetatable({kind = kind, discrete = false, lo = lo, hi = hi, from = from,
    span = to - from, bend = f, flipped = flipped or false}, meta)
end

--- Of categories, in this order from 0 to 1.
---@param kind string "band": each has its share; "point": the ends are points
function scale.discrete(kind, categories, labels, flipped)
  local index = {}
  for i, category in ipairs(categories) do
    index[category] = i
  end
  return setmetatable({kind = kind, discrete = true, categories = categories,
    labels = labels, index = index, step = 1 / math.max(#categories, 1),
    flipped = flipped or false}, meta)
end

local function middle(self, i)
  if self.kind == "band" then
    return (i - 0.5) * self.step
  end
  local n = #self.categories
  return n == 1 and 0.5 or (i - 1) / (n - 1)
end

function methods:at(value)
  local share
  if self.discrete then
    local i = self.index[value]
    share = i and middle(self, i)
  elseif type(value) == "number" then
    local bent = self.bend(value)
    share = bent and (bent - self.from) / self.span
  end
  if share and self.flipped then
    return 1 - share
  end
  return share
end

function methods:extent(value)
  local at = self:at(value)
  if at then
    return at - self.step / 2, at + self.step / 2
  end
end

local function category_ticks(self)
  local list = {}
  for i, category in ipairs(self.categories) do
    list[i] = {value = category, at = self:at(category), label = self.labels[i]}
  end
  return list
end

-- The periods of the data themselves, as many of them as fit.
local function own_periods(self, fits)
  local every = 0
  while true do
    every = every + 1
    local list = {}
    for i = #self.texts, 1, -every do
      table.insert(list, 1, {value = self.texts[i].time, label = self.texts[i].text})
    end
    if #list <= 1 or fits(list) then
      return list
    end
  end
end

local function period_ticks(self, fits)
  local function placed_fit(list)
    for _, tick in ipairs(list) do
      tick.at = self:at(tick.value)
    end
    return fits == nil or fits(list)
  end
  local list = ticks.periods(self.lo, self.hi, self.frequency, placed_fit)
  if #self.texts == 1 or (#list < 2 and #self.texts > #list) then
    list = own_periods(self, placed_fit)
  end
  placed_fit(list)
  return list
end

local function number_ticks(self, count)
  if self.kind == "log" then
    return ticks.log(self.lo, self.hi, count)
  elseif self.kind == "symlog" then
    return ticks.symmetric(self.lo, self.hi, count)
  end
  return (ticks.linear(self.lo, self.hi, count, self.least))
end

--- Marks along the axis: at most about `count` for numbers; for periods the most
--- that `fits`, which is shown lists of them; every category.
---@param count integer
---@param fits? fun(list: table[]): boolean
---@param options? table {values =, decimals =}
function methods:ticks(count, fits, options)
  options = options or {}
  if self.discrete then
    return category_ticks(self)
  elseif self.kind == "time" then
    return period_ticks(self, fits)
  end
  local values = options.values or number_ticks(self, count)
  local labels = ticks.labels(values, {group = true,
    log = self.kind == "log" or self.kind == "symlog"})
  local list = {}
  for i, value in ipairs(values) do
    local at = self:at(value)
    if at and at >= -1e-9 and at <= 1 + 1e-9 then
      local label = labels[i]
      if options.decimals then
        label = ticks.label(value, options.decimals, true)
      end
      list[#list + 1] = {value = value, at = at, label = label}
    end
  end
  return list
end

return scale
