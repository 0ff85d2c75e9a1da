# An expression on a CSV file, which it calls d; its rows go to standard output,
# cells between tabs.
#
#   Rscript --vanilla datatable.R EXPRESSION FILE
suppressPackageStartupMessages(library(data.table))
arguments <- commandArgs(trailingOnly = TRUE)
d <- fread(arguments[2])
result <- eval(parse(text = arguments[1]))
write.table(format(as.data.frame(result), digits = 15, trim = TRUE, scientific = FALSE),
            sep = "\t", quote = FALSE, row.names = FALSE, col.names = FALSE)
