--- Charts, in the vocabulary of Vega-Lite: the global `plot`, and require "plot".
--
-- A chart is a value: a script returns it, or puts it into a report as `chart`. The
-- command line writes it, as text, SVG, HTML or Vega-Lite (--as, -o). What is to be
-- computed (bins, quartiles, bands) is computed here; what is to be aggregated is
-- summarised before. A name that is not of the vocabulary raises, and suggests.
---@meta

---@alias almanac.MarkName "bar"|"line"|"point"|"area"|"rule"|"text"|"tick"|"rect"|"boxplot"|"errorband"|"histogram"
---@alias almanac.ChannelOr string|almanac.Channel

--- A chart, as plot{...} returns it.
---@class almanac.Chart

--- What plot{...} takes: a mark with its encoding, or several layers.
---@class almanac.ChartDescription
---@field data? almanac.Table|table[] # a table, or a list of records
---@field mark? almanac.MarkName|almanac.Mark
---@field encoding? almanac.Encoding
---@field layer? almanac.Layer[] # drawn one over the other, with the same axes
---@field title? string
---@field subtitle? string
---@field source? string # where the figures come from
---@field description? string # for those who cannot see it; made when it is not given
---@field width? number
---@field height? number

--- A layer of a chart. Without data of its own it shows that of the chart.
---@class almanac.Layer
---@field data? almanac.Table|table[]
---@field mark almanac.MarkName|almanac.Mark
---@field encoding almanac.Encoding

--- A mark with properties; which of them a mark has depends on its type.
---@class almanac.Mark
---@field type almanac.MarkName
---@field color? string # "#rrggbb", or blue, vermillion, green, purple, orange, sky, yellow, gray, black
---@field opacity? number # from 0 to 1
---@field point? boolean # points on a line
---@field line? boolean # a line over an area
---@field interpolate? "linear"|"monotone"|"step"|"step-before"|"step-after"
---@field strokeWidth? number
---@field strokeDash? number[]
---@field size? number
---@field filled? boolean
---@field shape? "circle"|"square"|"diamond"|"triangle-up"|"triangle-down"|"cross"
---@field width? any
---@field cornerRadius? number
---@field thickness? number # of a tick
---@field align? "left"|"center"|"right" # of a text
---@field baseline? "top"|"middle"|"bottom"
---@field dx? number
---@field dy? number
---@field fontSize? number
---@field fontWeight? "normal"|"bold"
---@field angle? number
---@field limit? number # the widest that a text may be
---@field extent? any # of an errorband: "ci", "stderr", "stdev" or "iqr"
---@field borders? boolean # of an errorband
---@field maxbins? number # of a histogram
---@field step? number # the width of its bins

--- What the columns are seen as. A channel is the name of a column, or a table.
---@class almanac.Encoding
---@field x? almanac.ChannelOr
---@field y? almanac.ChannelOr
---@field x2? almanac.ChannelOr # where a mark that begins at x ends
---@field y2? almanac.ChannelOr
---@field xOffset? almanac.ChannelOr # bars side by side
---@field yOffset? almanac.ChannelOr
---@field color? almanac.ChannelOr
---@field size? almanac.ChannelOr
---@field shape? almanac.ChannelOr
---@field opacity? almanac.ChannelOr
---@field text? almanac.ChannelOr # what a text mark says
---@field tooltip? almanac.ChannelOr|almanac.ChannelOr[]
---@field detail? almanac.ChannelOr|almanac.ChannelOr[] # tells lines apart without a look of their own

