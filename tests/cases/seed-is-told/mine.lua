return function(_, _, ctx)
  return ctx.seed
end
