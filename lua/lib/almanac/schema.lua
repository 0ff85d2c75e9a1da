--- What a declaration may hold, as data: the one place that says it.
--
-- Declarations are checked against these lists; help pages, the manual and the
-- types for editors are printed from them. Each is in the order in which it is
-- to be read. An entry has
--
--   name      what the field is called
--   type      Lua types, "|" between alternatives; "string[]" is a list of them
--   help      one line
--   required  true when a declaration without it is refused
--
-- and where the type is a function, `signature` tells it to editors.

local schema = {}

--- The version of all this that a declaration may name.
schema.api = 1

--- The table that a script returns.
schema.script = {
  {name = "api", type = "integer", help = "the version of this contract, 1"},
  {name = "title", type = "string", help = "stands above the result"},
  {name = "summary", type = "string",
    help = "one line for `list`; by default the comment that the file begins with"},
  {name = "description", type = "string",
    help = "the manual; by default the rest of that comment"},
  {name = "categories", type = "string[]", help = "what `list` groups it under"},
  {name = "data", type = "string",
    help = "the data when the user names none: PACKAGE:TABLE"},
  {name = "needs", type = "table",
    help = "columns that the data must have, by the name they have inside `run`"},
  {name = "key", type = "string[]",
    help = "needs that together tell every row from the others"},
  {name = "args", type = "table[]", help = "its flags, in the order of help"},
  {name = "examples", type = "table[]",
    help = "what help shows and `almanac test` runs"},
  {name = "references", type = "string[]", help = "where the method is described"},
  {name = "author", type = "string", help = "who wrote it"},
  {name = "version", type = "string", help = "which edition it is"},
  {name = "license", type = "string", help = "under which terms it may be used"},
  {name = "run", type = "function", required = true,
    signature = "fun(t: Table, args: Arguments, ctx: Context): any, string?",
    help = "the analysis: from a table and arguments to a result"},
}

--- The table that metric{...} takes.
schema.metric = {
  {name = "api", type = "integer", help = "the version of this contract, 1"},
  {name = "name", type = "string", required = true,
    help = "what its column is called: letters, digits and `_`"},
  {name = "title", type = "string", help = "the name in full"},
  {name = "title_zh", type = "string", help = "the same in Chinese"},
  {name = "description", type = "string", help = "what it measures"},
  {name = "unit", type = "string", help = "of its values"},
  {name = "kind", type = "string", help = "what sort of figure it is"},
  {name = "bounds", type = "number[]",
    help = "{low, high}; values outside are reported"},
  {name = "direction", type = "number",
    help = "1 when more is better, -1 when less is"},
  {name = "rounding", type = "number", help = "the precision worth showing: 0.1"},
  {name = "needs", type = "table",
    help = "columns that a table must have, by the name they have in `value`"},
  {name = "value", type = "string|function", signature = "string|fun(row: Row): any",
    help = "an expression, or a function of a row; or else `column`"},
  {name = "column", type = "function", signature = "fun(t: Table): Column|any[]",
    help = "the whole column at once"},
  {name = "aggregate", type = "string|table",
    help = "how it rolls up: \"sum\", \"none\" or {\"weighted_mean\", COLUMN}"},
  {name = "examples", type = "table[]",
    help = "what help shows and `almanac test` runs"},
  {name = "references", type = "string[]", help = "where it is defined"},
  {name = "author", type = "string", help = "who wrote it"},
  {name = "version", type = "string", help = "which edition it is"},
  {name = "license", type = "string", help = "under which terms it may be used"},
}

--- A column that is needed.
schema.need = {
  {name = "role", type = "string", help = "what the column is in its table"},
  {name = "type", type = "string", help = "of its values"},
  {name = "unit", type = "string",
    help = "of its values; those of another unit of the dimension are converted"},
  {name = "kind", type = "string", help = "what sort of figure it is"},
  {name = "bounds", type = "number[]",
    help = "{low, high}, in that unit; data with values outside is refused"},
  {name = "alias", type = "string|string[]",
    help = "other headers that it may stand under"},
  {name = "optional", type = "boolean", help = "true: the data may lack it"},
  {name = "help", type = "string", help = "one line for the help page"},
}

