return {
  api = 1,
  run = function(_, _, ctx)
    local section = ctx.run("ranking", {top = 3})
    section.parts = {"chart", "picture"}
    return require "report"{title = "Kept", sections = {section}}
  end,
}
