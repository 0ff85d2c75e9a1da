return {
  run = function(t) retrun t end,
}
