--- What tests in Lua are written with. A test file returns a table: what must
-- hold, as a sentence, and the function that sees to it.

local check = {}

local function shown(x)
  if type(x) == "number" then
    return string.format("%.17g", x)
  end
  return tostring(x)
end

function check.equal(got, want)
  if got ~= want then
    error("got " .. shown(got) .. ", want " .. shown(want), 2)
  end
end

--- Equal, or within `tolerance` of the wanted value, relative to it (absolute
-- where that is 0).
function check.near(got, want, tolerance)
  if type(got) ~= "number" then
    error("got " .. shown(got) .. ", want " .. shown(want), 2)
  end
  local unit = want ~= 0 and math.abs(want) or 1
  if not (got == want or math.abs(got - want) <= (tolerance or 1e-12) * unit) then
    error("got " .. shown(got) .. ", want " .. shown(want), 2)
  end
end

--- Every field of `want` in `got`: numbers near, all else equal.
function check.fields(got, want, tolerance)
  for name, value in pairs(want) do
    local ok, message
    if type(value) == "number" then
      ok, message = pcall(check.near, got[name], value, tolerance)
    else
      ok, message = pcall(check.equal, got[name], value)
    end
    if not ok then
      error(tostring(name) .. ": " .. tostring(message), 2)
    end
  end
end

--- The same for lists, whose lengths must agree.
function check.list(got, want, tolerance)
  check.equal(#got, #want)
  check.fields(got, want, tolerance)
end

--- That f(...) raises, with a message that holds `text`.
function check.raises(text, f, ...)
  local ok, message = pcall(f, ...)
  if ok then
    error("nothing was raised; want: " .. text, 2)
  end
  if not tostring(message):find(text, 1, true) then
    error("raised: " .. tostring(message) .. "\nwant: " .. text, 2)
  end
end

--- That a figure is undefined, for a reason that holds `text`.
function check.undefined(text, value, reason)
  if value ~= nil then
    error("got " .. shown(value) .. ", want nothing", 2)
  end
  if not (reason and reason:find(text, 1, true)) then
    error("the reason is " .. tostring(reason) .. ", want: " .. text, 2)
  end
end

--- Runs the tests {[sentence] = function}; raises when some of them fail, with
--- what each of those said.
function check.run(tests)
  local failed = {}
  for sentence, test in pairs(tests) do
    local ok, message = pcall(test)
    if not ok then
      failed[#failed + 1] = sentence .. ": " .. tostring(message)
    end
  end
  if #failed > 0 then
    error(table.concat(failed, "\n"), 0)
  end
end

return check
