--- How what an example gave differs from what it expects, for eyes.
--
-- Both are CSV. Their lines are laid side by side (a longest common
-- subsequence), cells stand in columns, and of the lines that agree only those
-- next to a difference are shown, and the header.

local native = require "almanac.native"

local difference = {}

local CONTEXT = 1          -- lines shown on both sides of a difference
local MOST_PAIRS = 4000000 -- beyond it lines are not matched, only counted off

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do
    lines[#lines + 1] = line
  end
  return lines
end

--- The text without blank lines and blanks at its ends, which do not count.
function difference.trim(text)
  return (text:gsub("^%s+", ""):gsub("%s+$", ""))
end

-- The cells of a line of CSV, quotes kept: what differs should be seen.
local function cells_of(line)
  local cells, at = {}, 1
  while true do
    local stop = line:find(",", at, true) or #line + 1
    if line:sub(at, at) == '"' then
      local from = at + 1
      while true do
        local quote = line:find('"', from, true)
        if not quote then
          stop = #line + 1
          break
        elseif line:sub(quote + 1, quote + 1) ~= '"' then
          stop = line:find(",", quote, true) or #line + 1
          break
        end
        from = quote + 2
      end
    end
    cells[#cells + 1] = line:sub(at, stop - 1)
    if stop > #line then
      return cells
    end
    at = stop + 1
  end
end

-- The lengths of the longest common subsequences of want[i..] and got[j..].
local function common(want, got)
  local lengths = {[#want + 1] = {}}
  for j = 1, #got + 1 do
    lengths[#want + 1][j] = 0
  end
  for i = #want, 1, -1 do
    local row, below = {[#got + 1] = 0}, lengths[i + 1]
    for j = #got, 1, -1 do
      row[j] = want[i] == got[j] and below[j + 1] + 1 or math.max(below[j], row[j + 1])
    end
    lengths[i] = row
  end
  return lengths
end

-- A list of {mark, line}: " " in both, "-" expected only, "+" found only.
local function compare(want, got)
  local steps, i, j = {}, 1, 1
  local lengths = #want * #got <= MOST_PAIRS and common(want, got)
  while i <= #want or j <= #got do
    if i <= #want and j <= #got and want[i] == got[j] then
      steps[#steps + 1] = {" ", want[i]}
      i, j = i + 1, j + 1
    elseif j > #got or (i <= #want and
      (not lengths or lengths[i + 1][j] >= lengths[i][j + 1])) then
      steps[#steps + 1] = {"-", want[i]}
      i = i + 1
    else
      steps[#steps + 1] = {"+", got[j]}
      j = j + 1
    end
  end
  return steps
end

-- The numbers of the steps to show.
local function near(steps)
  local shown = {true}
  for k, step in ipairs(steps) do
    if step[1] ~= " " then
      for l = math.max(1, k - CONTEXT), math.min(#steps, k + CONTEXT) do
        shown[l] = true
      end
    end
  end
  return shown
end

-- Puts the expected and the found lines of a run of differences in pairs.
local function pair(steps)
  local paired, k = {}, 1
  while k <= #steps do
    local removed, added = {}, {}
    while steps[k] and steps[k][1] ~= " " do
      local list = steps[k][1] == "-" and removed or added
      list[#list + 1] = steps[k]
      k = k + 1
    end
    for l = 1, math.max(#removed, #added) do
      paired[#paired + 1] = removed[l]
      paired[#paired + 1] = added[l]
      if removed[l] and added[l] then
        removed[l].other, added[l].other = added[l], removed[l]
      end
    end
    paired[#paired + 1] = steps[k]
    k = k + 1
  end
  return paired
end

local function widths_of(steps, shown)
  local widths = {}
  for k, step in ipairs(steps) do
    step.cells = cells_of(step[2])
    for c, cell in ipairs(shown[k] and step.cells or {}) do
      widths[c] = math.max(widths[c] or 0, native.width(cell))
    end
  end
  return widths
end

-- The cells in their columns, and below a found line what is new in it.
local function layout(step, widths)
  local line, marks = {}, {}
  for c, cell in ipairs(step.cells) do
    local width = native.width(cell)
    local gap = (" "):rep(widths[c] - width)
    local other = step.other and step.other.cells[c]
    line[c] = cell .. gap
    marks[c] = (other == cell and " " or "^"):rep(math.max(width, 1)) ..
      (" "):rep(widths[c] - math.max(width, 1))
  end
  return (table.concat(line, "  "):gsub(" +$", "")),
    (table.concat(marks, "  "):gsub(" +$", ""))
end

local names = {["-"] = "expected", ["+"] = "found"}
local colors = {["-"] = "\27[31m", ["+"] = "\27[32m"}

local function write_step(step, widths, wide, options, out)
  local line, marks = layout(step, widths)
  local name = names[step[1]]
  if not name then
    return out("      " .. line .. "\n")
  end
  local gap = (" "):rep(wide - native.width(line) + 2)
  local text = "    " .. step[1] .. " " .. line
  out((options.color and colors[step[1]] .. text .. "\27[0m" or text) ..
    gap .. name .. "\n")
  if step[1] == "+" and step.other then
    out("      " .. marks .. "\n")
  end
end

--- Writes the lines that differ through `out(text)`.
---@param want string what the example expects
---@param got string what it gave
---@param options table color
---@param out fun(text: string)
function difference.write(want, got, options, out)
  local steps = pair(compare(lines_of(difference.trim(want)),
    lines_of(difference.trim(got))))
  local shown = near(steps)
  local widths = widths_of(steps, shown)
  local wide, passed = 0, false
  for k, step in ipairs(steps) do
    if shown[k] then
      wide = math.max(wide, native.width((layout(step, widths))))
    end
  end
  for k, step in ipairs(steps) do
    if shown[k] then
      write_step(step, widths, wide, options, out)
    elseif not passed then
      out("      ...\n")
    end
    passed = not shown[k]
  end
end

-- "wrong", "1 of 2 passed"
local function verdict(examples)
  local passed = 0
  for _, example in ipairs(examples) do
    if example.result == "ok" or example.result == "updated" then
      passed = passed + 1
    end
  end
  if #examples == passed then
    return passed == 0 and "no examples" or passed .. " passed"
  elseif #examples == 1 and examples[1].result == "broken" then
    return "broken: " .. examples[1].detail
  end
  return string.format("%d of %d passed", passed, #examples)
end

local function write_example(example, options, out)
  local title = example.title and " (" .. example.title .. ")" or ""
  out("  example " .. example.number .. title)
  if example.result == "differs" then
    out(" differs\n")
    difference.write(example.want, example.got, options, out)
  elseif example.result == "updated" then
    out(" updated\n")
  else
    out(" failed: " .. example.detail .. "\n")
  end
end

--- Writes what tests came to: a line for each script, and how its examples
-- differ.
---@param scripts table[] {name =, {number =, title =, result =, detail =, want =, got =}, ...}
function difference.report(scripts, options, out)
  local wide = 0
  for _, script in ipairs(scripts) do
    wide = math.max(wide, native.width(script.name))
  end
  for _, script in ipairs(scripts) do
    out(script.name .. (" "):rep(wide - native.width(script.name) + 2) ..
      verdict(script) .. "\n")
    for _, example in ipairs(script) do
      if example.result ~= "ok" and example.result ~= "broken" then
        write_example(example, options, out)
      end
    end
  end
end

return difference
