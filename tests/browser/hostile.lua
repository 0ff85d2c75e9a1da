--- Texts that would break out of a page if they could.
local report = require "report"

local nasty = {
  "</script><script>window.broken = 1</script>",
  "</style><img src=x onerror='window.broken = 2'>",
  "\"><svg onload=window.broken=3>",
  "' onmouseover='window.broken = 4",
  "</title></svg><script>window.broken = 5</script>",
  "<!-- <script> -->",
  "a\0b\27[31m\r\nc",
  "&lt;b&gt; &amp; ]]> {{x}} ${y}",
  "\u{2028}\u{202e}mirrored",
}

return {
  api = 1,
  run = function(_, _, ctx)
    local rows, from, pairs_of = {columns = {"name", "value"}}, {}, {}
    for i, text in ipairs(nasty) do
      rows[i], from[i] = {name = text, value = i}, text .. "\n" .. text
      pairs_of[text] = "中" .. text
      ctx.note(text)
    end
    rows.from = from
    local odd = {columns = {{name = nasty[1], title = nasty[2], unit = nasty[3]},
      {name = "y", title = nasty[4], unit = nasty[5]}, {name = "name", title = nasty[3]}}, from = {}}
    for i, text in ipairs(nasty) do
      odd[i] = {[nasty[1]] = i, y = i * i, name = text}
      odd.from[i] = "<b>.csv line " .. i .. ": " .. nasty[5] .. ": " .. nasty[2] .. " " .. i .. "%"
    end
    return report{
      title = nasty[1], text = nasty, method = nasty[2], sources = nasty, table = rows,
      translations = pairs_of,
      key = {columns = {"figure", "value", "unit"},
        {figure = nasty[3], value = nasty[1], unit = nasty[4]}, from = {nasty[5]}},
      chart = require "plot"{data = rows, mark = "bar", title = nasty[1],
        encoding = {x = "value", y = "name", tooltip = "name"}},
      sections = {
        report{name = nasty[1], title = nasty[5], text = nasty[6], table = rows},
        report{name = nasty[2], table = odd, [nasty[4]] = {columns = {nasty[1], nasty[5]}}, chart =
          require "plot"{data = odd, title = nasty[2], subtitle = nasty[5], source = nasty[1], layer = {
            {mark = "point", encoding = {x = nasty[1], y = "y", color = "name", tooltip = {"name", "y"}}},
            {mark = "text", encoding = {x = nasty[1], y = "y", text = "name"}}}}},
      },
    }
  end,
}
