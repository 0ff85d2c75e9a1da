--- The charts of a result alone, in characters: what --plot adds beside data.

local document = require "almanac.document"
local native = require "almanac.native"
local terminal = require "chart.terminal"

--- Writes every chart of `doc` through `out(text)`.
local function render(doc, options, out)
  document.unpack(doc)
  local drawn = false
  for _, part in ipairs(doc.parts) do
    if part.kind == "chart" and not part.detail then
      if drawn then
        out("\n")
      end
      drawn = true
      for _, line in ipairs(terminal.chart(native.from_json(part.text), options)) do
        out(line .. "\n")
      end
    end
  end
end

return {extensions = {}, render = render}
