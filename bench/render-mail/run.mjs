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
import { mailParts } from '../../dist/render/email/html.js';
import { createMailRenderer } from '../../dist/render/email/index.js';
import { mailOf } from '../../dist/render/email/mail.js';
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
const base = {
  context,
  fragments,
  strings,
  shell: await compileShell(sources['shell.mjml']),
  cards: createCards(fragments, strings),
};
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

async function rate(name, least, work) {
  for (let n = 0; n < Math.min(20, subscribers); n++) await work(n);
  let mails = 0;
  let bytes = 0;
  const start = performance.now();
  for (;;) {
    bytes += (await work(mails % subscribers)).length;
    mails++;
    if (mails >= least && performance.now() - start > 2_000) break;
  }
  return { name, perSecond: (mails * 1000) / (performance.now() - start), bytes: bytes / mails };
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
const rows = [
  await rate('paperboy: HTML, text, subject', 500, (n) => renderer.render(digests[n], reader(n), context).html),
  await rate('mjml per mail', 10, async (n) => (await mjml(sourcesOf[n % 20], MJML_OPTIONS)).html),
  await rate('mrml per mail', 10, (n) => htmlOf(engine.toHtml(sourcesOf[n % 20]))),
  await rate('@react-email/render', 10, (n) => render(reactMail(n))),
];
for (const { name, perSecond, bytes } of rows) {
  const ratio = rows[0].perSecond / perSecond;
  console.log(
    `${name.padEnd(30)} ${perSecond.toFixed(0).padStart(8)} mails/s  ${ratio.toFixed(1).padStart(8)} x slower  ${(bytes / 1000).toFixed(0).padStart(4)} kB`,
  );
}
