return {name = "off"}
