// Mails a second of 30 papers each: ours, MJML per mail, MRML (the same language in Rust, as WebAssembly) and React Email, in the
// same run. Prints ratios, since absolute figures depend on the machine. Run: npm run bench:render-mail
// Every subscriber is another one: order and matched terms differ from mail to mail, as they do in a run.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import mjml from 'mjml';
import { createCards } from '../../dist/render/email/cards.js';
import { loadFragments, TEMPLATE_FILES } from '../../dist/render/email/fragments.js';
import { mailParts, renderHtml } from '../../dist/render/email/html.js';
import { createMailRenderer } from '../../dist/render/email/index.js';
import { createFrame, mailOf } from '../../dist/render/email/mail.js';
import { compileShell, MJML_OPTIONS } from '../../dist/render/email/shell.js';
import { expandShell } from '../../dist/render/email/shell-source.js';
import { stringsFor } from '../../dist/render/email/strings.js';
import { applyTheme, readTheme } from '../../dist/render/email/theme.js';

const here = dirname(fileURLToPath(import.meta.url));
if (!existsSync(join(here, 'node_modules', 'mrml'))) {
  console.error('installing the peers in bench/render-mail/ (once) ...');
  const flags = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  if (spawnSync('npm', flags, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0) process.exit(1);
}
const { Engine } = (await import('mrml')).default;
const { render } = await import('@react-email/render');
const { createElement: h } = await import('react');

const cards = Number(process.argv[2] ?? 30);
const subscribers = 500;

// Sources, themed as the renderer does it.
const folder = join(here, '../../templates/email');
const raw = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
const theme = readTheme(raw['theme.json']);
const sources = Object.fromEntries(
  TEMPLATE_FILES.filter((name) => name !== 'theme.json').map((name) => [name, applyTheme(theme, name, raw[name])]),
);

const words = 'reward model preference agent tool bench policy length signal search'.split(' ');
const papers = Array.from({ length: 100 }, (_, i) => ({
  id: `tag:bench.example,2026:${i}`,
  revision: 1,
  title: `Paper ${i}: ${words[i % 10]} and ${words[(i * 3 + 1) % 10]} in the long run`,
  abstract: `Many things are hard. We propose a ${words[i % 10]} that learns ${words[(i + 4) % 10]} from ${words[(i + 7) % 10]} data. ${'It is better than what was there before, on most of the tasks. '.repeat(12)}`,
  aiSummary: null,
  authors: ['A. Author', 'B. Author', 'C. Author'],
  authorCount: 3 + (i % 9),
  organization: i % 3 === 0 ? { handle: 'lab', name: 'A Laboratory' } : null,
  published: '2026-02-03',
  publishedText: null,
  upvotes: i,
  comments: 1,
  links: ['page', 'arxiv', 'pdf', 'code'].map((rel) => ({ rel, url: `https://${rel}.example.org/2602.${10000 + i}` })),
}));
const digestOf = (n) => ({
  id: `2026-02-04-${n}`,
  subscription: `s${n}`,
  channel: 'smtp',
  date: '2026-02-04',
  editions: ['2026-02-04.1'],
  rolledOver: n % 4,
  items: Array.from({ length: cards }, (_, i) => {
    const topic = `Topic ${Math.floor((i * 4) / cards)}`;
    const term = words[(n + i) % 10];
    const matches = [{ topic, score: 1 + ((n * 7 + i) % 50), spans: [{ field: 'title', start: 0, end: 1, term }] }];
    return { paper: papers[(n * 13 + i) % papers.length], kind: 'new', fields: [], topic, matches };
  }),
});
const reader = (n) => ({ id: `s${n}`, name: `Reader ${n}`, locale: 'en-GB' });
const context = { siteUrl: 'https://papers.example.org', mailto: 'leave@example.org' };
const digests = Array.from({ length: subscribers }, (_, n) => digestOf(n));

const cache = new Map();
const store = { get: async (key) => cache.get(key) ?? null, set: async (key, value) => void cache.set(key, value) };
const renderer = await createMailRenderer(raw, store);

// The same mail for MJML and MRML: its parts put into the source of the template, compiled whole.
const fragments = await loadFragments(sources);
const strings = stringsFor('en-GB');
const shell = await compileShell(sources['shell.mjml']);
const base = {
  context,
  fragments,
  strings,
  shell,
  cards: createCards(fragments, strings),
  frame: createFrame(fragments),
};
/** The HTML alone, as the renderer makes it: what MJML and MRML make. */
const htmlOnly = (n) =>
  renderHtml(mailOf({ ...base, digest: digests[n], reader: reader(n) }), `A subject ${n}`, new Map(), 102_000).html;
const wholeSource = (n, subject) => {
  const mail = mailOf({ ...base, digest: digests[n], reader: reader(n) });
  const { values, blocks } = mailParts(mail, subject, new Map());
  const filled = sources['shell.mjml'].replace(/@@([a-z]+)@@/g, (found, slot) => values[slot] ?? found);
  return expandShell(filled, blocks);
};

// A digest in React, as plain as it can be: elements of HTML, no component of a library.
const reactMail = (n) => {
  const { items } = digests[n];
  const card = ({ paper, matches }, i) =>
    h('div', { key: i }, [
      h('h3', { key: 't' }, h('a', { href: paper.links[0].url }, paper.title)),
      h('p', { key: 'm' }, `${paper.authors.join(', ')} · ${paper.published} · ${paper.upvotes} upvotes`),
      h('p', { key: 'g' }, paper.abstract.slice(0, 200)),
      h('p', { key: 'w' }, ['Why: ', h('b', { key: 'b' }, matches[0].spans[0].term)]),
      h(
        'p',
        { key: 'l' },
        paper.links.map(({ rel, url }) => h('a', { key: rel, href: url }, rel)),
      ),
    ]);
  return h('html', { lang: 'en' }, h('body', null, items.map(card)));
};

/** Mails for a second of processor time, which a busy machine changes less than the clock's; 20 mails at least. */
async function rate(work) {
  let mails = 0;
  let bytes = 0;
  const start = process.cpuUsage();
  for (;;) {
    const html = await work(mails % subscribers);
    // Asks for the last character, so that a text put together from parts is one.
    bytes += html.length + (html.charCodeAt(html.length - 1) & 0);
    mails++;
    if (mails % 20 > 0) continue;
    const { user, system } = process.cpuUsage(start);
    if (user + system > 400_000) return { perSecond: (mails * 1e6) / (user + system), bytes: bytes / mails };
  }
}

// Is it the same mail? Without that the comparison says nothing.
const [ours] = [renderer.render(digests[0], reader(0), context)];
const theirs = (await mjml(wholeSource(0, ours.subject), MJML_OPTIONS)).html;
if (ours.html !== theirs) throw new Error('MJML gives other bytes than ours');
if (ours.html === (await mjml(wholeSource(1, ours.subject), MJML_OPTIONS)).html) throw new Error('the control failed');
console.log(
  `the same ${Buffer.byteLength(theirs)} bytes from ours and from MJML; ${cards} papers, ${subscribers} subscribers\n`,
);

const engine = new Engine();
const htmlOf = (result) => {
  if (result.type === 'error') throw new Error(JSON.stringify(result));
  return result.content;
};
const sourcesOf = Array.from({ length: 20 }, (_, n) => wholeSource(n, 'A subject'));
const works = {
  'paperboy: HTML': htmlOnly,
  'paperboy: HTML, text, subject': (n) => renderer.render(digests[n], reader(n), context).html,
  'mjml per mail': async (n) => (await mjml(sourcesOf[n % 20], MJML_OPTIONS)).html,
  'mrml per mail': (n) => htmlOf(engine.toHtml(sourcesOf[n % 20])),
  '@react-email/render': (n) => render(reactMail(n)),
};
// Round by round, so that a slow moment of the machine meets all alike; the first round warms up.
const rounds = 6;
const results = Object.fromEntries(Object.keys(works).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, work] of Object.entries(works)) {
    const result = await rate(work);
    if (round > 0) results[name].push(result);
  }
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const own = results['paperboy: HTML'].map(({ perSecond }) => perSecond);
console.log('median of 5 rounds                mails/s of CPU   times slower than our HTML');
for (const [name, rows] of Object.entries(results)) {
  const ratio = median(rows.map(({ perSecond }, i) => own[i] / perSecond));
  const perSecond = median(rows.map((row) => row.perSecond));
  const size = `${(rows[0].bytes / 1000).toFixed(0)} kB`;
  console.log(
    `${name.padEnd(32)} ${perSecond.toFixed(0).padStart(14)} ${ratio.toFixed(1).padStart(12)} x  ${size.padStart(8)}`,
  );
}
