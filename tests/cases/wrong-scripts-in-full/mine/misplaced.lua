--- A metric in the wrong place.
return metric{name = "misplaced", value = "1"}
