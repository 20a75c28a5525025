import { expect, test } from 'vitest';
import { readSiteTemplates } from '../../src/cli/files.ts';
import { dump, Installation, subscriber } from './harness.ts';

const siteTemplates = await readSiteTemplates('templates');
const ada = subscriber('ada', {
  public: true,
  topics: [{ name: 'Odd', any: ['alpha'], all: [], none: [], query: null }],
});
const sender = {
  from: { address: 'paperboy@sender.example', name: 'Paperboy' },
  unsubscribe: null,
  siteUrl: 'https://papers.example.org/daily',
};
const first = dump('2026-02-03', 'Alpha and the others', 'A second title', 'Yet another alpha');
const second = dump('2026-02-04', 'Alpha and the others', 'A second title', 'Yet another alpha', 'One more alpha');

const isSite = (file: string): boolean =>
  file.startsWith('public/') && !/(?:atom\.xml|rss\.xml|feed\.json|papers\.md|feeds\.opml)$/.test(file);

test('a run publishes the site, and a run on the same dumps leaves it as it is', async () => {
  const place = new Installation();
  await place.run([first], { subscriptions: [ada], siteTemplates, sender });
  const before = place.files();
  for (const file of [
    'index.html',
    'topics/odd/index.html',
    'calendar/2026.html',
    'weeks/2026-W06/index.html',
    'sitemap.xml',
  ])
    expect([...before.keys()]).toContain(`public/${file}`);
  expect(before.get('public/assets/site.css')).toBe(siteTemplates['assets/site.css']);
  await place.run([first], { subscriptions: [ada], siteTemplates, sender });
  const after = place.files();
  expect([...after].filter(([file, text]) => isSite(file) && before.get(file) !== text)).toEqual([]);
});

test('a day with one new paper changes what shows it, and no other paper', async () => {
  const place = new Installation();
  await place.run([first], { subscriptions: [ada], siteTemplates, sender });
  const before = place.files();
  await place.run([first, second], { subscriptions: [ada], siteTemplates, sender });
  const changed = [...place.files()]
    .filter(([file, text]) => isSite(file) && before.get(file) !== text)
    .map(([file]) => file.slice('public/'.length))
    .sort();
  // The day on which a paper was last seen stands on its page, and all four stood in the second dump.
  expect(changed.filter((file) => !file.startsWith('papers/'))).toEqual([
    'calendar/2026.html',
    'calendar/index.html',
    'editions/2026-02-04.1/index.html',
    'index.html',
    'months/2026-02/index.html',
    'months/index.html',
    'search/2026-02.js',
    'sitemap.xml',
    'sitemaps/2026-02.xml',
    'sitemaps/pages.xml',
    'subscribers/ada/2026-02.html',
    'subscribers/ada/index.html',
    'topics/index.html',
    'topics/odd/2026-02.html',
    'topics/odd/index.html',
    'weeks/2026-W06/index.html',
    'weeks/index.html',
  ]);
  // The same as if everything had been rendered.
  const fresh = new Installation();
  await fresh.run([first], { subscriptions: [ada], siteTemplates, sender });
  await fresh.run([first, second], { subscriptions: [ada], siteTemplates, sender, rebuild: true });
  const site = (files: ReadonlyMap<string, string>) => [...files].filter(([file]) => isSite(file)).sort();
  expect(site(place.files())).toEqual(site(fresh.files()));
});

test('a subscription that is private has no page, and one that becomes private loses it', async () => {
  const place = new Installation();
  await place.run([first], { subscriptions: [ada], siteTemplates, sender });
  await place.run([first], { subscriptions: [{ ...ada, public: false }], siteTemplates, sender });
  const pages = [...place.files()].filter(([file]) => isSite(file));
  expect(pages.filter(([file]) => /^public\/(?:topics\/odd|subscribers)/.test(file))).toEqual([]);
  for (const [file, text] of pages) {
    expect(text, file).not.toContain('canary.example');
    if (file.endsWith('.html')) expect(text, file).not.toContain('Odd');
  }
});

test('a template that cannot be used stops the run before anything is published', async () => {
  const place = new Installation();
  const broken = { ...siteTemplates, 'card.hbs': '{{#if title}}' };
  const run = place.run([first], { subscriptions: [ada], siteTemplates: broken, sender });
  await expect(run).rejects.toThrow('templates/site/card.hbs');
  expect([...place.files().keys()].filter((file) => file.startsWith('public/'))).toEqual([]);
});
