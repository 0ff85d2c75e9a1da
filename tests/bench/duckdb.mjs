// Statements of SQL on a CSV file, which they call data; the rows of the last
// one go to standard output, cells between tabs.
//
//   node duckdb.mjs SQL FILE
import { DuckDBInstance } from "@duckdb/node-api";

const [sql, file] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const name = file.replaceAll("'", "''");
await connection.run(`create view data as from read_csv('${name}')`);
let rows = [];
for (const statement of sql.split(";")) {
  const reader = await connection.runAndReadAll(statement);
  rows = reader.getRows();
}
process.stdout.write(rows.map((row) => row.join("\t") + "\n").join(""));
