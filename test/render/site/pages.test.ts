import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSite } from '../../../src/render/site/index.ts';
import { tags } from '../html.ts';
import { daysSample, emptySample, libraryOf, siteOf, siteSources, siteUrl } from './sample.ts';

const weekdays = (from: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => new Date(Date.parse(from) + i * 86_400_000))
    .filter((date) => date.getUTCDay() % 6 !== 0)
    .map((date) => date.toISOString().slice(0, 10));

const samples = {
  'an empty archive': emptySample,
  'the first edition': daysSample(['2026-02-27']),
  'four months, over the turn of a year': daysSample(weekdays('2025-11-03', 115)),
};

/** Written by the feeds and as Markdown, in folders that the site's pages share. */
const feedFile =
  /^(?:(?:all|weeks|months|(?:topics|queries|subscribers)\/[^/]+)\/(?:atom\.xml|rss\.xml|feed\.json)|(?:all|(?:topics|queries|subscribers|editions|weeks|months)\/[^/]+)\/papers\.md|feeds\.opml)$/;

const isPage = (file: string): boolean => file.endsWith('.html');

describe.each(Object.entries(samples))('%s', (_, sample) => {
  const library = libraryOf(sample);
  const files = siteOf(library);
  const bare = siteOf(library, { siteUrl: null });
  const pages = [...bare].filter(([file]) => isPage(file));

  test('every link leads to a file of the site, relative to its page and by its name', () => {
    for (const [file, html] of pages) {
      for (const { name, attributes } of tags(html)) {
        const target = attributes.href ?? attributes.src;
        if (target === undefined || /^(?:https?:\/\/|#)/.test(target)) continue;
        const path = posix.join(posix.dirname(file), decodeURIComponent(target));
        expect(bare.has(path) || feedFile.test(path), `${file}: <${name}> leads to ${path}`).toBe(true);
      }
    }
  });

  test('every page can be reached from the front page', () => {
    const reached = new Set<string>();
    const queue = ['index.html'];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      if (reached.has(file) || !bare.has(file)) continue;
      reached.add(file);
      for (const { name, attributes } of tags(bare.get(file)!)) {
        if (name === 'a' && !/^(?:https?:|#)/.test(attributes.href!))
          queue.push(posix.join(posix.dirname(file), attributes.href!));
      }
    }
    const lost = pages.map(([file]) => file).filter((file) => !reached.has(file));
    // Papers that match no topic stand in their editions.
    expect(lost).toEqual(['404.html']);
  });

  test('one h1, headings in order, unique ids, references that resolve, a language, landmarks', () => {
    for (const [file, html] of pages) {
      const all = tags(html);
      const levels = all.filter(({ name }) => /^h[1-6]$/.test(name)).map(({ name }) => Number(name[1]));
      expect(
        levels.filter((level) => level === 1),
        file,
      ).toHaveLength(1);
      levels.slice(1).forEach((level, i) => {
        expect(level - levels[i]!, file).toBeLessThanOrEqual(1);
      });
      const ids = all.flatMap(({ attributes }) => attributes.id ?? []);
      expect(new Set(ids).size, file).toBe(ids.length);
      const wanted = all.flatMap(({ attributes }) =>
        `${attributes['aria-labelledby'] ?? ''} ${attributes['aria-describedby'] ?? ''}`.split(' ').filter(Boolean),
      );
      expect(ids, file).toEqual(expect.arrayContaining(wanted));
      expect(all.find(({ name }) => name === 'html')?.attributes.lang, file).toBe('en');
      for (const landmark of ['header', 'nav', 'main', 'footer']) {
        expect(
          all.filter(({ name }) => name === landmark),
          file,
        ).toHaveLength(1);
      }
      expect(all.find(({ name }) => name === 'a')?.attributes, file).toEqual({ class: 'skip', href: '#main' });
    }
  });

  test('nothing inline, one strict policy, no request to anywhere', () => {
    for (const [file, html] of pages) {
      for (const { name, attributes, text } of tags(html)) {
        expect(name, file).not.toBe('style');
        const odd = Object.keys(attributes).filter((one) => one === 'style' || one.startsWith('on'));
        expect(odd, file).toEqual([]);
        if (name === 'script') expect([attributes.src, text], file).toEqual(['../assets/search.js', '']);
        if (['img', 'iframe', 'object', 'embed', 'base'].includes(name)) throw new Error(`${file}: <${name}>`);
        if (name === 'link' && !['alternate', 'canonical'].includes(attributes.rel!)) {
          expect(attributes.href, file).toMatch(/^(?:\.\.\/)*assets\//);
        }
      }
      const policies = tags(html).filter(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
      expect(policies.map(({ attributes }) => attributes.content)).toEqual([
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'",
      ]);
    }
  });

  test('charts are pictures with names, and their numbers stand beside them', () => {
    for (const [file, html] of pages) {
      const all = tags(html);
      for (const { attributes } of all.filter(({ name }) => name === 'svg')) {
        expect(attributes.role, file).toBe('img');
        const texts = attributes['aria-labelledby']!.split(' ').map(
          (id) => all.find((tag) => tag.attributes.id === id)!.text,
        );
        for (const text of texts) expect(text, file).not.toBe('');
      }
      const figures = all.filter(({ name }) => name === 'figure').length;
      expect(all.filter(({ attributes }) => attributes.class === 'fold').length, file).toBeGreaterThanOrEqual(figures);
      expect(html).not.toMatch(/NaN|undefined|Infinity|\[object/);
    }
  });

  test('canonical addresses and sitemaps with the address of the site only', () => {
    for (const html of bare.values()) expect(html).not.toContain('rel="canonical"');
    expect([...bare.keys()].filter((file) => file.includes('sitemap'))).toEqual([]);
    const listed = new Set<string>();
    for (const [, part] of files.get('sitemap.xml')!.matchAll(/<loc>(.*?)<\/loc>/g)) {
      for (const [, url] of files.get(part!.slice(siteUrl.length + 1))!.matchAll(/<loc>(.*?)<\/loc>/g))
        listed.add(url!);
    }
    for (const [file, html] of files) {
      if (!isPage(file) || file === '404.html') continue;
      const canonical = tags(html).find(({ attributes }) => attributes.rel === 'canonical')?.attributes.href;
      expect(canonical).toBe(`${siteUrl}/${file.replace(/(^|\/)index\.html$/, '$1')}`);
      // The months of a topic repeat what stands elsewhere.
      if (!/^(?:topics|queries|subscribers)\/[^/]+\/\d{4}-\d{2}\.html$/.test(file))
        expect([...listed]).toContain(canonical);
    }
  });

  test('the same library gives the same bytes', () => {
    expect([...siteOf(libraryOf(sample))]).toEqual([...files]);
  });

  test('in German all words are German', () => {
    const german = siteOf(library, { locale: 'de-DE' });
    for (const [file, html] of german) {
      if (!isPage(file)) continue;
      expect(tags(html)[0]!.attributes.lang).toBe('de-DE');
      expect(html).not.toMatch(/>(?:Today|Topics|Search|Subscribe|New papers|History|The numbers|Before|After)\b/);
    }
  });
});

test('a page that is not there leads back from any address, where the site knows its own', () => {
  const hrefs = (html: string) => tags(html).flatMap(({ name, attributes }) => (name === 'a' ? attributes.href! : []));
  const html = siteOf(libraryOf(emptySample)).get('404.html')!;
  expect(
    hrefs(html)
      .slice(1)
      .every((href) => href.startsWith(`${siteUrl}/`)),
  ).toBe(true);
  expect(siteOf(libraryOf(emptySample), { siteUrl: 'https://papers.example.org' }).get('robots.txt')).toContain(
    'Sitemap: https://papers.example.org/sitemap.xml',
  );
  expect(siteOf(libraryOf(emptySample)).has('robots.txt')).toBe(false);
});

test('a stated 0 is told from what nobody stated, and a paper without an abstract says so', () => {
  const sample = daysSample(['2026-02-26', '2026-02-27']);
  const files = siteOf(libraryOf(sample));
  const of = (title: string) =>
    [...files].find(([file, html]) => file.startsWith('papers/') && html.includes(`>${title}</h1>`))![1];
  const facts = (html: string) =>
    Object.fromEntries(
      tags(html).flatMap(({ name, text }, i, all) => (name === 'dt' ? [[text, all[i + 1]!.text]] : [])),
    );
  expect(facts(of('A Small Study of Large Steps (1)'))).toMatchObject({ Upvotes: '0' });
  expect(of('A Small Study of Large Steps (1)')).toContain('No abstract is known yet.');
  expect(facts(of('Judging the Judge: Calibrated Reward Models from Disagreeing Annotators (1)'))).not.toHaveProperty(
    'Upvotes',
  );
});

test('templates with holes for unescaped text are refused', async () => {
  const sources = siteSources();
  const broken = { ...sources, 'card.hbs': sources['card.hbs']!.replace('{{title}}', '{{{title}}}') };
  await expect(loadSite(broken)).rejects.toThrow('templates/site/card.hbs: text may not be written unescaped');
  const { 'row.hbs': _, ...missing } = sources;
  await expect(loadSite(missing)).rejects.toThrow('templates/site/row.hbs: it is missing');
});

test('the page of subscribing leads to the sign-up page of a server, where there is one', () => {
  const library = libraryOf(daysSample(['2026-02-27']));
  const page = (context: object) => siteOf(library, context).get('subscribe/index.html')!;
  expect(page({ signUpUrl: 'https://papers.example.org/mail/' })).toContain('href="https://papers.example.org/mail/"');
  expect(page({})).not.toContain('By e-mail');
});
