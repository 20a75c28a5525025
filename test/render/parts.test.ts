import { describe, expect, test } from 'vitest';
import type { Collection } from '../../src/render/output.ts';
import { outputs } from '../../src/render/outputs/index.ts';
import { partsOf } from '../../src/render/parts.ts';
import { collection, context, match, noSite, paper } from './fixtures.ts';

/** So many papers on each of these days. */
function days(counts: Record<string, number>, changes: Partial<Collection> = {}): Collection {
  const items = Object.entries(counts).flatMap(([day, count]) =>
    Array.from({ length: count }, (_, n) => {
      const instant = `${day}T00:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}Z`;
      const id = `tag:paperboy.invalid,2026:paper/${day}-${n}`;
      return { paper: paper(n, { id, instant, updated: instant }), matches: [match('t', 'x')] };
    }),
  );
  items.sort((a, b) => (a.paper.instant < b.paper.instant ? 1 : -1));
  return collection(items, changes);
}
const shapeOf = (of: Collection) =>
  partsOf(of).map(({ part, items }) => [part!.archive, items.length, part!.older, part!.newer]);

describe('the parts of a feed', () => {
  test('few items are one live feed', () => {
    expect(shapeOf(days({}))).toEqual([[null, 0, null, null]]);
    expect(shapeOf(days({ '2026-02-04': 30, '2026-02-03': 20 }))).toEqual([[null, 50, null, null]]);
  });

  test('a period that is not wholly live has an archive page, with all its items', () => {
    expect(shapeOf(days({ '2026-02-04': 30, '2026-02-03': 30, '2026-02-02': 10, '2026-01-30': 2 }))).toEqual([
      [null, 50, '2026-02-03', null],
      ['2026-02-03', 30, '2026-02-02', null],
      ['2026-02-02', 10, '2026-01-30', '2026-02-03'],
      ['2026-01-30', 2, null, '2026-02-02'],
    ]);
  });

  test('the newest period is always whole', () => {
    expect(shapeOf(days({ '2026-02-04': 300, '2026-02-03': 1 }))).toEqual([
      [null, 300, '2026-02-03', null],
      ['2026-02-03', 1, null, null],
    ]);
  });

  test('topics go by ISO week, also over the turn of a year', () => {
    const topic = { kind: 'topic', path: 'topics/t' } as const;
    const weeks = shapeOf(
      days({ '2026-01-12': 60, '2026-01-04': 1, '2026-01-01': 2, '2025-12-29': 3, '2025-12-28': 4 }, topic),
    );
    expect(weeks.map(([archive, count]) => [archive, count])).toEqual([
      [null, 60],
      ['2026-W01', 6],
      ['2025-W52', 4],
    ]);
  });

  test('nothing is dropped, whatever the sizes', () => {
    for (let seed = 1; seed < 40; seed++) {
      const counts = Object.fromEntries(
        Array.from({ length: 12 }, (_, n) => [`2026-02-${String(n + 10)}`, (seed * (n + 3) * 7) % 31]),
      );
      const whole = days(counts);
      const shown = new Set(partsOf(whole).flatMap(({ items }) => items.map(({ paper: { id } }) => id)));
      expect(shown.size).toBe(whole.items.length);
    }
  });

  test('a damaged instant costs nobody else a place', () => {
    const broken = paper(1, { instant: 'x', firstSeen: 'y' });
    const of = days({ '2026-02-04': 60 });
    const parts = partsOf({ ...of, items: [...of.items, { paper: broken, matches: [] }] });
    expect(parts.map(({ items }) => items.length)).toEqual([60, 1]);
  });

  test('the documents lead to one another, in each format', () => {
    const parts = partsOf(days({ '2026-02-04': 60, '2026-02-03': 3, '2026-02-02': 4 }));
    const site = 'https://papers.example.org/daily/all';
    const atom = parts.map((part) => outputs.atom.render(part, context));
    const rss = parts.map((part) => outputs.rss.render(part, context));
    const links = (text: string) =>
      Object.fromEntries(
        [...text.matchAll(/<(?:atom:)?link rel="(\S*?archive|current)" href="(.*?)"/g)].map((found) => [
          found[1],
          found[2],
        ]),
      );
    const address = (file: string, period?: string) => `${site}/${period ? `archive/${period}/` : ''}${file}`;
    for (const [file, written] of [
      ['atom.xml', atom],
      ['rss.xml', rss],
    ] as const) {
      expect(written.map(links)).toEqual([
        { 'prev-archive': address(file, '2026-02-03') },
        { current: address(file), 'prev-archive': address(file, '2026-02-02') },
        { current: address(file), 'next-archive': address(file, '2026-02-03') },
      ]);
      expect(written.map((text) => text.includes('<fh:archive/>'))).toEqual([false, true, true]);
      expect(new Set(atom.map((text) => /<id>(.*?)</.exec(text)?.[1])).size).toBe(1);
    }
    const json = parts.map((part) => JSON.parse(outputs.jsonFeed.render(part, context)));
    expect(json.map((feed) => feed.next_url)).toEqual([
      address('feed.json', '2026-02-03'),
      address('feed.json', '2026-02-02'),
      undefined,
    ]);
    for (const part of parts) {
      expect(outputs.atom.render(part, noSite)).not.toMatch(/rel="(?:current|\w+-archive)"/);
      expect(outputs.jsonFeed.render(part, noSite)).not.toContain('next_url');
    }
    expect(atom[1]).toContain('href="../../../assets/feed.css"');
  });
});
