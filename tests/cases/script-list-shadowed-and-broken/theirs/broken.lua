return {run = 1}
