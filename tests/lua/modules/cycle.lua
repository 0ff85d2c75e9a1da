return require("modules.cycle")
