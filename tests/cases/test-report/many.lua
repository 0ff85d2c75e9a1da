--- Many kinds of examples.
local sample = {data = "a,b\n1,2\n3,4\n"}
return {
  examples = {
    {title = "none", data = [[
region,score,words
North,1,"a, b"
South,20,x
East,3,y
West,4,z
]]},
    {
      title = "wrong cells", -- a comment with expect = "x"
      data = "region,score,words\nNorth,1,\"a, b\"\nSouth,20,x\nEast,3,y\nWest,4,z\nN2,5,u\nN3,6,v\nN4,7,w\n",
      expect = [==[
region,score,words
North,1,"a, c"
South,2,x
East,3,y
Extra,3,y
West,4,z
N2,5,u
N3,6,v
]==],
    },
    { data = "region,score\nA,1\n", expect = "region,score\nA,2" },
    { data = "region,score\nA,1\n" },
  },
  run = function(t) return t end,
}
