return {x = 3}
