// Makes the pictures in docs/images/ from the sample digests: npm run screenshots
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import install from './install.mjs';

install();
const { fonts, launch } = await import('./browser.mjs');
const { default: UPNG } = await import('upng-js');

const root = fileURLToPath(new URL('../../', import.meta.url));
const image = (name) => join(root, 'docs', 'images', name);
const scratch = mkdtempSync(join(tmpdir(), 'paperboy-screenshots-'));
const now = ['--now', '2026-11-21T12:00:00Z'];

/** Runs the command on the samples and gives the HTML of each mail. */
function mailsOf(folder, ...more) {
  const out = join(scratch, folder);
  const { status, stderr } = spawnSync(process.execPath, ['dist/cli/main.js', 'run', ...more, '--out', out, ...now], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Object.assign((id) => readFileSync(join(out, 'mail', 'preview', id, 'digest.html'), 'utf8'), { out });
}

const tool = await launch();

/** Writes a picture in 64 colours, which is all that text on two grounds needs, at a third of the size. */
function write(name, bytes) {
  const { width, height, ...picture } = UPNG.decode(bytes);
  const small = Buffer.from(UPNG.encode(UPNG.toRGBA8({ width, height, ...picture }), width, height, 64));
  writeFileSync(image(name), small);
  process.stdout.write(`${name}  ${(small.length / 1000).toFixed(0)} kB\n`);
}

/** A mail in one width and scheme, its first `height` pixels, as a data URL. */
async function shot(html, { width, scheme, height }) {
  const { page } = await tool.show(html, { width, scheme });
  await page.addStyleTag({ content: fonts() });
  await page.evaluate(() => document.fonts.ready);
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, whole) };
  const bytes = await page.screenshot({ fullPage: true, clip });
  await page.close();
  return { url: `data:image/png;base64,${bytes.toString('base64')}`, width };
}

/** A page of the site that a run wrote, opened from disk. */
async function siteShot({ out }, file, { width, scheme, height }) {
  // The pages' policy allows no styles but their own; the fonts are added all the same.
  const page = await tool.browser.newPage({ viewport: { width, height }, colorScheme: scheme, bypassCSP: true });
  await page.goto(pathToFileURL(join(out, 'public', file)).href);
  await page.addStyleTag({ content: fonts() });
  await page.evaluate(() => document.fonts.ready);
  const bytes = await page.screenshot({ clip: { x: 0, y: 0, width, height } });
  await page.close();
  return { url: `data:image/png;base64,${bytes.toString('base64')}`, width };
}

/** Pictures side by side on a quiet ground. */
async function montage(name, shots) {
  const frames = shots.map(({ url, width }) => `<img src="${url}" width="${width}" alt="">`).join('');
  const width = shots.reduce((sum, shown) => sum + shown.width, 0) + 20 * (shots.length + 1);
  const page = await tool.browser.newPage({ viewport: { width, height: 600 } });
  await page.setContent(
    `<style>body{margin:0;padding:20px;display:flex;gap:20px;align-items:flex-start;background:#d8d4cb}img{display:block;box-shadow:0 1px 6px #0004}</style>${frames}`,
  );
  const bytes = await page.screenshot({ fullPage: true });
  await page.close();
  write(name, bytes);
}

try {
  // The dump of the API: it has links, organisations and counts.
  const daily = mailsOf('daily', 'dumps/2026-02-04-daily.json');
  const text = mailsOf('text');
  // All editions at once, as after some days without a run.
  const several = mailsOf('several', '--since', '2025-07-01');
  for (const [name, html] of [
    ['mail.png', daily('chi')],
    ['mail-ada.png', text('ada')],
    ['mail-ben.png', text('ben')],
    ['mail-several-days.png', several('chi')],
  ]) {
    await montage(name, [
      await shot(html, { width: 600, scheme: 'light', height: 820 }),
      await shot(html, { width: 600, scheme: 'dark', height: 820 }),
      await shot(html, { width: 320, scheme: 'light', height: 820 }),
    ]);
  }
  await montage('site.png', [
    await siteShot(daily, 'index.html', { width: 640, scheme: 'light', height: 820 }),
    await siteShot(text, 'topics/index.html', { width: 640, scheme: 'dark', height: 820 }),
    await siteShot(daily, 'index.html', { width: 320, scheme: 'light', height: 820 }),
  ]);
  const flags = ['--port', '0', '--json', '--out', join(scratch, 'p'), ...now];
  const preview = spawn(process.execPath, ['dist/cli/main.js', 'preview', 'dumps/2026-02-04-daily.json', ...flags], {
    cwd: root,
  });
  let printed = '';
  const url = await new Promise((resolve, reject) => {
    preview.stdout.setEncoding('utf8').on('data', (chunk) => {
      printed += chunk;
      if (printed.endsWith('\n}\n')) resolve(JSON.parse(printed).url);
    });
    preview.on('exit', reject);
  });
  const page = await tool.browser.newPage({ viewport: { width: 900, height: 760 } });
  await page.goto(url);
  await page.waitForSelector('iframe');
  await page.waitForTimeout(500);
  const bytes = await page.screenshot();
  write('preview.png', bytes);
  preview.removeAllListeners('exit');
  preview.kill('SIGINT');
} finally {
  await tool.close();
  rmSync(scratch, { recursive: true, force: true });
}
