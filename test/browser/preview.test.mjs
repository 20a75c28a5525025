import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launch } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = mkdtempSync(join(tmpdir(), 'paperboy-preview-page-'));
let child;
let url;
let tool;

beforeAll(async () => {
  child = spawn(process.execPath, ['dist/cli/main.js', 'preview', '--port', '0', '--json', '--out', out], {
    cwd: root,
  });
  let printed = '';
  url = await new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      if (printed.endsWith('\n}\n')) resolve(JSON.parse(printed).url);
    });
    child.on('exit', reject);
  });
  tool = await launch();
}, 120_000);
afterAll(async () => {
  child?.kill('SIGINT');
  await tool?.close();
  rmSync(out, { recursive: true, force: true });
});

it('the page of paperboy preview shows mails in a frame that runs nothing, and their parts as text', async () => {
  const page = await tool.browser.newPage({ viewport: { width: 1000, height: 800 } });
  const refused = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(message.text());
  });
  await page.goto(url);
  const frame = page.locator('iframe');
  await frame.waitFor();
  expect(await frame.getAttribute('sandbox')).toBe('');
  expect(await frame.evaluate((node) => node.clientWidth)).toBe(600);
  expect(await page.frameLocator('iframe').locator('h1').textContent()).toBe('Paperboy');
  expect(await page.locator('#plan').textContent()).toBe('4 with their gist in full.');
  await page.getByRole('button', { name: /Chi/ }).click();
  await page.getByLabel('320').check();
  expect(await page.locator('#subject').textContent()).toMatch(/^Safety: /);
  await expect.poll(() => frame.evaluate((node) => node.clientWidth)).toBe(320);
  await page.getByLabel('Dark').check();
  const ground = page.frameLocator('iframe').locator('body');
  await expect.poll(() => ground.evaluate((body) => getComputedStyle(body).backgroundColor)).toBe('rgb(23, 22, 21)');
  await page.getByLabel('Text').check();
  await expect.poll(() => page.locator('pre').textContent()).toMatch(/^Paperboy\n/);
  await page.getByLabel('Headers').check();
  await expect.poll(() => page.locator('pre').textContent()).toMatch(/List-Unsubscribe:\s*<mailto:/);
  expect(refused).toEqual([]);
  await page.close();
});
