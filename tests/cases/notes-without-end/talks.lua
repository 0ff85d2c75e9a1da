return function(t, args, ctx)
  for i = 1, 250 do
    print("line", i)
    ctx.note("note " .. i)
  end
  return 1
end
