-- One chart in three ways: its specification, its SVG, its characters; and what can be
-- read from each of them.

local charts = require "almanac.charts"
local native = require "almanac.native"
local plot = require "plot"
local svg = require "svg"
local terminal = require "chart.terminal"
local vega = require "vega-lite"

local pictures = {}

--- The chart of a description as it travels.
function pictures.text(chart)
  return charts.text(getmetatable(chart) and chart or plot(chart))
end

function pictures.specification(text)
  local out = {}
  vega.render({parts = {{text = text}}}, {}, function(piece)
    out[#out + 1] = piece
  end)
  return native.from_json(table.concat(out))
end

function pictures.svg(text)
  return svg.chart(native.from_json(text), {})
end

--- The lines of a drawing in characters.
function pictures.lines(text, options)
  return terminal.chart(native.from_json(text), options)
end

--- A number as it is written for people.
function pictures.number(text)
  return tonumber((text:gsub("−", "-"):gsub("\u{2009}", ""):gsub("%%$", "")))
end

--- What the picture says of each mark when it is pointed at: {name = text}.
function pictures.tooltips(picture)
  local told = {}
  for name, figure in picture:gmatch("<title>([^\n<]+)\n[^:]+: ([^<\n]+)</title>") do
    told[name] = figure
  end
  return told
end

--- Value at a pixel of an axis, from two of its labelled ticks.
function pictures.ruler(picture, pattern)
  local first, last
  for at, label in picture:gmatch(pattern) do
    local number = pictures.number(label)
    if number then
      first = first or {at = tonumber(at), value = number}
      last = {at = tonumber(at), value = number}
    end
  end
  return function(pixel)
    return first.value + (pixel - first.at) * (last.value - first.value) / (last.at - first.at)
  end
end

--- The same of the axis below, and of the one at the left.
function pictures.x_ruler(picture)
  return pictures.ruler(picture,
    '<text x="([%d.]+)" y="[%d.]+" text%-anchor="middle"[^>]*>([^<]+)<')
end

function pictures.y_ruler(picture)
  local moved = picture:gsub('<text x="[%d.]+" y="([%d.]+)" text%-anchor="end"', function(y)
    return string.format('<text y="%s" text-anchor="end"', tonumber(y) - 4.32)
  end)
  return pictures.ruler(moved, '<text y="([%d.]+)" text%-anchor="end"[^>]*>([^<]+)<')
end

--- The rows of a specification: its only ones, or the first of several data.
function pictures.rows(spec)
  return spec.data and spec.data.values or spec.datasets.data1
end

return pictures
