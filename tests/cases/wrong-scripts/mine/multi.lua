error("line one\nline two \xff \27[31m")
