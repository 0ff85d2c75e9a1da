return {
  args = {{"list", type = "file", default = "/etc/hosts"}},
  examples = {{data = "a\n1\n", args = {list = {given = "/etc/hosts"}}}},
  run = function() return 1 end,
}
