// The page in the other language and back, with and without the script.
'use strict';

const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start, stop, open, unfold} = require('./page.js');

before(start);
after(stop);

const texts = (page, query) => page.$$eval(query, list => list.filter(e => e.checkVisibility())
  .map(e => e.textContent.trim()).filter(text => /\p{L}/u.test(text)));

const isChinese = text => /\p{Script=Han}/u.test(text);

// What a reader of one language meets: headings, headers, names of rows, charts, prose.
const queries = ['h1, h2, h3, figcaption, summary', 'thead th button', '.key dt', 'p.lead',
  'nav a', '#s-ranking tbody th', '#s-adoption tbody th', 'figure svg text'];

test('all that is read is Chinese after the button, and English again after it', async () => {
  const page = await open('report');
  await unfold(page);
  const english = {};
  for (const query of queries) {
    english[query] = await texts(page, query);
    assert.ok(english[query].length > 0, query);
    assert.deepEqual(english[query].filter(isChinese), [], query);
  }
  await page.click('#language');
  assert.equal(await page.$eval('html', e => e.lang), 'zh-Hans');
  for (const query of queries) {
    const left = (await texts(page, query)).filter(text => !isChinese(text) && !/^r = |^P90|^[\d.–]+ \(n = \d+\)$/.test(text));
    assert.deepEqual(left.filter(text => !/^(Qzone|WeChat|[rnp]|TD|Web ?)$/.test(text)), [], query);
  }
  await page.click('#language');
  for (const query of queries) assert.deepEqual(await texts(page, query), english[query]);
  await page.close();
});

test('origins are told in Chinese', async () => {
  const page = await open('report');
  await page.click('#language');
  await page.hover('.key .from');
  await page.waitForSelector('#from:not([hidden])');
  const text = await page.$eval('#from', e => e.innerText);
  assert.match(text, /national\.csv 第\d+行：2018-S1：网民规模 80200万人（已公布，/);
  await page.close();
});

test('--lang zh begins in Chinese, without the script too, and has the English', async () => {
  const plain = await open('report-zh', {script: false});
  const title = await plain.$eval('h1', e => e.textContent);
  assert.ok(isChinese(title));
  assert.deepEqual((await texts(plain, 'h2, p.lead, figcaption')).filter(t => !isChinese(t)), []);
  await plain.close();
  const other = await open('report');
  const page = await open('report-zh');
  await page.click('#language');
  for (const query of ['h1, h2', 'p.lead', '.key div', 'figcaption', 'thead th']) {
    assert.deepEqual(await texts(page, query), await texts(other, query), query);
  }
  await page.close();
  await other.close();
});

// What all marks of all charts tell, as far as they can be seen, and the texts beside them.
function told() {
  const tip = document.getElementById('from');
  const seen = e => e.checkVisibility();
  const marks = Array.from(document.querySelectorAll('figure [data-tip]')).filter(seen).map(mark => {
    mark.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, pointerType: 'mouse'}));
    return tip.hidden ? '' : tip.querySelector('p').textContent;
  }).filter(text => text !== '');
  const texts = Array.from(document.querySelectorAll('figure text')).filter(seen).map(e => e.textContent);
  const names = Array.from(document.querySelectorAll('figure svg')).filter(seen).map(e => e.getAttribute('aria-label'));
  return {marks, texts, names};
}

test('charts in the other language are those of a page made in it, with their tooltips', async () => {
  for (const [first, second] of [['report', 'report-zh'], ['report-zh', 'report']]) {
    const made = await open(second), page = await open(first);
    await page.click('#language');
    const here = await page.evaluate(told), there = await made.evaluate(told);
    assert.ok(there.marks.length > 200 && there.texts.length > 200, `${there.marks.length} ${there.texts.length}`);
    assert.deepEqual(here, there, first);

    if (first === 'report') assert.deepEqual(here.names.filter(text => !isChinese(text) || /[a-z]{3}/.test(text)), []);
    await page.close();
    await made.close();
  }
});
