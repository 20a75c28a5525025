import { expect, test } from 'vitest';
import { bitOf } from '../../src/diff/fields.ts';
import { dumpOf, paperOf, TestArchive } from './paper.ts';

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);

test('a paper whose abstract changes every day keeps the newest few', () => {
  const archive = new TestArchive();
  const text = (n: number) => `This is the text of day ${n}, ${'which goes on and on '.repeat(60)} until ${n}.`;
  for (let n = 0; n < 200; n++) {
    archive.take(dumpOf(day(n), paperOf('A Paper with a Long and Telling Title', { abstract: text(n) })));
  }
  const [record] = archive.records().values();
  expect(record).toMatchObject({ abstract: text(199), revision: 200 });
  const variants = record!.variants.abstract!;
  expect(variants).toHaveLength(20);
  // Who stated a forgotten text does not count for the current one.
  const named = new Set(variants.flatMap(({ by }) => by));
  const own = record!.sightings.filter(({ dump, states }) => (states & bitOf('abstract')) !== 0 && !named.has(dump));
  expect(own.map(({ date }) => date)).toEqual([day(199)]);
});
