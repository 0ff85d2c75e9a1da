return {name = "in lib"}
