--- Elements of HTML as text.

local layout = require "almanac.layout"

local markup = {}

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

--- Text that is nothing but text; control characters are shown, not kept, and what
-- is no UTF-8 is a question mark.
function markup.escape(text)
  text = layout.plain(tostring(text))
  if not utf8.len(text) then
    text = text:gsub("[\x80-\xff]", "?")
  end
  return (text:gsub('[&<>"]', entities))
end

--- An element with its attributes in order of name; `inner` is markup.
function markup.element(name, attributes, inner)
  local names, parts = {}, {"<" .. name}
  for key in next, attributes or {} do
    names[#names + 1] = key
  end
  table.sort(names)
  for _, key in ipairs(names) do
    local value = attributes[key]
    parts[#parts + 1] = value == true and " " .. key or
      string.format(' %s="%s"', key, markup.escape(value))
  end
  return table.concat(parts) .. ">" .. (inner or "") .. "</" .. name .. ">"
end

--- A name as an id that begins with `kind`.
function markup.id(kind, name)
  return kind .. "-" .. name:gsub("[^%w-]", function(c)
    return string.format("_%02x", c:byte())
  end)
end

--- A text as a string of JSON in which nothing can end a script element.
function markup.quote(text)
  return '"' .. text:gsub('[%c"\\<>&]', function(c)
    return string.format("\\u%04x", c:byte())
  end) .. '"'
end

return markup
