--- Random functions of a row, and expressions, as text. Most of them compute
-- something; some meet a text where a number is wanted, or divide by zero.

local row_functions = {}

-- Columns: a, b are integers, x, y numbers, g, h texts, f
-- boolean, p period; i, k, s, n, o are captured.
local numbers = {"a", "b", "x", "y"}
local texts = {"g", "h", "p"}
local number_literals = {
  "0", "1", "2", "3", "-1", "7", "100", "0.5", "-0.0", "2.0", "1e300", "1e-300", "3.25",
  "0x7fffffffffffffff", "-0x7fffffffffffffff - 1", "9007199254740993", "-9007199254740993",
  "9007199254740992.0", "9223372036854775808.0", "(0/0)", "(1/0)", "(-1/0)", "math.maxinteger",
  "math.mininteger", "math.pi", "math.huge", "nil",
}
local text_literals = {"'a'", "'b'", "'ab'", "''", "'A'", "'2016'", "'10'", "'nowhere'", "nil"}
local unary = {
  "sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "deg", "rad", "abs", "floor",
  "ceil", "tointeger",
}
local binary = {"log", "atan", "fmod", "max", "min"}

local Maker = {}
Maker.__index = Maker

--- `rows`: whether columns are fields of r.
local function maker(random, rows)
  local locals = {number = {}, text = {}, boolean = {}}
  return setmetatable({random = random, rows = rows, locals = locals, n = 0}, Maker)
end

function Maker:column(name)
  if not self.rows then
    return name
  elseif self.random.chance(10) then
    return "r['" .. name .. "']"
  end
  return "r." .. name
end

function Maker:local_of(kind)
  local list = self.locals[kind]
  return #list > 0 and self.random.pick(list) or nil
end

function Maker:math(name)
  if self.rows and self.random.chance(15) then
    return "m." .. name
  end
  return "math." .. name
end

function Maker:choose(depth, kind)
  return string.format("(%s and %s or %s)", self:boolean(depth), self[kind](self, depth),
                       self[kind](self, depth))
end

--- A number, as far as it can be told.
function Maker:number(depth)
  local random = self.random
  if random.next(400) == 1 then
    return self:text(depth) -- and that is an error
  elseif depth <= 0 or random.chance(20) then
    local roll = random.next(10)
    if roll <= 5 then
      return self:column(random.pick(numbers))
    elseif roll <= 6 and self:local_of("number") then
      return self:local_of("number")
    elseif roll <= 7 and self.rows then
      return random.pick{"i", "k", "n", "o.low", "o['high']"}
    end
    local literal = random.pick(number_literals)
    return literal:find("^-") and "(" .. literal .. ")" or literal
  end
  depth = depth - 1
  local roll = random.next(100)
  if not self.rows and roll <= 10 then
    return random.pick{
      string.format("round(%s, %s)", self:number(depth), random.pick{"0", "2", "-1", "nil"}),
      string.format("coalesce(%s, %s)", self:number(depth), self:number(depth)),
    }
  elseif roll <= 50 then
    local sign = random.pick{"+", "-", "*", "/", "+", "-", "*", "^"}
    return string.format("(%s %s %s)", self:number(depth), sign, self:number(depth))
  elseif roll <= 56 then
    return string.format("(%s %s %s)", self:number(depth), random.pick{"//", "%"},
                         random.pick{"2", "3.5", "-7", "-1", "16", "0.1", self:number(depth)})
  elseif roll <= 62 then
    return "(-" .. self:number(depth) .. ")"
  elseif roll <= 72 then
    return string.format("%s(%s)", self:math(random.pick(unary)), self:number(depth))
  elseif roll <= 78 then
    return string.format("%s(%s, %s)", self:math(random.pick(binary)), self:number(depth),
                         self:number(depth))
  elseif roll <= 80 then
    return string.format("(%s %s %s)", self:column("a"), random.pick{"&", "|", "~", "<<", ">>"},
                         random.pick{"1", "5", "-3", "64", self:column("b")})
  elseif roll <= 82 then
    return "#" .. (self.random.chance(70) and "'abc'" or self:column("g"))
  end
  return self:choose(depth, "number")
end

function Maker:text(depth)
  local random = self.random
  if depth <= 0 or random.chance(50) then
    local roll = random.next(10)
    if roll <= 6 then
      return self:column(random.pick(texts))
    elseif roll <= 7 and self:local_of("text") then
      return self:local_of("text")
    elseif roll <= 8 and self.rows then
      return "s"
    end
    return random.pick(text_literals)
  end
  return self:choose(depth - 1, "text")
end

function Maker:comparison(depth)
  local random = self.random
  local sign = random.pick{"<", "<=", ">", ">=", "==", "~="}
  if random.chance(25) then
    return string.format("(%s %s %s)", self:text(depth), random.pick{"==", "~=", sign},
                         self:text(depth))
  elseif random.chance(3) then
    return string.format("(%s %s %s)", self:number(depth), sign, self:text(depth))
  end
  return string.format("(%s %s %s)", self:number(depth), sign, self:number(depth))
