std = "lua54"
max_line_length = 100
-- What the engine hands to every script (see lua/types).
read_globals = {"frequency", "metric", "report", "time", "year"}
