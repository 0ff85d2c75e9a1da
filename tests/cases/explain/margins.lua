--- Margins, graded.
local limits = {good = 0.5, fair = 0.2}
local grades = {}

local function margin(r)
  return (r.sales - r.cost) / r.sales
end

local function grade(r)
  if r.margin == nil then
    return "unknown"
  elseif r.margin > limits.good then
    return "good"
  elseif r.margin > limits.fair then
    return "fair"
  end
  return "poor"
end

local function label(r)
  return r.region:sub(1, 1) .. r.year
end

local function count(r)
  for _ = 1, 2 do
    grades[r.grade] = (grades[r.grade] or 0) + 1
  end
  return grades[r.grade]
end

return function(t)
  return t:with{margin = margin}:with{grade = grade}:with{label = label, n = count}
    :where("sales > 0 and grade ~= 'unknown'")
end
