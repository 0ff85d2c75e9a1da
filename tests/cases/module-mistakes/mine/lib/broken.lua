return {x = = 3}
