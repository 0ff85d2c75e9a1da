--- How an analysis ends for what is wrong with what it was given.

local core = require "almanac.core"

local refusal = {}

--- Ends the run with one sentence for the user: what is wrong with the data.
function refusal.refuse(...)
  core.refuse(string.format(...))
end

--- The same for what is wrong with the flags.
function refusal.misuse(...)
  core.refuse(string.format(...), nil, nil, "usage")
end

return refusal
