--- Writes the values and trees of the model as Lua: an expression string, the
-- body of a function of a row, columns under operators and methods.

--- Text of a value as Lua reads it.
local function literal(v)
  if type(v) == "string" then
    return "'" .. v .. "'"
  elseif math.type(v) == "float" then
    if v ~= v then return "(0/0)" end
    if v == math.huge then return "(1/0)" end
    if v == -math.huge then return "(-1/0)" end
    local text = string.format("%.17g", v)
    text = text:find("[%.e]") and text or text .. ".0"
    return text:sub(1, 1) == "-" and "(" .. text .. ")" or text
  elseif math.type(v) == "integer" and v < 0 then
    return "(" .. v .. ")"
  end
  return tostring(v)
end
local function list_literal(list)
  local out = {}
  for i = 1, list.n do
    out[i] = literal(list[i])
  end
  return "{" .. table.concat(out, ", ") .. "}"
end

-- How trees are written: as an expression string, in a function of a row, with
-- columns. nil where a form cannot say it.
local write = {}

local swapped = {["<"] = ">", ["<="] = ">=", [">"] = "<", [">="] = "<=", ["=="] = "==",
                 ["~="] = "~="}
local methods = {["<"] = "lt", ["<="] = "le", [">"] = "gt", [">="] = "ge", ["=="] = "eq",
                 ["~="] = "ne"}
local own_functions = {abs = true, floor = true, ceil = true, sqrt = true, exp = true}

local function all_written(form, node, from)
  local out = {}
  for i = from, #node do
    out[#out + 1] = form(node[i])
    if #out ~= i - from + 1 then
      return nil
    end
  end
  return out
end

function write.expression(node)
  local op = node[1]
  if op == "col" then
    return node[2]
  elseif op == "const" then
    return literal(node[2])
  elseif op == "isin" then
    return string.format("isin(%s, %s)", write.expression(node[2]), list_literal(node[3]))
  elseif op == "not" then
    return "not " .. write.expression(node[2])
  elseif op == "neg" then
    return "(-" .. write.expression(node[2]) .. ")"
  elseif op == "agg" then
    local arguments = write.expression(node[3])
    if type(node[4]) == "table" then
      arguments = arguments .. ", " .. write.expression(node[4])
    elseif node[4] then
      arguments = arguments .. ", " .. literal(node[4])
    end
    return string.format("%s(%s)", node[2], arguments)
  elseif op == "call" then
    local arguments = table.concat(all_written(write.expression, node, 3), ", ")
    if node[2] == "head" then
      return "sub(" .. arguments .. ", 1, 1)"
    elseif node[2] == "string.rep" then
      return "string.rep(" .. arguments .. ", 2)"
    end
    return string.format("%s(%s)", node[2], arguments)
  end
  return string.format("(%s %s %s)", write.expression(node[2]), op, write.expression(node[3]))
end

--- In a function of a row; a column is `before` .. name (as in "r.").
function write.row(node)
  local op = node[1]
  if op == "col" then
    return "r." .. node[2]
  elseif op == "const" then
    return literal(node[2])
  elseif op == "agg" then
    return nil
  elseif op == "isin" then
    local x, out = write.row(node[2]), {}
    for i = 1, node[3].n do
      out[i] = x and x .. " == " .. literal(node[3][i])
    end
    return x and #out > 0 and "(" .. table.concat(out, " or ") .. ")" or nil
  elseif op == "call" then
    local args = all_written(write.row, node, 3)
    local name = node[2]
    if not args then
      return nil
    elseif own_functions[name] then
      return string.format("math.%s(%s)", name, args[1])
    elseif name == "math.max" or name == "string.upper" or name == "year" or name == "time" then
      return string.format("%s(%s)", name, table.concat(args, ", "))
    elseif name == "string.rep" then
      return "string.rep(" .. args[1] .. ", 2)"
    elseif name == "is_missing" then
      return "(" .. args[1] .. " == nil)"
    elseif name == "between" then
      return string.format("(%s <= %s and %s <= %s)", args[2], args[1], args[1], args[3])
    end
    return nil
  end
  local args = all_written(write.row, node, 2)
  if not args then
    return nil
  elseif op == "not" then
    return "not " .. args[1]
  elseif op == "neg" then
    return "(-" .. args[1] .. ")"
  end
  return string.format("(%s %s %s)", args[1], op, args[2])
end

local masks = {["<"] = true, ["<="] = true, [">"] = true, [">="] = true, ["=="] = true,
               ["~="] = true, ["not"] = true, ["isin"] = true, is_missing = true,
               between = true}

--- Whether a tree is made of masks: what & and | take.
local function is_mask(node)
  if node[1] == "and" or node[1] == "or" then
    return is_mask(node[2]) and is_mask(node[3])
  end
  return masks[node[1] == "call" and node[2] or node[1]]
end

local write_column

--- A method call; the column that it is called on comes first.
local function column_call(node)
  local name = node[2]
  local args, is_column = {}, nil
  for i = 3, #node do
    local text, column = write_column(node[i])
    if not text then
      return nil
    end
    args[#args + 1] = text
    if i == 3 then
      is_column = column
    end
  end
  local method = ({head = "sub", ["string.rep"] = false, ["string.upper"] = false,
                   ["math.max"] = false})[name]
  if not is_column or method == false then
    return nil
  end
  local rest = name == "head" and "1, 1" or table.concat(args, ", ", 2)
  return string.format("%s:%s(%s)", args[1], method or name, rest), true
end

--- With columns: the text, and whether it is a column rather than a value.
function write_column(node)
  local op = node[1]
  if op == "col" then
    return "t." .. node[2], true
  elseif op == "const" then
    return literal(node[2]), false
  elseif op == "agg" then
    return nil
  elseif op == "call" then
    return column_call(node)
  elseif op == "isin" then
    local x, column = write_column(node[2])
    return x and column and string.format("%s:isin(%s)", x, list_literal(node[3])), true
  end
  local a, a_column = write_column(node[2])
  if op == "not" or op == "neg" then
    return a and a_column and string.format("(%s%s)", op == "not" and "~" or "-", a), true
  end
  local b, b_column = write_column(node[3])
  if not a or not b or not (a_column or b_column) then
    return nil
  elseif op == "and" or op == "or" then
    return a_column and b_column and is_mask(node) and
      string.format("(%s %s %s)", a, op == "and" and "&" or "|", b), true
  elseif not methods[op] then
    return string.format("(%s %s %s)", a, op, b), true
  elseif a_column then
    return string.format("%s:%s(%s)", a, methods[op], b), true
  end
  return string.format("%s:%s(%s)", b, methods[swapped[op]], a), true
end

-- Their columns have one type where their values have two: what is computed from
-- such a column is not what is computed from the values.
local mixing = {floor = true, ceil = true, coalesce = true}

local function mixes_inside(node)
  for i = 2, (node[1] == "const" or node[1] == "col") and 1 or #node do
    local part = node[i]
    if type(part) == "table" and (mixing[part[2]] or mixes_inside(part)) then
      return true
    end
  end
  return false
end

function write.column(node)
  if mixes_inside(node) then
    return nil
  end
  local text, column = write_column(node)
  return text and column and text or nil
end
write.literal = literal

return write
