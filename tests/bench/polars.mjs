// An expression on a CSV file, which it calls file; its rows, or the value that it
// is, go to standard output, cells between tabs.
//
//   node polars.mjs EXPRESSION FILE
import pl from "nodejs-polars";

const [expression, file] = process.argv.slice(2);
let result = new Function("pl", "file", `return ${expression}`)(pl, file);
if (typeof result.collectSync === "function") result = result.collectSync();
const rows = typeof result.rows === "function" ? result.rows() : [[result]];
process.stdout.write(rows.map((row) => row.join("\t") + "\n").join(""));
