return require "about"
