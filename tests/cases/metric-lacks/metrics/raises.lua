return metric{
  name = "raises", needs = {people = {}},
  value = function(r)
    return r.people + r.town
  end,
}
