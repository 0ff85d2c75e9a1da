error(("long "):rep(2000))
