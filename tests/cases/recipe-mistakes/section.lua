return function(t, args, ctx)
  return report{sections = {t, 5}}
end
