--- Not closed.
return {
  run = function(t)
    return t
}
