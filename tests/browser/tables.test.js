// Tables sort, and every figure tells where it is from: by pointer, key and finger.
'use strict';

const assert = require('node:assert');
const {after, before, test} = require('node:test');
const {start, stop, open, unfold} = require('./page.js');

before(start);
after(stop);

// Cells of a column as shown, "" where the value is missing.
function column(page, table, k) {
  return page.$$eval(table + ' tbody tr', (rows, at) => rows.map(row => row.cells[at].textContent), k);
}

async function press(page, table, k) {
  const headers = await page.$$(table + ' thead th button');
  await headers[k].click();
  return page.$$eval(table + ' thead th', list => list.map(th => th.getAttribute('aria-sort')));
}

test('numbers sort as numbers, both ways, and say so', async () => {
  const page = await open('report');
  await unfold(page);
  const table = '#s-ranking table';
  let state = await press(page, table, 2);
  assert.equal(state[2], 'ascending');
  let values = (await column(page, table, 2)).map(Number);
  assert.deepEqual(values, [...values].sort((a, b) => a - b));
  state = await press(page, table, 2);
  assert.equal(state[2], 'descending');
  assert.equal(state.filter(s => s !== null).length, 1);
  values = (await column(page, table, 2)).map(Number);
  assert.deepEqual(values, [...values].sort((a, b) => b - a));
  await page.close();
});

test('texts sort as texts, in the language of the page', async () => {
  const page = await open('report');
  await unfold(page);
  await press(page, '#s-ranking table', 1);
  const names = await column(page, '#s-ranking table', 1);
  assert.equal(names[0], 'Anhui');
  assert.deepEqual(names, [...names].sort((a, b) => a.localeCompare(b, 'en')));
  await page.click('#language');
  await press(page, '#s-ranking table', 1);
  await press(page, '#s-ranking table', 1);
  const chinese = await column(page, '#s-ranking table', 1);
  assert.deepEqual(chinese, [...chinese].sort((a, b) => a.localeCompare(b, 'zh-Hans')));
  await page.close();
});

test('missing values come last, whichever way', async () => {
  const page = await open('report');
  await unfold(page);
  const table = '#s-adoption table';
  const cells = await page.$$eval(table + ' thead th', list => list.length);
  let checked = 0;
  for (let k = 0; k < cells; k++) {
    for (let turn = 0; turn < 2; turn++) {
      await press(page, table, k);
      const missing = await page.$$eval(table + ' tbody tr',
        (rows, at) => rows.map(row => row.cells[at].className === 'm'), k);
      assert.deepEqual(missing, [...missing].sort((a, b) => a - b));
      checked += missing.includes(true) ? 1 : 0;
    }
  }
  assert.ok(checked > 0, 'some column lacks a value');
  await page.close();
});

test('a row tells its rows of data and their sources when pointed at', async () => {
  const page = await open('report');
  await unfold(page);
  const row = await page.$('#s-ranking tbody tr[data-from]');
  await row.scrollIntoView();
  await row.hover();
  await page.waitForSelector('#from:not([hidden])');
  const text = await page.$eval('#from', e => e.innerText);
  assert.match(text, /provinces\.csv line \d+: Beijing, 2016: Internet penetration 77\.8% \(reported/);
  assert.match(text, /PEN_A: \w+/);
  await page.mouse.move(2, 2);
  await page.waitForSelector('#from', {hidden: true});
  await page.close();
});

test('lines of which all but the numbers is said once are told in full, in both languages', async () => {
  const page = await open('report');
  const row = () => page.$eval('#s-correlation tbody tr', e => {
    e.focus();
    e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    return Array.from(document.querySelectorAll('#from p')).map(p => p.textContent);
  });
  let lines = await row();
  assert.equal(lines.length, 31);
  for (const line of lines) {
    assert.match(line, /^provinces\.csv line \d+: [\w ]+, 2010: GDP per capita \d+ yuan \(derived, GDP0;POP0\), Internet penetration [\d.]+% \(reported, PEN_A;PEN_B\)$/);
  }
  await page.click('#language');
  lines = await row();
  assert.match(lines[0], /^provinces\.csv 第\d+行：北京，2010：人均地区生产总值 73854元（推算，GDP0；POP0），互联网普及率 69\.4%（已公布，PEN_A；PEN_B）$/);
  await page.close();
});

test('key figures tell theirs by the keyboard, and Escape ends it', async () => {
  const page = await open('report');
  for (let k = 0; k < 12; k++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement.classList.contains('from'))) break;
  }
  const text = await page.$eval('#from', e => e.hidden ? '' : e.innerText);
  assert.match(text, /national\.csv line \d+: 2018-S1: Internet users 80200 10k persons \(reported/);
  await page.keyboard.press('Escape');
  assert.ok(await page.$eval('#from', e => e.hidden));
  await page.close();
});

