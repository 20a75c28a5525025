import { spawnSync } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysSample, emptySample, libraryOf, siteOf } from '../render/site/sample.ts';
import { launch } from './browser.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A few days of several months, so that the search has shards that are not loaded at first. */
const days = [
  '2025-09-01',
  '2025-10-06',
  '2025-11-03',
  '2025-12-30',
  '2026-01-12',
  '2026-02-25',
  '2026-02-26',
  '2026-02-27',
];
const folder = mkdtempSync(join(tmpdir(), 'paperboy-site-'));
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };

let tool;
let server;
let files;
let kinds;
const windows = {};

beforeAll(async () => {
  const library = libraryOf(daysSample(days));
  files = siteOf(library, { siteUrl: null });
  const empty = siteOf(libraryOf(emptySample), { siteUrl: null });
  for (const [root, all] of [
    ['full', files],
    ['empty', empty],
  ]) {
    for (const [file, text] of all) {
      const path = join(folder, root, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
  }
  const papers = [...files].filter(([file]) => file.startsWith('papers/'));
  const paper = (title) => papers.find(([, html]) => html.includes(title))[0];
  kinds = {
    'the front page': 'full/index.html',
    'an edition': 'full/editions/2026-02-27.1/index.html',
    'the calendar': 'full/calendar/index.html',
    'a year': 'full/calendar/2026.html',
    topics: 'full/topics/index.html',
    'a topic': 'full/topics/topic-0/index.html',
    'a month of a topic': 'full/topics/topic-0/2026-02.html',
    'a topic that nobody matched': 'full/topics/topic-2/index.html',
    'a saved query': 'full/queries/query-0/index.html',
    'a reader': 'full/subscribers/subscriber-0/index.html',
    'a paper with a history': `full/${papers.find(([, html]) => html.includes('<del'))[0]}`,
    'a paper with a long title': `full/${paper('Pneumono')}`,
    'a paper from right to left': `full/${paper('وكلاء')}`,
    weeks: 'full/weeks/index.html',
    'a week': 'full/weeks/2026-W09/index.html',
    months: 'full/months/index.html',
    'a month': 'full/months/2026-02/index.html',
    'the search': 'full/search/index.html',
    subscribe: 'full/subscribe/index.html',
    'no such page': 'full/404.html',
    'an empty archive': 'empty/index.html',
    'an empty calendar': 'empty/calendar/index.html',
    'no topics': 'empty/topics/index.html',
  };
  server = createServer((request, response) => {
    const path = join(folder, decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const found = statSync(path, { throwIfNoEntry: false })?.isFile();
    response.writeHead(found ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' });
    if (found) createReadStream(path).pipe(response);
    else response.end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  tool = await launch();
}, 120_000);
afterAll(async () => {
  await tool?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const served = (path) => `http://127.0.0.1:${server.address().port}/${path}`;
const onDisk = (path) => pathToFileURL(join(folder, path)).href;

/** A page, and what it said and asked for that it should not have. One window for all that have scripts, one for the others. */
async function open(url, { width = 1000, scheme = 'light', scripts = true, media = 'screen' } = {}) {
  windows[scripts] ??= await tool.browser.newContext({ javaScriptEnabled: scripts });
  const page = await windows[scripts].newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme: scheme, media });
  const faults = [];
  page.on('console', (message) => faults.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const own = request.url().startsWith(served('')) || request.url().startsWith(onDisk(''));
    if (!own && !request.url().startsWith('data:')) faults.push(`asked for ${request.url()}`);
  });
  page.on('requestfailed', (request) => faults.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url);
  return { page, faults };
}

const names = [
  'the front page',
  'an edition',
  'the calendar',
  'a year',
  'topics',
  'a topic',
  'a month of a topic',
  'a topic that nobody matched',
  'a saved query',
  'a reader',
  'a paper with a history',
  'a paper with a long title',
  'a paper from right to left',
  'weeks',
  'a week',
  'months',
  'a month',
  'the search',
  'subscribe',
  'no such page',
  'an empty archive',
  'an empty calendar',
  'no topics',
];

describe.each(names)('%s', (name) => {
  it('axe finds nothing in light and dark, the console says nothing, nothing foreign is asked for; it fits 320 px', async () => {
    const { page, faults } = await open(served(kinds[name]));
    await page.evaluate(() => {
      for (const fold of document.querySelectorAll('details')) fold.open = true;
    });
    await page.evaluate(axe);
    for (const scheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: scheme });
      const found = await page.evaluate('axe.run(document)');
      expect(found.violations.map(({ id, nodes }) => `${scheme} ${id}: ${nodes[0].html}`)).toEqual([]);
      expect(found.passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'html-has-lang']));
    }
    await page.setViewportSize({ width: 320, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('from disk and without scripts it is styled, says what it is about and leads on', async () => {
    const { page, faults } = await open(onDisk(kinds[name]), { scripts: false });
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main').innerText()).not.toBe('');
    const border = await page.locator('.mast').evaluate((node) => getComputedStyle(node).borderTopStyle);
    expect(border).toBe('double');
    await page.getByRole('link', { name: 'Calendar', exact: true }).first().click();
    expect(await page.locator('h1').innerText()).toBe('Calendar');
    expect(faults).toEqual([]);
    await page.close();
  });
});

it('a topic whose name is one long word fits 320 px, in a table and among the busiest topics', async () => {
  const path = join(folder, 'full', 'long.html');
  const page = files
    .get('index.html')
    .replace(
      '<main id="main" tabindex="-1">',
      `$&<table class="wide"><tbody><tr><th scope="row">${'W'.repeat(90)}</th><td>1</td></tr></tbody></table><ul class="chips"><li><a href="#main">${'W'.repeat(90)}</a></li></ul>`,
    );
  writeFileSync(path, page);
  const shown = await open(served('full/long.html'), { width: 320 });
  expect(await shown.page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await shown.page.close();
  rmSync(path);
});

it('would see faults: a pale colour, what the policy refuses, something too wide', async () => {
  const path = join(folder, 'full', 'broken.html');
  const wide = `<p class="quiet">${'x'.repeat(90)}</p>`.replace('x', '<nobr>x').replace('</p>', '</nobr></p>');
  const bad = `<p><font color="#dddddd">pale</font></p><img src="https://tracker.example.org/x.png" alt="">${wide}`;
  writeFileSync(path, files.get('index.html').replace('<main id="main" tabindex="-1">', `$&${bad}`));
  const { page, faults } = await open(served('full/broken.html'), { width: 320 });
  const found = await page.evaluate(`${axe}; axe.run(document)`);
  expect(found.violations.map(({ id }) => id)).toContain('color-contrast');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeGreaterThan(320);
  expect(faults.join()).toMatch(/Content Security Policy/);
  await page.close();
  rmSync(path);
});

describe.each([
  ['served', served],
  ['opened from disk', onDisk],
])('the search, %s', (_, at) => {
  const find = async (page, text) => {
    await page.locator('#words').fill(text);
    await expect.poll(() => page.locator('#status').innerText()).toMatch(/found/);
    return page.locator('#found .title').allInnerTexts();
  };

  it('finds papers by title, author, organisation and topic, whatever the accents and capitals', async () => {
    const { page, faults } = await open(at('full/search/index.html'));
    expect((await find(page, 'calibrated rew'))[0]).toMatch(/^Judging the Judge/);
    expect(await find(page, 'zolc lukasiewicz')).not.toEqual([]);
    expect(await find(page, 'ŻÓŁĆ')).not.toEqual([]);
    expect(await find(page, 'north lab')).not.toEqual([]);
    expect((await find(page, 'الأدوات')).length).toBeGreaterThan(0);
    expect(await find(page, '<script> "quotes"')).toEqual([]);
    expect(await page.locator('#status').innerText()).toBe('Nothing found. Searched: September 2025 – February 2026.');
    expect(faults).toEqual([]);
    await page.close();
  });

  it('loads the newest months, older ones when asked, and goes by keys', async () => {
    const { page } = await open(at('full/search/index.html'));
    const few = (await find(page, 'one tool')).length;
    expect(await page.locator('#status').innerText()).toMatch(/Searched: December 2025 – February 2026/);
    await page.getByRole('button', { name: 'Search older papers too' }).click();
    await expect.poll(() => page.locator('#found li').count()).toBeGreaterThan(few);
    expect(await page.locator('#older').isHidden()).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/papers\//);
    expect(await page.locator('h1').innerText()).toMatch(/^One Tool/);
    await page.goBack();
    expect(await page.locator('#words').inputValue()).toBe('one tool');
    await page.close();
  });

  it('without scripts it says where to look instead', async () => {
    const { page } = await open(at('full/search/index.html'), { scripts: false });
    expect(await page.locator('main').innerText()).toMatch(/needs JavaScript/);
    expect(await page.locator('#search').isHidden()).toBe(true);
    await page.close();
  });
});

it('the keyboard reaches the papers: the skip link comes first, and focus can be seen', async () => {
  const { page } = await open(onDisk('full/index.html'), { width: 320 });
  await page.keyboard.press('Tab');
  const skip = page.locator('.skip');
  expect(await skip.evaluate((node) => node === document.activeElement && node.getBoundingClientRect().left >= 0)).toBe(
    true,
  );
  expect(await skip.evaluate((node) => getComputedStyle(node).outlineStyle)).toBe('solid');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement.id)).toBe('main');
  await page.close();
});

it('on paper there is no navigation, and colours are those of paper', async () => {
  const { page } = await open(onDisk('full/index.html'), { scheme: 'dark', media: 'print' });
  expect(await page.locator('nav').isHidden()).toBe(true);
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(0, 0, 0)');
  await page.close();
});

it('a title from right to left keeps its direction, and what stands beside it its own', async () => {
  const { page } = await open(onDisk(kinds['a paper from right to left']));
  expect(await page.locator('h1').evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
  expect(
    await page
      .locator('.meta')
      .first()
      .evaluate((node) => getComputedStyle(node).direction),
  ).toBe('ltr');
  await page.close();
});

describe('markup', () => {
  it('html-validate: every element closed, nested and attributed as it may be', async () => {
    const off = [
      'no-trailing-whitespace',
      'no-implicit-close',
      'long-title',
      'doctype-style',
      'void-style',
      'no-redundant-role',
      'prefer-native-element',
      'no-raw-characters',
      'wcag/h32',
      'wcag/h30',
      'no-inline-style',
    ];
    const checker = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: Object.fromEntries(off.map((rule) => [rule, 'off'])),
    });
    for (const name of names) {
      const html = readFileSync(join(folder, kinds[name]), 'utf8');
      const { results } = await checker.validateString(html);
      expect(
        results.flatMap(({ messages }) =>
          messages.map(({ ruleId, message, line }) => `${name}:${line} ${ruleId}: ${message}`),
        ),
      ).toEqual([]);
    }
    const bad = await checker.validateString(files.get('index.html').replace('<h1>', '<h1 nonsense="x"><div>'));
    expect(bad.valid).toBe(false);
  });

  it('Nu checker: no error', () => {
    if (spawnSync('java', ['-version']).status !== 0) {
      process.stdout.write('NOT RUN: the Nu HTML checker needs Java, which is not installed here\n');
      return;
    }
    const jar = fileURLToPath(new URL('node_modules/vnu-jar/build/dist/vnu.jar', import.meta.url));
    const { stdout } = spawnSync(
      'java',
      [
        '-jar',
        jar,
        '--format',
        'json',
        '--stdout',
        '--exit-zero-always',
        ...names.map((name) => join(folder, kinds[name])),
      ],
      { encoding: 'utf8' },
    );
    const errors = JSON.parse(stdout).messages.filter(({ type }) => type !== 'info');
    expect(errors.map(({ url, message }) => `${url}: ${message}`)).toEqual([]);
  }, 240_000);
});
