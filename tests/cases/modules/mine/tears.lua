return require "torn"
