--- A number.
return 42
