return {{text = "x", valeu = 3}}
