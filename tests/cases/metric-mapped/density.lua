--- Wages beside a metric whose needs the user names.
return {
  needs = {wage = {alias = "Lohn"}, people = {}},
  run = function(t)
    return t:select{"wage", "people", "penetration"}
  end,
}
