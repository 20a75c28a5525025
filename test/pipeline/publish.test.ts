import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/fetch/files.ts';
import type { RunRequest } from '../../src/pipeline/run.ts';
import { abstractOf } from '../diff/paper.ts';
import { dump, Installation, source, subscriber } from './harness.ts';

const topic = (name: string, ...any: string[]) => ({ name, any, all: [], none: [], query: null });
const ada = subscriber('ada', {
  public: true,
  topics: [topic('Alphas', 'alpha'), topic('Language models', 'large language model')],
  queries: [{ name: 'Two of them', query: 'beta AND topic:Alphas' }],
});
const ben = subscriber('ben', { topics: [topic('Betas', 'beta')] });
const sender = { from: null, unsubscribe: null, siteUrl: 'https://papers.example.org' };

/** A dump of so many papers; every third is of one topic, every fourth of another. */
const many = (date: string, count: number, extra: string[] = []): Source =>
  dump(
    date,
    ...Array.from({ length: count }, (_, n) => {
      const words = [...(n % 3 === 0 ? ['alpha'] : []), ...(n % 4 === 0 ? ['beta'] : [])];
      return `Study ${date} number ${n} ${words.join(' ')} of things`;
    }),
    ...extra,
  );

const run = (here: Installation, sources: readonly Source[], more: Partial<RunRequest> = {}) =>
  here.run(sources, { subscriptions: [ada, ben], sender, ...more });

/** The pages a run wrote: neither state nor cache nor mails. */
const pages = (written: readonly string[]) =>
  written.filter((path) => /^(?:public|mail\/(?!preview))/.test(path)).sort();

const days = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-09', '2026-03-10', '2026-03-17', '2026-04-01'];