test('rows are one stop of the Tab key; arrows go on, Enter holds with links', async () => {
  const page = await open('report');
  await unfold(page);
  const stops = await page.$$eval('#s-ranking tbody tr', list => list.filter(r => r.tabIndex === 0).length);
  assert.equal(stops, 1);
  await page.$eval('#s-ranking tbody tr', row => row.focus());
  await page.keyboard.press('ArrowDown');
  const second = await page.$eval('#from', e => e.hidden ? '' : e.innerText);
  assert.match(second, /Shanghai, 2016/);
  await page.keyboard.press('Enter');
  const href = await page.$eval('#from.held a', a => a.getAttribute('href'));
  assert.ok(await page.$(href.replace('.', '\\.')), href + ' is in the page');
  assert.ok(await page.evaluate(() => document.activeElement.closest('#from')), 'it has the focus');
  await page.keyboard.press('Escape');
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Shanghai/);
  assert.ok(await page.$eval('#from', e => e.hidden));
  await page.close();
});

test('a tap holds it at the foot of a phone, and a tap on the cross ends it', async () => {
  const page = await open('report', {width: 390, touch: true});
  const figure = await page.$('.key .from');
  await figure.tap();
  const box = await page.$eval('#from.held', e => e.getBoundingClientRect().toJSON());
  assert.ok(box.bottom >= 890 && box.left === 0 && box.right === 390, JSON.stringify(box));
  await (await page.$('#from button')).tap();
  assert.ok(await page.$eval('#from', e => e.hidden));
  await page.close();
});

test('marks of charts tell where their figures are from, by pointer and finger', async () => {
  const page = await open('report');
  const without = await page.$$eval('figure :is(rect,circle,path)[data-tip]:not([data-from])', list => list.map(e =>
    e.closest('section').id + ': ' + e.dataset.tip));
  // A line has no rows of its own, nor has what was fitted to all of them.
  assert.deepEqual(without.filter(text => /\d/.test(text) && !/cannot be checked|On the line/.test(text)), []);
  const mark = await page.$('#s-map rect[data-from]');
  await mark.scrollIntoView();
  await mark.hover();
  let text = await page.$eval('#from', e => e.hidden ? '' : e.innerText);
  assert.match(text, /^Beijing.*\nInternet penetration: 77\.8%\n+provinces\.csv line \d+: Beijing, 2016: Internet penetration 77\.8% \(reported/);
  await page.close();
  const phone = await open('report', {width: 390, touch: true});
  const bar = await phone.$('#s-ranking rect[data-from]');
  await bar.scrollIntoView();
  await bar.tap();
  text = await phone.$eval('#from.held', e => e.innerText);
  assert.match(text, /provinces\.csv line \d+: Beijing/);
  await phone.close();
});

test('every row of the tables and every key figure of the report has an origin', async () => {
  const page = await open('report');
  const without = await page.$$eval('main section', list => list.flatMap(section =>
    Array.from(section.querySelectorAll('tbody tr:not([data-from])')).map(row =>
      section.id + ': ' + row.textContent)));
  assert.deepEqual(without.filter(text => !/cannot be checked/.test(text)), []);
  const lines = await page.$$eval('#origins li', list => list.length);
  const numbers = await page.$$eval('[data-from]', list => list.flatMap(e => e.dataset.from.split(' ')));
  assert.ok(numbers.every(n => +n >= 1 && +n <= lines));
  await page.close();
});
