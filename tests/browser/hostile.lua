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
    return report{
      title = nasty[1], text = nasty, method = nasty[2], sources = nasty, table = rows,
      translations = pairs_of,
      key = {columns = {"figure", "value", "unit"},
        {figure = nasty[3], value = nasty[1], unit = nasty[4]}, from = {nasty[5]}},
      chart = require "plot"{data = rows, mark = "bar", title = nasty[1],
        encoding = {x = "value", y = "name", tooltip = "name"}},
      sections = {report{name = nasty[1], title = nasty[5], text = nasty[6], table = rows}},
    }
  end,
}
