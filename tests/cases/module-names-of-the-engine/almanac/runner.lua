error("never read")
