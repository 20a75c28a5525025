import { describe, expect, test } from 'vitest';
import { dailyOf, dumpOf, paperOf, TestArchive } from './paper.ts';

const papers = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => paperOf(`A Paper of the List with Number ${from + n}`));
const back = paperOf('The Paper That Comes Back to the List');

describe('relisted', () => {
  test('it came back after a whole daily list without it, once', () => {
    const archive = new TestArchive();
    archive.take(dailyOf('2026-02-02', back, ...papers(9)));
    archive.take(dailyOf('2026-02-03', ...papers(10, 10)));
    const effect = archive.take(dailyOf('2026-02-08', back, ...papers(9, 20)));
    expect(effect.changes[0]).toMatchObject({ kind: 'relisted', reason: 'away since 2026-02-02', revision: 2 });
    expect(effect.counts).toMatchObject({ relisted: 1, new: 9 });
    // The list of that day again, longer: it has been back already.
    expect(archive.take(dailyOf('2026-02-08', back, ...papers(11, 20))).counts).toMatchObject({ relisted: 0, new: 2 });
  });

  test.each([
    ['of the days between nothing is known', []],
    ['only a search lacks it', [dumpOf('2026-02-03', ...papers(10, 10))]],
    [
      'the list that lacks it was cut',
      [dailyOf('2026-02-03', back, ...papers(9, 10)), dailyOf('2026-02-03', ...papers(2, 10))],
    ],
    ['a weekend repeated it', [dailyOf('2026-02-03', back, ...papers(9))]],
    ['the list between is empty', [dailyOf('2026-02-03')]],
  ])('it is not, when %s', (_, between) => {
    const archive = new TestArchive();
    archive.take(dailyOf('2026-02-02', back, ...papers(9)));
    for (const dump of between) archive.take(dump);
    expect(archive.take(dailyOf('2026-02-04', back, ...papers(9, 30))).counts.relisted).toBe(0);
  });

  test('a capture that the weeks before show to be cut does not make a list come back', () => {
    const archive = new TestArchive();
    for (const day of ['02', '03', '04', '05'])
      archive.take(dailyOf(`2026-02-${day}`, ...papers(20, 100 * Number(day))));
    archive.take(dailyOf('2026-02-06', back, ...papers(19, 600)));
    expect(archive.take(dailyOf('2026-02-09', ...papers(2, 600))).partial).not.toBeNull();
    expect(archive.take(dailyOf('2026-02-10', back, ...papers(19, 600))).counts).toMatchObject({
      relisted: 0,
      seen: 20,
    });
  });

  test('a dump that prints a new paper twice makes one change of it', () => {
    const code = { links: [{ rel: 'code' as const, url: 'https://github.com/a/b' }] };
    const { counts, edition } = new TestArchive().take(dailyOf('2026-02-02', back, { ...back, ...code }));
    expect(counts).toMatchObject({ new: 1, enriched: 0, seen: 1 });
    expect(edition?.changes).toHaveLength(1);
  });

  test('a search does not bring it back', () => {
    const archive = new TestArchive();
    archive.take(dailyOf('2026-02-02', back, ...papers(9)));
    archive.take(dailyOf('2026-02-03', ...papers(10, 10)));
    expect(archive.take({ ...dumpOf('2026-02-04', back), listing: 'search' }).counts.relisted).toBe(0);
  });
});

describe('whole and partial lists', () => {
  test('the list shrank', () => {
    const archive = new TestArchive();
    expect(archive.take(dailyOf('2026-02-02', ...papers(30))).partial).toBeNull();
    expect(archive.take(dailyOf('2026-02-02', ...papers(3))).partial).toContain('lists 30');
    // One that was withdrawn does not make a list partial.
    expect(archive.take(dailyOf('2026-02-02', ...papers(29))).partial).toBeNull();
    // Another format may print the day before as well.
    expect(archive.take({ ...dailyOf('2026-02-02', ...papers(15)), format: 'html' }).partial).toBeNull();
    expect(archive.take({ ...dailyOf('2026-02-02', ...papers(5)), format: 'html' }).partial).not.toBeNull();
  });

  test('the lists of the weeks before are far longer', () => {
    const archive = new TestArchive();
    expect(archive.take(dailyOf('2026-02-01', ...papers(2, 900))).partial).toBeNull();
    for (const day of ['02', '03', '04']) archive.take(dailyOf(`2026-02-${day}`, ...papers(30, 100 * Number(day))));
    expect(archive.take(dailyOf('2026-02-05', ...papers(3, 800))).partial).toContain('about 30');
    expect(archive.take(dailyOf('2026-02-06', ...papers(9, 820))).partial).toBeNull();
    // Long ago says nothing of now.
    expect(archive.take(dailyOf('2026-06-05', ...papers(3, 850))).partial).toBeNull();
    expect(archive.take({ ...dumpOf('2026-02-05', ...papers(1, 999)), listing: 'search' }).partial).toBeNull();
  });
});

test('a list that repeats an older day says which', () => {
  const archive = new TestArchive();
  const list = papers(20);
  expect(archive.take(dailyOf('2026-02-06', ...list)).repeats).toBeNull();
  expect(archive.take(dailyOf('2026-02-09', ...list)).repeats).toBe('2026-02-06');
  expect(archive.take(dailyOf('2026-02-10', ...list, paperOf('One New Paper under the Sun'))).repeats).toBeNull();
  // A part of the list of the day before, and nothing else.
  expect(archive.take(dailyOf('2026-02-11', ...list.slice(0, 9))).repeats).toBe('2026-02-10');
  // A capture that was cut is no list to be repeated.
  archive.take(dailyOf('2026-02-12', ...list.slice(0, 2)));
  expect(archive.take(dailyOf('2026-02-13', ...list.slice(0, 9))).repeats).toBe('2026-02-11');
});
