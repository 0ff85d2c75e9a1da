// Checks specifications of Vega-Lite: each is valid by the schema that the package
// ships, compiles without a warning, and renders to SVG with marks in it.
//
//   node check.js FILE...
//
// A file may hold several, one after the other, among other lines: one begins with a
// line "{" and ends with a line "}".
'use strict';

const fs = require('fs');
const path = require('path');
const Ajv = require('ajv');
const vega = require('vega');
const lite = require('vega-lite');

const schemaFile = path.join(
  path.dirname(require.resolve('vega-lite/package.json')),
  'build/vega-lite-schema.json');
const schema = JSON.parse(fs.readFileSync(schemaFile, 'utf8'));
const ajv = new Ajv({strict: false, allErrors: false, validateFormats: false});
const isValid = ajv.compile(schema);

function specifications(file) {
  const found = [];
  let lines = null;
  for (const line of fs.readFileSync(file, 'utf8').split('\n')) {
    if (line === '{') lines = [];
    if (lines) lines.push(line);
    if (line === '}' && lines) {
      const text = lines.join('\n');
      if (text.includes('vega.github.io/schema/vega-lite')) found.push(JSON.parse(text));
      lines = null;
    }
  }
  return found;
}

// A logger that keeps what it is told.
function listener(messages) {
  const log = {
    level() { return log; }, info() { return log; }, debug() { return log; },
    warn(...args) { messages.push(args.join(' ')); return log; },
    error(...args) { messages.push(args.join(' ')); return log; },
  };
  return log;
}

async function problemsOf(spec) {
  const problems = [];
  if (!isValid(spec)) {
    const e = isValid.errors[isValid.errors.length - 1];
    problems.push(`not valid: ${e.instancePath} ${e.message}`);
  }
  const logger = listener(problems);
  const compiled = lite.compile(spec, {logger}).spec;
  const view = new vega.View(vega.parse(compiled), {renderer: 'none', logger});
  const svg = await view.toSVG();
  view.finalize();
  if (!/role="graphics-symbol"|class="mark-(rect|line|symbol|rule|area|text)/.test(svg))
    problems.push('nothing is drawn');
  if (/NaN|undefined/.test(svg)) problems.push('NaN or undefined in the drawing');
  return {problems, svg};
}

async function main(files) {
  let count = 0, failed = 0;
  for (const file of files) {
    for (const spec of specifications(file)) {
      count++;
      const {problems, svg} = await problemsOf(spec);
      if (process.env.KEEP) fs.writeFileSync(path.join(process.env.KEEP, `${count}.svg`), svg);
      for (const problem of problems) console.log(`${file}, specification ${count}: ${problem}`);
      failed += problems.length > 0 ? 1 : 0;
    }
  }
  console.log(`${count} specifications, ${failed} with problems`);
  process.exitCode = failed > 0 || count === 0 ? 1 : 0;
}

main(process.argv.slice(2));
