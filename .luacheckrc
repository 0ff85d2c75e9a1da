std = "lua54"
max_line_length = 100
-- What the engine hands to every script (see lua/types).
read_globals = {"frequency", "metric", "plot", "report", "time", "year"}
-- Declarations for editors: functions without a body, and lines that cannot be broken.
files["lua/types"] = {ignore = {"1..", "21.", "241", "63."}}
