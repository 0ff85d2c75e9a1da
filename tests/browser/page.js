// Opens pages for the tests: every request but that of the page is an offence, and so
// are errors and what is said in the console.
'use strict';

const path = require('path');
const puppeteer = require('puppeteer-core');

const folder = process.env.ALMANAC_PAGES;
let browser = null;

async function start() {
  browser = await puppeteer.launch({executablePath: process.env.ALMANAC_BROWSER,
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb']});
}

async function stop() { await browser.close(); }

// {width, dark, script: false, touch}: the page, and in page.offences what went wrong.
async function open(name, options = {}) {
  const page = await browser.newPage();
  const own = 'file://' + path.join(folder, name + '.html');
  page.offences = [];
  page.on('console', message => page.offences.push('console: ' + message.text()));
  page.on('pageerror', error => page.offences.push('error: ' + error.message));
  page.on('request', request => {
    if (request.url() !== own) page.offences.push('request: ' + request.url());
  });
  page.setDefaultTimeout(20000);
  await page.setJavaScriptEnabled(options.script !== false);
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme',
    value: options.dark ? 'dark' : 'light'}]);
  await page.setViewport({width: options.width || 1280, height: 900,
    hasTouch: options.touch || false, isMobile: options.touch || false});
  await page.goto(own);
  return page;
}

// Opens all that is folded away.
async function unfold(page) {
  await page.$$eval('details', list => list.forEach(e => { e.open = true; }));
}

module.exports = {start, stop, open, unfold, folder};