--- An argument: a flag of the script. Its name may also stand first, without
-- `name =`.
schema.arg = {
  {name = "name", type = "string", required = true,
    help = "letters, digits and `_`; the flag has `-` for `_`"},
  {name = "type", type = "string", help = "of its value (default: text)"},
  {name = "default", type = "any", help = "the value when the flag is not given"},
  {name = "help", type = "string", help = "one line for the help page"},
  {name = "min", type = "number", help = "the least number it may be"},
  {name = "max", type = "number", help = "the greatest"},
  {name = "values", type = "string[]", help = "what an enum may be"},
  {name = "required", type = "boolean", help = "true: the flag must be given"},
  {name = "repeated", type = "boolean",
    help = "true: the flag may be given again, and the value is a list"},
}

--- An example: a run that help shows and `almanac test` repeats.
schema.example = {
  {name = "title", type = "string", help = "what it shows, in one line"},
  {name = "data", type = "string",
    help = "lines of CSV, or PACKAGE:TABLE; by default the data of the script"},
  {name = "args", type = "table", help = "arguments by name"},
  {name = "expect", type = "string",
    help = "the main table of the result, as CSV"},
}

--- What an argument may be. `placeholder` stands for its value in help.
schema.arg_types = {
  {name = "integer", placeholder = "N", help = "a whole number"},
  {name = "number", placeholder = "X", help = "a number"},
  {name = "text", placeholder = "TEXT", help = "any text"},
  {name = "boolean", help = "a switch: --flag, or --no-flag"},
  {name = "enum", help = "one of `values`"},
  {name = "column", placeholder = "COLUMN", help = "the name of a column of the data"},
  {name = "columns", placeholder = "COLUMN,...", help = "a list of them"},
  {name = "period", placeholder = "PERIOD",
    help = "2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30"},
  {name = "region", placeholder = "REGION", help = "a region of the data"},
  {name = "expression", placeholder = "EXPR", help = "an expression over its columns"},
  {name = "file", placeholder = "FILE", help = "a file: its table, or its text"},
}

--- What a column may be in its table.
schema.roles = {
  {name = "region", help = "whom a row is about"},
  {name = "period", help = "when"},
  {name = "measure", help = "a figure"},
  {name = "weight", help = "what means are weighted by"},
  {name = "group", help = "what regions are grouped by"},
}

--- What sort of figure a column holds.
schema.kinds = {
  {name = "stock", help = "an amount at a time"},
  {name = "flow", help = "an amount over a time"},
  {name = "rate", help = "a share, or a figure per head"},
  {name = "index", help = "a number without a unit, to compare"},
  {name = "category", help = "a class"},
}

--- Types of columns.
schema.column_types = {
  {name = "integer", help = "whole numbers of 64 bits"},
  {name = "number", help = "decimal numbers"},
  {name = "text", help = "texts in UTF-8"},
  {name = "boolean", help = "true or false"},
  {name = "period", help = "2016, 2016-S1, 2016-Q3, 2016-06 or 2016-06-30"},
}

-- The lists above with their entries by name, once somebody has asked.
local indexes = {}
for _, list in pairs(schema) do
  indexes[list] = false
end

--- The entries of a list by their names, to be read only.
---@param list table[]
---@return table<string, table>
function schema.by_name(list)
  local entries = indexes[list]
  if entries then
    return entries
  end
  local keep = entries == false
  entries = {}
  for _, entry in ipairs(list) do
    entries[entry.name] = entry
  end
  if keep then
    indexes[list] = entries
  end
  return entries
end

--- The names of a list, in its order.
---@param list table[]
---@return string[]
function schema.names(list)
  local names = {}
  for i, entry in ipairs(list) do
    names[i] = entry.name
  end
  return names
end

return schema