end

--- What only expressions ask.
function Maker:question(depth)
  local random = self.random
  local low, high = random.pick{"1", "0", "-2.5", "'a'"}, random.pick{"2", "7", "1e300", "'b'"}
  return random.pick{
    string.format("between(%s, %s, %s)", self:number(depth), low, high),
    string.format("between(%s, 'a', 'ab')", self:text(depth)),
    string.format("isin(%s, {1, 2.0, 'a', -3, true})",
                  random.pick{self:number(depth), self:text(depth)}),
    string.format("isin(%s, {'a', '2016', 'ab', ''})", self:text(depth)),
    string.format("isin(%s, {})", self:column("f")),
    string.format("isin(%s, {7, nil, 3})", self:number(depth)),
    string.format("is_missing(%s)", self:number(depth)),
  }
end

function Maker:boolean(depth)
  local random = self.random
  if depth <= 0 then
    return random.chance(50) and self:local_of("boolean") or self:column("f")
  end
  depth = depth - 1
  local roll = random.next(10)
  if not self.rows and roll <= 2 then
    return self:question(depth)
  elseif roll <= 5 then
    return self:comparison(depth)
  elseif roll <= 6 then
    return string.format("(%s %s nil)", random.pick{self:number(depth), self:text(depth)},
                         random.pick{"==", "~="})
  elseif roll <= 7 then
    return "(not " .. random.pick{self:boolean(depth), self:number(depth)} .. ")"
  end
  return string.format("(%s %s %s)", self:boolean(depth), random.pick{"and", "or"},
                       self:boolean(depth))
end

function Maker:some_kind()
  return self.random.pick{"number", "number", "text", "boolean"}
end

--- A local of some kind, known until its block ends.
function Maker:declare(depth)
  self.n = self.n + 1
  local name, kind = "v" .. self.n, self:some_kind()
  local text = self.random.chance(85)
    and string.format("local %s = %s\n", name, self[kind](self, depth))
    or string.format("local %s\n", name)
  table.insert(self.locals[kind], name)
  return text
end

function Maker:assign(depth)
  local kind = self:some_kind()
  local name = self:local_of(kind)
  return name and string.format("%s = %s\n", name, self[kind](self, depth)) or ""
end

function Maker:block(depth, kind, nested)
  local known = {}
  for k, list in pairs(self.locals) do
    known[k] = #list
  end
  local text = self:statements(depth, kind, nested)
  for k, list in pairs(self.locals) do
    while #list > known[k] do
      table.remove(list)
    end
  end
  return text
end

function Maker:branches(depth, kind, nested)
  local parts = {"if " .. self:boolean(depth) .. " then\n", self:block(depth, kind, nested - 1)}
  while self.random.chance(30) do
    parts[#parts + 1] = "elseif " .. self:boolean(depth) .. " then\n"
      .. self:block(depth, kind, nested - 1)
  end
  if self.random.chance(60) then
    parts[#parts + 1] = "else\n" .. self:block(depth, kind, nested - 1)
  end
  parts[#parts + 1] = "end\n"
  return table.concat(parts)
end

function Maker:statements(depth, kind, nested)
  local parts = {}
  for _ = 1, self.random.next(3) do
    local roll = self.random.next(10)
    if roll <= 3 then
      parts[#parts + 1] = self:declare(depth)
    elseif roll <= 5 then
      parts[#parts + 1] = self:assign(depth)
    elseif roll <= 8 and nested > 0 then
      parts[#parts + 1] = self:branches(depth, kind, nested)
    end
  end
  if self.random.chance(55) then
    parts[#parts + 1] = self.random.chance(92) and "return " .. self[kind](self, depth) .. "\n"
      or self.random.chance(50) and "return\n" or "return nil, " .. self[kind](self, depth) .. "\n"
  end
  return table.concat(parts)
end

local captured = "local i, k, s, n, o, m = -7, 2.5, 'ab', nil, {low = 1, high = 1e10}, math\n"

--- The text of a chunk that returns a function of a row. Its results are all of
-- one kind, nearly always.
function row_functions.random_function(random)
  local m = maker(random, true)
  local kind = random.pick{"number", "number", "number", "text", "boolean"}
  local text = m:statements(random.next(3), kind, 2)
  local last = random.chance(2) and m:some_kind() or kind
  if not text:find("return[^\n]*\n$") then
    text = text .. "return " .. m[last](m, random.next(4)) .. "\n"
  end
  return captured .. "return function(r)\n" .. text .. "end"
end

--- A condition as a function of a row.
function row_functions.random_condition(random)
  local m = maker(random, true)
  return captured .. "return function(r) return " .. m:boolean(random.next(4)) .. " end"
end

--- An expression.
function row_functions.random_expression(random)
  local m = maker(random, false)
  local kind = m:some_kind()
  return m[kind](m, random.next(4))
end

return row_functions
