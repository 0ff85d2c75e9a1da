--- Raises a table.
error{message = "not today", help = "come back tomorrow"}
