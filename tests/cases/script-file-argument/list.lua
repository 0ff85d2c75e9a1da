return {
  args = {{"list", type = "file", default = "cnnic:claims-2018"}},
  run = function(t, args)
    local wanted = args.list.table
    if not wanted then
      return #args.list.text > 0 and args.list.name
    end
    local lacking = wanted:join(t, {on = "region", kind = "anti"})
    return report{
      title = "Who is missing", text = #lacking .. " of " .. #wanted, failed = #lacking > 0,
      table = lacking, detail = {{name = "wanted", table = wanted}},
    }
  end,
}