--- A channel: a column, a place on the scale (datum) or a look (value).
---@class almanac.Channel
---@field field? string # the name of a column
---@field datum? any # a place on the scale, in place of a column: {datum = 0}
---@field value? any # a look, in place of a column: {value = "gray"}
---@field title? string|false # false: none
---@field type? "quantitative"|"nominal"|"ordinal"|"temporal" # by default as the column is
---@field scale? almanac.Scale
---@field axis? almanac.Axis|false # of x and y; false: none
---@field legend? almanac.Legend|false # of color, size, shape and opacity
---@field sort? any # "x", "-y", a list of values, or false: as the data stand
---@field stack? "zero"|"normalize"|false # of bars and areas
---@field bin? boolean # true: bars of counts, a histogram
---@field format? integer # decimals, of text and tooltip

--- How values become places or colours.
---@class almanac.Scale
---@field kind? "tile" # of x and y: square cells, as on a map of tiles
---@field type? "linear"|"log"|"sqrt"|"symlog"
---@field domain? any[]
---@field domainMid? number # the middle of diverging colours
---@field zero? boolean
---@field reverse? boolean
---@field nice? boolean
---@field range? any[]
---@field scheme? "categorical"|"sequential"|"diverging"|"blues"|"oranges"|"viridis"|"blueorange"

--- The axis of x or y.
---@class almanac.Axis
---@field title? any
---@field format? integer # decimals
---@field grid? boolean
---@field values? any[]
---@field labels? boolean

--- The legend of a channel.
---@class almanac.Legend
---@field title? any
---@field format? integer # decimals
---@field values? any[]

--- What plot.tilemap takes.
---@class almanac.TileMap
---@field data almanac.Table|table[] # one row a region
---@field value string # the column to show
---@field grid almanac.Table|table[] # region, row and column, and maybe code: what a tile is called
---@field region? string # the column of regions in data; "region" unless given
---@field classes? integer # 5 unless given
---@field method? "quantile"|"equal" # equally many regions a class, or equally wide classes
---@field scheme? string
---@field title? string
---@field subtitle? string
---@field source? string

--- What plot.bump takes.
---@class almanac.Bump
---@field data almanac.Table|table[]
---@field x string # the column of periods
---@field value string # what is ranked
---@field by string # who is ranked
---@field descending? boolean # the greatest is first, unless false
---@field highlight? string[] # who is coloured and named; the others are grey
---@field title? string
---@field subtitle? string
---@field source? string

--- What plot.lorenz takes.
---@class almanac.Lorenz
---@field data almanac.Table|table[]
---@field value string
---@field weights? string # people in a row
---@field by? string # a curve for each
---@field title? string
---@field subtitle? string
---@field source? string

--- What plot.classes takes.
---@class almanac.ClassSettings
---@field n? integer # 5 unless given
---@field method? "quantile"|"equal"
---@field rounding? number # of the values, for the labels

--- A chart from its description.
---
--- ```lua
--- return plot{data = t, mark = "bar", title = "Internet users",
---   encoding = {x = "users", y = {field = "region", sort = "-x"}}}
--- ```
---@param description almanac.ChartDescription
---@return almanac.Chart
function plot(description) end

--- A map of tiles: a square for every region at its place on a grid, coloured by class.
---
--- ```lua
--- local run = function(t, args, ctx)
---   return plot.tilemap{data = t:where("period == '2016'"), value = "penetration",
---     grid = ctx.table("tile_grid")}
--- end
--- ```
---@param settings almanac.TileMap
---@return almanac.Chart
function plot.tilemap(settings) end

--- Ranks over time, a line for everyone who is ranked.
---@param settings almanac.Bump
---@return almanac.Chart
function plot.bump(settings) end

--- The curve of Lorenz: how small a share those have who have least.
---@param settings almanac.Lorenz
---@return almanac.Chart
function plot.lorenz(settings) end

--- The class of every value as a label, "39.9 to 44.3 (n = 6)"; `order` has all of them.
---@param values number[]
---@param settings? almanac.ClassSettings
---@return table
function plot.classes(values, settings) end

--- Values as a line of bars in text, from the least to the greatest: "▁▃█"; what is
--- missing is "·".
---@param values almanac.Column|number[]
---@return string
function plot.spark(values) end

return plot
