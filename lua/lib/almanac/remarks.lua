--- Remarks of a run on the values of its data, each said once.

local remarks = {}

local note = function() end
local said = {}

--- Where the remarks of what follows go.
---@param f fun(text: string)
function remarks.on_note(f)
  note, said = f, {}
end

function remarks.say(text)
  if not said[text] then
    said[text] = true
    note(text)
  end
end

return remarks
