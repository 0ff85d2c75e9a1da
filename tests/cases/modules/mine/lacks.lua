return require "missing_one"
