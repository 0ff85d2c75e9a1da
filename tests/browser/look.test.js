// What can be seen: nothing overflows, overlaps or is cut off; contrast; paper; and the
// same for readers of screens.
'use strict';

const assert = require('node:assert');
const fs = require('fs');
const path = require('path');
const {after, before, test} = require('node:test');
const {HtmlValidate} = require('html-validate');
const {parse, serialize} = require('parse5');
const {start, stop, open, unfold, folder} = require('./page.js');

before(start);
after(stop);

const pages = fs.readdirSync(folder).filter(f => f.endsWith('.html')).map(f => path.basename(f, '.html'))
  .sort();

test('no page asks for anything, and none has an error', async () => {
  for (const name of pages) {
    const page = await open(name);
    await page.click('#language');
    await page.click('#language');
    assert.deepEqual(page.offences, [], name);
    await page.close();
  }
});

test('no page is wider than the window, on a desk or a phone, in either language', async () => {
  for (const name of pages) {
    for (const width of [390, 1280]) {
      const page = await open(name, {width});
      await unfold(page);
      for (let turn = 0; turn < 2; turn++) {
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${name} at ${width}: ${wide}`);
        await page.click('#language');
      }
      await page.close();
    }
  }
});

// Texts of visible charts that meet each other or leave the picture.
function troubles() {
  const found = [];
  for (const svg of document.querySelectorAll('figure svg')) {
    if (!svg.checkVisibility()) continue;
    const frame = svg.getBoundingClientRect();
    const boxes = Array.from(svg.querySelectorAll('text')).filter(e => e.checkVisibility()).map(e => {
      const b = e.getBoundingClientRect(), slack = b.height * 0.2;
      return {text: e.textContent, left: b.left + slack / 2, right: b.right - slack / 2, top: b.top + slack,
        bottom: b.bottom - slack};
    });
    boxes.forEach((a, i) => {
      if (a.left < frame.left - 1 || a.right > frame.right + 1 || a.top < frame.top - 2 ||
          a.bottom > frame.bottom + 2) found.push('cut off: ' + a.text);
      boxes.slice(i + 1).forEach(b => {
        if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom) {
          found.push('overlap: ' + a.text + ' | ' + b.text);
        }
      });
    });
  }
  return found;
}

test('texts in charts neither overlap nor are cut off', async () => {
  for (const name of pages.filter(n => n !== 'hostile')) {
    for (const width of [390, 1280]) {
      const page = await open(name, {width});
      assert.deepEqual(await page.evaluate(troubles), [], name + ' at ' + width);
      await page.click('#language');
      assert.deepEqual(await page.evaluate(troubles), [], name + ' in Chinese at ' + width);
      await page.close();
    }
  }
});

// The least height of names in what is visible of the charts that name points, in px, and
// how many there are.
function names() {
  const list = Array.from(document.querySelectorAll('#s-correlation figure text')).filter(e =>
    e.checkVisibility() && /^\p{L}[\p{L} ]*$/u.test(e.textContent));
  return {n: list.length, least: Math.min(...list.map(e => {
    const svg = e.ownerSVGElement;
    return parseFloat(getComputedStyle(e).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  }))};
}

test('names of points can be read on a phone', async () => {
  for (const [width, least] of [[320, 9], [390, 11], [1280, 12]]) {
    for (const language of ['report', 'report-zh']) {
      const page = await open(language, {width});
      const found = await page.evaluate(names);
      assert.ok(found.n >= 18 && found.least >= least, `${language} at ${width}: ${JSON.stringify(found)}`);
      await page.close();
    }
  }
});

// Texts with less than 4.5 : 1 (WCAG 2.1, 1.4.3) against what they stand on.
function pale() {
  const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const parse = text => (text.match(/[\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  // The colour behind an element: of an ancestor, or of a cell of a map under a text.
  const behind = e => {
    const svg = e.closest('svg');
    if (svg) {
      const b = e.getBoundingClientRect(), x = b.left + b.width / 2, y = b.top + b.height / 2;
      const under = Array.from(svg.querySelectorAll('rect')).filter(r => {
        const c = r.getBoundingClientRect();
        return c.left < b.left && c.right > b.right && c.top <= y && c.bottom >= y && x > c.left;
      }).pop();
      if (under && getComputedStyle(under).fill !== 'none') return parse(getComputedStyle(under).fill);
    }
    for (let p = e; p; p = p.parentElement) {
      const c = parse(getComputedStyle(p).backgroundColor);
      if (c.length && (c.length < 4 || c[3] > 0)) return c;
    }
    return [255, 255, 255];
  };
  const found = {};
  const walk = document.createTreeWalker(document.body, 4);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const e = node.parentElement;
    if (!node.data.trim() || !e.checkVisibility() || e.closest('script,style')) continue;
    const style = getComputedStyle(e);
    const own = parse(e.closest('svg') ? style.fill : style.color);
    const r = ratio(own, behind(e));
    if (r < 4.5) found[`${e.tagName} ${e.className.baseVal || e.className} ${node.data.trim().slice(0, 30)}`] = r.toFixed(2);
  }
  return found;
}

test('texts stand out from their ground, light and dark', async () => {
  for (const name of pages) {
    for (const dark of [false, true]) {
      const page = await open(name, {dark});
      await unfold(page);
      assert.deepEqual(await page.evaluate(pale), {}, `${name}, ${dark ? 'dark' : 'light'}`);
      await page.close();
    }
  }
});

test('marks of charts tell their figures when pointed at', async () => {
  const page = await open('report');
  const marks = await page.$$('#s-correlation [data-tip]');
  assert.ok(marks.length > 10);
  await marks[5].scrollIntoView();
  await marks[5].hover();
  const text = await page.$eval('#from', e => e.hidden ? '' : e.innerText);
  assert.match(text, /GDP per capita: [\d ]+/);
  assert.match(text, /Internet penetration: [\d.]+%/);
  await page.close();
});

test('headings are in order, pictures have a text, focus can be seen', async () => {
  for (const name of pages) {
    const page = await open(name);
    const levels = await page.$$eval('h1,h2,h3,h4', list => list.map(e => +e.tagName[1]));
    assert.equal(levels[0], 1);
    assert.equal(levels.filter(l => l === 1).length, 1);
    levels.forEach((l, i) => assert.ok(i === 0 || l <= levels[i - 1] + 1, name + ': ' + levels));
    const mute = await page.$$eval('svg', list => list.filter(e => e.getAttribute('role') !== 'img' ||
      !(e.getAttribute('aria-label') || '').trim()).length);
    assert.equal(mute, 0, name);
    await page.close();
  }
  const page = await open('report');
  for (let k = 0; k < 25; k++) {
    await page.keyboard.press('Tab');
    const seen = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    });
    assert.ok(seen, 'stop ' + k);
  }
  await page.close();
});

test('without the script all text is there, with nothing that does not work', async () => {
  const page = await open('report', {script: false});
  assert.ok(await page.$$eval('#language, #how', list => list.every(e => e.hidden)));
  for (const query of ['h1', 'p.lead', '.key dd', 'figure svg text', 'tbody th', '#origins li', '.sources li']) {
    assert.ok(await page.$$eval(query, list => list.length > 0 && list.some(e => e.textContent.trim())), query);
  }
  const alternatives = await page.$$eval('svg', list => list.every(e => {
    const ids = (e.getAttribute('aria-labelledby') || '').split(' ');
    return ids.length > 0 && ids.every(id => document.getElementById(id).textContent.trim());
  }));
  assert.ok(alternatives);
  await page.close();
});

test('on paper nothing is folded away and nothing is to be pressed', async () => {
  for (const script of [true, false]) {
    const page = await open('report', {script});
    await page.emulateMediaType('print');
    const closed = await page.$$eval('details', list => list.flatMap(d => Array.from(d.children)
      .filter(e => e.getBoundingClientRect().height === 0).map(e => d.textContent.slice(0, 40))));
    assert.deepEqual(closed, []);
    const buttons = await page.$$eval('#language, #from, #how, nav', list => list.filter(e => e.checkVisibility()).length);
    assert.equal(buttons, 0);
    const pdf = Buffer.from(await page.pdf({format: 'A4'}));
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
    const count = (pdf.toString('latin1').match(/\/Type \/Page\b/g) || []).length;
    assert.ok(count >= 10 && count <= 80, count + ' pages');
    await page.close();
  }
});

test('hostile data stays text', async () => {
  const page = await open('hostile');
  await page.click('#language');
  await page.click('#language');
  for (const e of await page.$$('tbody tr')) { await e.hover(); }
  await page.evaluate(() => {
    for (const e of document.querySelectorAll('[data-tip], tr, th button')) {
      e.dispatchEvent(new PointerEvent('pointermove', {bubbles: true, pointerType: 'mouse'}));
      e.dispatchEvent(new MouseEvent('click', {bubbles: true}));
    }
  });
  await page.click('#language');
  await page.click('#language');
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.equal(await page.$$eval('img, script[src], iframe, [onload], [onerror], [onmouseover]', l => l.length), 0);
  assert.equal(await page.$$eval('script', l => l.length), 2);
  assert.equal(await page.$eval('h1', e => e.textContent), '</script><script>window.broken = 1</script>');
  assert.deepEqual(page.offences, []);
  await page.close();
});

test('pages are valid HTML', async () => {
  const validator = new HtmlValidate({extends: ['html-validate:standard'], elements: ['html5'], rules: {
    'attr-quotes': 'off', 'no-implicit-close': 'off', 'no-inline-style': 'off', 'void-style': 'off',
    'long-title': 'off', 'no-unknown-elements': 'error', 'prefer-native-element': 'off',
    'valid-id': ['error', {relaxed: true}], 'attribute-boolean-style': 'off',
  }});
  for (const name of pages) {
    const source = fs.readFileSync(path.join(folder, name + '.html'), 'utf8');
    const wrong = [];
    parse(source, {onParseError: e => wrong.push(`${name}:${e.startLine}: ${e.code}`)});
    assert.deepEqual(wrong, []);
    // The validator knows no elements that end by themselves: they are written out first.
    const report = await validator.validateString(serialize(parse(source)));
    const told = report.results.flatMap(r => r.messages.map(m => `${name}:${m.line}: ${m.ruleId}: ${m.message}`));
    assert.deepEqual(told.slice(0, 5), []);
  }
});

test('the report is small', () => {
  for (const name of ['report', 'report-zh']) {
    const size = fs.statSync(path.join(folder, name + '.html')).size;
    assert.ok(size < 240000, `${name}: ${size} bytes`);
  }
});
