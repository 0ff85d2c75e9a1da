--- Numbers and lists as text, for titles and notes: see almanac/format.lua.

return require "almanac.format"
