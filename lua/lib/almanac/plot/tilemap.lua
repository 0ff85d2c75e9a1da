--- A map of tiles: a square for every region at its place on a grid, coloured by class.

local classes = require "almanac.plot.classes"
local format = require "almanac.format"
local grammar = require "almanac.plot.grammar"
local native = require "almanac.native"
local source = require "almanac.plot.source"

-- The text alternative: who has the least and the most, and what the classes hold.
local function describe(tiles, field, order)
  local low, high
  for _, tile in ipairs(tiles) do
    if tile.value ~= nil then
      low = (low == nil or tile.value < low.value) and tile or low
      high = (high == nil or tile.value > high.value) and tile or high
    end
  end
  local decimals = format.decimals({low.value, high.value}, field.rounding)
  return string.format("A map of tiles: %s from %s (%s) to %s (%s); classes: %s.",
    field.title or field.name, format.with_unit(low.value, field.unit, decimals), low.region,
    format.with_unit(high.value, field.unit, decimals), high.region, table.concat(order, ", "))
end

local function column_of(grid, name)
  if not grid.table:has(name) then
    native.fail("the grid has no column \"" .. name .. "\"",
      "a grid has the columns region, row and column, and may have code")
  end
  return grid:values(name)
end

local function places_of(grid, name)
  local values, field = column_of(grid, name), grid:field(name)
  if not grid:is_number(name) then
    native.fail(string.format("column \"%s\" of the grid is %s, not numbers", name, field.type),
      "rows and columns of a grid are whole numbers")
  end
  return values
end

-- The value of every region, and their names in the order of the data.
local function values_of(data, region, value)
  local names, values = data:values(region), data:values(value)
  local by_name, order = {}, {}
  for i = 1, data.n do
    local name = names[i]
    if name ~= nil then
      if by_name[name] then
        native.fail(string.format("%s has more than one row", name),
          "a map shows one period: t:where(\"period == '2016'\")")
      end
      order[#order + 1], by_name[name] = name, {value = values[i], row = i}
    end
  end
  return by_name, order
end

local FURTHEST = 200 -- from one edge of a grid to the other

-- That every tile has a place of its own, in whole numbers.
local function check_places(regions, rows, columns, n)
  local taken, low, high = {}, {}, {}
  for i = 1, n do
    local name = tostring(regions[i])
    for axis, place in pairs({row = rows[i] or false, column = columns[i] or false}) do
      if not (place and math.tointeger(place)) then
        native.fail(string.format("%s has no place on the grid: its %s is %s", name, axis,
          place and tostring(place) or "missing"), "rows and columns of a grid are whole numbers")
      end
      low[axis] = math.min(low[axis] or place, place)
      high[axis] = math.max(high[axis] or place, place)
      if high[axis] - low[axis] > FURTHEST then
        native.fail(string.format("the grid is too large: %ss from %d to %d", axis, low[axis],
          high[axis]), string.format("at most %d of them lie side by side", FURTHEST))
      end
    end
    local key = string.format("row %d, column %d", rows[i], columns[i])
    if taken[key] then
      native.fail(string.format("%s and %s have one place on the grid: %s", taken[key], name, key),
        "every region has a row and a column of its own")
    end
    taken[key] = name
  end
end

-- The tiles as records; names of regions that have none.
local function tiles_of(data, grid, by_name, order)
  local regions, rows = column_of(grid, "region"), places_of(grid, "row")
  local columns = places_of(grid, "column")
  local codes = grid.table:has("code") and grid:values("code") or regions
  check_places(regions, rows, columns, grid.n)
  local tiles, placed, outside = {}, {}, {}
  for i = 1, grid.n do
    local name = regions[i]
    local found = name ~= nil and by_name[name] or {}
    tiles[i] = {region = name, row = rows[i], column = columns[i], code = codes[i],
      value = found.value}
    if found.row then
      data:made_from(found.row, tiles[i])
    end
    placed[name or ""] = true
  end
  for _, name in ipairs(order) do
    outside[#outside + 1] = not placed[name] and name or nil
  end
  return tiles, outside
end

local function named(list, most)
  if #list > most then
    return table.concat(list, ", ", 1, most) .. " and " .. #list - most .. " more"
  end
  return table.concat(list, ", ")
end

local function remarks(given, tiles, outside)
  local lines, lacking = {given}, {}
  for _, tile in ipairs(tiles) do
    lacking[#lacking + 1] = tile.value == nil and tile.region or nil
  end
  if #lacking > 0 then
    lines[#lines + 1] = string.format("no value in %d of %d: %s", #lacking, #tiles,
      named(lacking, 5))
  end
  if #outside > 0 then
    lines[#lines + 1] = string.format("not on the grid: %s", named(outside, 5))
  end
  return #lines > 0 and table.concat(lines, "; ") or nil
end

local words = {data = "any", region = "string", value = "string", grid = "any", classes = "number",
  method = "string", scheme = "string", title = "string", subtitle = "string",
  source = "string"}

local function check(o)
  grammar.check("a tilemap", o, words)
  if o.grid == nil then
    native.fail("a tilemap wants a grid: a table with region, row and column",
      "grid = ctx.table(\"tile_grid\")")
  elseif type(o.value) ~= "string" then
    native.fail("a tilemap wants the name of a column as value", "value = \"penetration\"")
  end
end

-- Gives every tile the label of its class; the labels from least to most.
local function classify(tiles, field, o)
  local list, any = {n = #tiles}, false
  for k, tile in ipairs(tiles) do
    list[k], any = tile.value, any or tile.value ~= nil
  end
  if not any then
    native.fail("no tile has a value", "are the regions of the grid called as in the data?")
  end
  local found = classes.of(list, {n = o.classes, method = o.method, rounding = field.rounding})
  for k, tile in ipairs(tiles) do
    tile.class = found[k]
  end
  return found.order
end

--- The description of the map, for plot.
---@param o table data, region ("region"), value, grid, classes (5), method, scheme, title,
-- subtitle, source
---@return table
return function(o)
  check(o)
  local data, grid = source.open(o.data), source.open(o.grid)
  local region = o.region or "region"
  local field = data:field(o.value)
  if not data:is_number(o.value) then
    native.fail("column \"" .. o.value .. "\" is " .. field.type .. ", not numbers")
  end
  local tiles, outside = tiles_of(data, grid, values_of(data, region, o.value))
  local order = classify(tiles, field, o)
  local title = field.title or field.name
  tiles.columns = {
    {name = "region", title = data:field(region).title or "Region"}, "row", "column", "code",
    {name = "value", title = title, unit = field.unit, rounding = field.rounding},
    {name = "class", title = "Class"},
  }
  local function at(name)
    return {field = name, scale = {kind = "tile"}, axis = false, type = "ordinal",
      sort = "ascending"}
  end
  local x, y = at("column"), at("row")
  return {
    title = o.title, subtitle = remarks(o.subtitle, tiles, outside), source = o.source,
    description = describe(tiles, field, order),
    data = tiles, layer = {
      {mark = "rect", encoding = {x = x, y = y, tooltip = {"region", "value", "class"},
        color = {field = "class", type = "ordinal", sort = order,
          scale = {scheme = o.scheme or "sequential"},
          title = field.unit and string.format("%s (%s)", title, field.unit) or title}}},
      {mark = {type = "text", fontSize = 11}, encoding = {x = x, y = y, text = "code",
        tooltip = {"region", "value"}}},
    },
  }
end
