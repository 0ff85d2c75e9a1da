return require "compiled"
