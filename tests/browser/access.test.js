// What an engine for accessibility finds, with all that is folded away open. Contrast is
// looked at in look.test.js, which knows of charts.
'use strict';

const assert = require('node:assert');
const fs = require('fs');
const {after, before, test} = require('node:test');
const {start, stop, open, unfold} = require('./page.js');

before(start);
after(stop);

const engine = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

test('an engine for accessibility finds nothing', async () => {
  for (const [name, width] of [['report', 1280], ['report-zh', 390], ['recipe', 1280], ['ranking', 390]]) {
    const page = await open(name, {width});
    await unfold(page);
    await page.evaluate(engine);
    const found = await page.evaluate(async values => {
      const result = await axe.run({runOnly: values, rules: {'color-contrast': {enabled: false}},
        resultTypes: ['violations']});
      return result.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 120)} (${v.nodes.length})`);
    }, tags);
    assert.deepEqual(found, [], name);
    await page.close();
  }
});
