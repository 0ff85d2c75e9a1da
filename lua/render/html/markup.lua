--- Elements of HTML as text.

local layout = require "almanac.layout"

local markup = {}

local entities = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

--- Text that is nothing but text; control characters are shown, not kept.
function markup.escape(text)
  return (layout.plain(tostring(text)):gsub('[&<>"]', entities))
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
  return table.concat(parts) .. ">" .. (inner or "") .. "</" .. name .. ">\n"
end

--- A name as an id.
function markup.id(name)
  return "s-" .. name:gsub("[^%w-]", "-")
end

return markup
