--- Random columns whose rows depend on other rows: shifts by rows and by date,
-- ranks, running sums, filled gaps. Like verbs.lua, which adds them to a table.

local model = require "model"
local programs = require "programs"

local every_type = {integer = true, number = true, text = true, boolean = true,
                    period = true}

local function shifted_period(p, steps)
  local year, half = math.tointeger(tonumber(p:sub(1, 4))), p:match("%-S([12])$")
  if not half then
    return tostring(year + steps)
  end
  local halves = 2 * year + math.tointeger(tonumber(half)) - 1 + steps
  return string.format("%d-S%d", halves // 2, halves % 2 + 1)
end

--- The row numbers of the partners `steps` earlier: by rows, or by the only
-- column of periods and all columns of text.
local function partners_of(m, steps, by_row)
  local periods, keys, out = {}, {}, {}
  for _, name in ipairs(m.names) do
    if m.types[name] == "period" then
      periods[#periods + 1] = name
    elseif m.types[name] == "text" then
      keys[#keys + 1] = name
    end
  end
  if by_row or #periods ~= 1 then
    for i = 1, #m.rows do
      out[i] = m.rows[i - steps] and i - steps or false
    end
    return out
  end
  local p = periods[1]
  for i, row in ipairs(m.rows) do
    out[i] = false
    local complete = row[p] ~= nil
    for _, key in ipairs(keys) do complete = complete and row[key] ~= nil end
    local wanted = complete and shifted_period(row[p], -steps)
    for k, other in ipairs(m.rows) do
      local same = complete and other[p] == wanted
      for _, key in ipairs(keys) do same = same and other[key] == row[key] end
      if same and out[i] then
        error("two rows of one date")
      end
      out[i] = same and k or out[i]
    end
  end
  return out
end

local function shift(random, name, method)
  local steps = random.pick{1, 1, 2, 0, -1}
  local by_row = random.chance(50)
  local arguments = by_row and steps .. ", {by = 'row'}" or tostring(steps)
  return {
    text = string.format("t.%s:%s(%s)", name, method, arguments),
    values = function(m)
      local values = {}
      local partners = partners_of(m, method == "lead" and -steps or steps, by_row)
      for i, row in ipairs(m.rows) do
        local earlier = partners[i] and m.rows[partners[i]][name]
        if earlier == false and not partners[i] then earlier = nil end
        if method == "diff" then
          if m.types[name] == "text" or m.types[name] == "period" then error("diff of text") end
          values[i] = row[name] ~= nil and earlier ~= nil and row[name] - earlier or nil
        else
          values[i] = earlier
        end
      end
      return values
    end,
  }
end

local function rank(random, name)
  local ties = random.pick{"competition", "dense", "fractional", "max", "ordinal"}
  local descending = random.chance(50)
  return {
    text = string.format("t.%s:rank{ties = '%s', descending = %s}", name, ties,
                         tostring(descending)),
    values = function(m)
      local values, kind = {}, m.types[name]
      for i, row in ipairs(m.rows) do
        local before, equal, earlier, different = 0, 0, 0, {n = 0}
        if row[name] ~= row[name] then error("rank of NaN") end
        for k, other in ipairs(row[name] ~= nil and m.rows or {}) do
          local v = other[name]
          local sign = v == v and v ~= nil and model.order(kind, v, row[name])
          if descending and sign then sign = -sign end
          if sign == 0 then
            equal = equal + 1
            earlier = earlier + (k < i and 1 or 0)
          elseif sign and sign < 0 then
            before = before + 1
            local seen = false
            for j = 1, different.n do seen = seen or different[j] == v end
            if not seen then
              different.n = different.n + 1
              different[different.n] = v
            end
          end
        end
        if row[name] ~= nil then
          values[i] = ties == "competition" and before + 1 or ties == "max" and before + equal
            or ties == "ordinal" and before + earlier + 1
            or ties == "dense" and different.n + 1 or before + (equal + 1) / 2
        end
      end
      return values
    end,
  }
end

local function cumsum(_, name)
  return {
    text = string.format("t.%s:cumsum()", name),
    values = function(m)
      local values, total = {}, nil
      for i, row in ipairs(m.rows) do
        if row[name] ~= nil then
          total = total == nil and row[name] or total + row[name]
          values[i] = total
        end
      end
      return values
    end,
  }
end

local function fill(random, name)
  if random.chance(50) then
    return {
      text = string.format("t.%s:fill()", name),
      values = function(m)
        local values, last = {}, nil
        for i, row in ipairs(m.rows) do
          if row[name] ~= nil then last = row[name] end
          values[i] = last
        end
        return values
      end,
      keeps = true,
    }
  end
  return {
    text = string.format("t.%s:coalesce(t.%s:lag(1, {by = 'row'}))", name, name),
    values = function(m)
      local values = {}
      for i, row in ipairs(m.rows) do
        values[i] = row[name]
        if values[i] == nil and m.rows[i - 1] then values[i] = m.rows[i - 1][name] end
      end
      return values
    end,
    keeps = true,
  }
end

local function isin_column(random, name, t)
  local other = random.pick(programs.columns_of(t, {[t.types[name]] = true}))
  return {
    text = string.format("t.%s:isin(t:head(3).%s)", name, other),
    values = function(m)
      local values = {}
      for i, row in ipairs(m.rows) do
        values[i] = false
        for k = 1, math.min(3, #m.rows) do
          values[i] = values[i] or m.rows[k][other] == row[name]
        end
      end
      return values
    end,
  }
end

--- A verb that puts one under `name`; nil where no column suits.
return function(random, t, name)
  local numbers = programs.columns_of(t, programs.numeric)
  local ranked = programs.columns_of(t, {integer = true, number = true, period = true})
  local all = programs.columns_of(t, every_type)
  local which = random.next(7)
  local made, of
  if which <= 2 and #all > 0 then
    of = random.pick(all)
    made = shift(random, of, random.pick{"lag", "lead"})
    made.keeps = true
  elseif which == 3 and #numbers > 0 then
    of = random.pick(numbers)
    made = shift(random, of, "diff")
  elseif which == 4 and #ranked > 0 then
    of = random.pick(ranked)
    made = rank(random, of)
  elseif which == 5 and #numbers > 0 then
    of = random.pick(numbers)
    made = cumsum(random, of)
  elseif which == 6 and #all > 0 then
    of = random.pick(all)
    made = isin_column(random, of, t)
  elseif #all > 0 then
    of = random.pick(all)
    made = fill(random, of)
  else
    return nil
  end
  return {
    text = string.format("t:with{%s = %s}", name, made.text),
    model = function(m)
      if m.types[of] == nil then error("no column " .. of) end
      local values = made.values(m)
      local kind = model.infer(values, #m.rows)
      return model.put(m, name, values, made.keeps and m.types[of] or kind)
    end,
  }
end
