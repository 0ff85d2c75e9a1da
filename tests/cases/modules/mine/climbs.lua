return require "../beside"
