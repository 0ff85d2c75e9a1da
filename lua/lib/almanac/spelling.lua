--- How names are written where the user has to write them: on command lines, in
-- expressions.

local spelling = {}

--- A word of a command line as a shell reads it.
function spelling.word(text)
  return text:find("^[%w_.:/\x80-\xFF-]+$") and text or "'" .. text:gsub("'", "'\\''") .. "'"
end

--- A column as expressions name it: users, row["any name"].
function spelling.column(name)
  local plain = name:find("^[%a_][%w_]*$") and load("local " .. name)
  return plain and name or string.format("row[%q]", name)
end

return spelling