describe('incremental publishing', () => {
  test('the bytes are those of a full run, after every dump, in order and out of order', async () => {
    const here = new Installation();
    const steps: Source[] = [
      ...days.map((day) => many(day, 30)),
      // An old day comes late, and one between two that were there.
      many('2026-02-11', 5),
      many('2026-03-11', 3, ['A large language model (LLM) of alpha']),
      // What it teaches makes an old paper match; and a paper is revised.
      dump('2026-04-02', 'An LLM without its long name'),
      many('2026-04-03', 60),
    ];
    for (const step of steps) {
      const { written } = await run(here, [step]);
      expect(pages(written).length, step.path).toBeGreaterThan(10);
      const before = here.files();
      const again = await run(here, [], { rebuild: true });
      expect(pages(again.written), step.path).toEqual([]);
      for (const [name, text] of here.files()) expect(text === before.get(name), name).toBe(true);
    }
    const names = [...here.files().keys()];
    expect(names).toContain('public/all/archive/2026-03-02/atom.xml');
    expect(names).toContain('public/topics/alphas/archive/2026-W10/feed.json');
    expect(names).toContain('public/queries/two-of-them/rss.xml');
    expect(names).toContain('mail/topics/betas/atom.xml');
    // Positive control: less than everything is rendered, and the abbreviation did reach an old paper.
    expect(here.files().get('public/topics/language-models/atom.xml')).toContain('An LLM without');
  });

  test('a day with one new paper changes these files and no others', async () => {
    const here = new Installation();
    await run(
      here,
      days.slice(0, 6).map((day) => many(day, 30)),
    );
    const { written } = await run(here, [dump('2026-03-18', 'One alpha more')]);
    const feeds = (folder: string) => ['atom.xml', 'feed.json', 'rss.xml'].map((name) => `${folder}/${name}`);
    const collection = (folder: string) => [...feeds(folder), `${folder}/papers.md`];
    expect(pages(written)).toEqual(
      [
        ...collection('public/all'),
        ...collection('public/subscribers/ada'),
        ...collection('public/topics/alphas'),
        'public/editions/2026-03-18.1/papers.md',
        ...feeds('public/weeks'),
        ...feeds('public/months'),
        'public/weeks/2026-W12/papers.md',
        'public/months/2026-03/papers.md',
      ].sort(),
    );
  });

  test('an old day that comes late changes its own page and the links of its neighbours', async () => {
    const here = new Installation();
    await run(
      here,
      days.map((day) => many(day, 30)),
    );
    const { written } = await run(here, [dump('2026-03-05', 'Nothing that anybody asked for')]);
    const archives = pages(written).filter((path) => path.startsWith('public/all/archive/') && path.endsWith('.xml'));
    expect(archives.filter((path) => path.endsWith('atom.xml'))).toEqual([
      'public/all/archive/2026-03-04/atom.xml',
      'public/all/archive/2026-03-05/atom.xml',
      'public/all/archive/2026-03-09/atom.xml',
    ]);
    expect(pages(written)).not.toContain('public/all/atom.xml');
    expect(pages(written).some((path) => path.startsWith('public/topics/'))).toBe(false);
  });

  test('a run with nothing new renders nothing, and no byte changes', async () => {
    const here = new Installation();
    const sources = days.map((day) => many(day, 3));
    await run(here, sources);
    const before = here.files();
    let asked = 0;
    const write = here.write.bind(here);
    here.write = async (file, content) => {
      if (pages([file]).length > 0) asked++;
      return write(file, content);
    };
    await run(here, sources, { now: '2027-05-05T00:00:00Z' });
    expect(asked).toBe(0);
    await run(here, sources, { rebuild: true });
    expect(asked).toBeGreaterThan(40);
    expect(here.files()).toEqual(before);
  });

  test('new upvotes leave every feed as it is', async () => {
    const here = new Installation();
    const row = (upvotes: number) => ({
      paper: {
        id: '2603.00001',
        title: 'One alpha of things',
        summary: 'We show that an alpha is one of the things that there are, and count them all.',
        authors: [{ name: 'Ada Example' }],
        publishedAt: '2026-03-02T00:00:00.000Z',
        upvotes,
      },
      publishedAt: '2026-03-02T00:00:00.000Z',
      numComments: upvotes,
    });
    const api = (date: string, upvotes: number) => source(`${date}.json`, JSON.stringify([row(upvotes)]));
    await run(here, [api('2026-03-02', 1)]);
    const feeds = () => [...here.files()].filter(([name]) => /(?:xml|feed\.json)$/.test(name));
    const before = feeds();
    expect(before.length).toBeGreaterThan(10);
    const { written } = await run(here, [api('2026-03-02', 99)]);
    expect(written.some((path) => /papers.2026/.test(path))).toBe(true);
    expect(feeds()).toEqual(before);
  });

  test('ids stay when a paper is revised, enriched, or gets its arXiv id later', async () => {
    const here = new Installation();
    const ids = () =>
      ['atom.xml', 'rss.xml', 'feed.json'].map((name) =>
        [
          ...here
            .files()
            .get(`public/all/${name}`)!
            .matchAll(/tag:paperboy\.invalid,2026:paper\/[0-9a-f]+/g),
        ].join(),
      );
    await run(here, [dump('2026-03-02', 'One alpha of things')]);
    const before = ids();
    expect(new Set(before).size).toBe(1);
    const api = (date: string, abstract: string, githubRepo?: string) => {
      const paper = {
        id: '2603.00001',
        title: 'One alpha of things',
        summary: abstract,
        authors: [{ name: 'Ada Example' }],
        publishedAt: '2026-03-02T00:00:00.000Z',
        upvotes: 1,
        githubRepo,
      };
      return source(`${date}.json`, JSON.stringify([{ paper, publishedAt: paper.publishedAt, numComments: 0 }]));
    };
    const abstract = abstractOf('One alpha of things');
    const enriched = await run(here, [api('2026-03-03', abstract, 'https://github.com/example/things')]);
    expect(enriched.editions[0]?.counts.enriched).toBe(1);
    expect(ids()).toEqual(before);
    expect(here.files().get('public/all/rss.xml')).toContain('https://huggingface.co/papers/2603.00001');
    const revised = await run(here, [
      api('2026-03-04', `${abstract} And now we say something else altogether about it.`),
    ]);
    expect(revised.editions[0]?.counts.revised).toBe(1);
    expect(ids()).toEqual(before);
  });

  test.each([
    ['the cache is gone', (here: Installation) => rmSync(join(here.out, 'cache'), { recursive: true })],
    ['a page of everything is gone', (here: Installation) => rmSync(join(here.out, 'public/all/atom.xml'))],
  ])('%s: everything is rendered', async (_, spoil) => {
    const here = new Installation();
    await run(
      here,
      days.map((day) => many(day, 3)),
    );
    const published = () => [...here.files()].filter(([name]) => !/^cache.papers/.test(name));
    const before = published();
    spoil(here);
    rmSync(join(here.out, 'public/topics'), { recursive: true });
    await run(here, []);
    expect(published()).toEqual(before);
  });

  test('other settings, another program or other subscriptions: everything is rendered, and what is gone is removed', async () => {
    const here = new Installation();
    await run(
      here,
      days.map((day) => many(day, 3)),
    );
    const count = async (more: Partial<RunRequest>) => pages((await run(here, [], more)).written).length;
    expect(await count({})).toBe(0);
    expect(await count({ program: 'another' })).toBe(0);
    expect(await count({ program: 'another', sender: { ...sender, siteUrl: null } })).toBeGreaterThan(20);
    expect([...here.files().keys()]).not.toContain('public/feeds.opml');
    await run(here, [], { subscriptions: [{ ...ada, public: false }, ben] });
    const names = [...here.files().keys()];
    expect(names.filter((name) => /public\/(?:topics|queries|subscribers)/.test(name))).toEqual([]);
    expect(names).toContain('mail/topics/alphas/atom.xml');
  });

  test('a run that is killed among its pages is completed by the next one', async () => {
    const here = new Installation();
    await run(
      here,
      days.slice(0, 3).map((day) => many(day, 3)),
    );
    const write = here.write.bind(here);
    let left = 4;
    here.write = async (file, content) => {
      if (file.startsWith('public/') && left-- <= 0) throw new Error('killed');
      return write(file, content);
    };
    await expect(run(here, [many('2026-03-10', 3)])).rejects.toThrow('killed');
    here.write = write;
    await run(here, []);
    const completed = here.files();
    expect(pages((await run(here, [], { rebuild: true })).written)).toEqual([]);
    expect(here.files()).toEqual(completed);
    expect([...completed.keys()]).toContain('public/editions/2026-03-10.1/papers.md');
  });
});
