import { describe, expect, test } from 'vitest';
import { titleFingerprint } from '../../src/diff/fingerprint.ts';
import { type DatedFile, resolveDates } from '../../src/parse/dates.ts';
import { parseText } from '../../src/parse/parse.ts';
import { abstractOf } from '../diff/paper.ts';
import { print } from './print.ts';

const now = '2026-11-21T12:00:00Z';

/** A dump with a header, and papers as title -> printed date (`null`: no meta block). */
function file(source: string, header: string, papers: Record<string, string | null>) {
  const printed = Object.entries(papers).map(([title, date]) => ({
    title,
    abstract: abstractOf(title),
    meta: date === null ? null : { authors: 2 },
    date: date ?? '',
    comments: null,
  }));
  return { source, file: parseText(print(printed, header), source).file };
}

const resolve = (
  files: ReturnType<typeof file>[],
  more: { flag?: string; archived?: Record<string, string>; now?: string } = {},
): DatedFile[] =>
  resolveDates(files, {
    now: more.now ?? now,
    flag: more.flag ?? null,
    keyOf: (paper) => titleFingerprint(paper.title),
    archived: (key) =>
      Object.entries(more.archived ?? {}).find(([title]) => titleFingerprint(title) === key)?.[1] ?? null,
  });

const dates = (resolved: readonly DatedFile[]) => resolved.map(({ date, dateBasis }) => [date, dateBasis]);

describe('the year of a dump', () => {
  test.each([
    ['a printed year says that the dump is of a later one', { A: 'Oct 8, 2024', B: 'Oct 7' }, '2025-10-31', 'content'],
    ['the earliest year consistent with the evidence', { A: 'Oct 8, 2021' }, '2022-10-31', 'content'],
    ['nothing to go by: the nearest past date', { A: null }, '2026-10-31', 'assumed'],
  ])('%s', (_, papers, date, basis) => {
    const [only] = resolve([file('x.txt', 'Oct 31', papers as Record<string, string | null>)]);
    expect([only?.date, only?.dateBasis]).toEqual([date, basis]);
    expect(only?.diagnostics).toMatchObject([{ code: 'date-assumed', severity: 'info', file: 'x.txt' }]);
  });

  test('the nearest past date of a day that is still to come this year is last year', () => {
    expect(dates(resolve([file('x.txt', 'Dec 24', { A: null })]))).toEqual([['2025-12-24', 'assumed']]);
  });

  test('flag over file name over content, and contradictions are reported', () => {
    const dump = file('dumps/2025-11-02.txt', 'Oct 31', { A: 'Oct 8, 2024' });
    expect(resolve([dump])[0]).toMatchObject({
      date: '2025-11-02',
      dateBasis: 'file-name',
      diagnostics: [{ code: 'date-conflict', expected: '2025-11-02', actual: '10-31' }],
    });
    expect(resolve([dump], { flag: '2025-10-31' })[0]).toMatchObject({
      date: '2025-10-31',
      dateBasis: 'flag',
      diagnostics: [],
    });
    expect(dates(resolve([file('dumps/2025-13-02.txt', 'Oct 31', { A: 'Oct 8, 2024' })]))).toEqual([
      ['2025-10-31', 'content'],
    ]);
  });

  test('another dump, or the archive, dates a paper: the dump is not older', () => {
    const bare = file('a.txt', 'Jul 30', { A: null });
    const dated = file('b.txt', 'Jun 17', { A: 'Jul 25, 2025' });
    expect(dates(resolve([bare, dated]))).toEqual([
      ['2025-07-30', 'other-dump'],
      ['2026-06-17', 'content'],
    ]);
    expect(dates(resolve([dated, bare]))).toEqual([
      ['2026-06-17', 'content'],
      ['2025-07-30', 'other-dump'],
    ]);
    expect(dates(resolve([bare], { archived: { A: '2025-08-02' } }))).toEqual([['2026-07-30', 'archive']]);
  });

  test('evidence travels through several dumps, in any order', () => {
    const chain = [
      file('1.txt', 'Mar 1', { A: null, B: null }),
      file('2.txt', 'Feb 1', { A: 'Jan 20', C: 'Dec 5, 2023' }),
    ];
    expect(dates(resolve(chain))).toEqual([
      ['2024-03-01', 'other-dump'],
      ['2024-02-01', 'content'],
    ]);
    expect(dates(resolve([...chain].reverse())).reverse()).toEqual(dates(resolve(chain)));
  });

  test('one day of slack for time zones', () => {
    expect(
      dates(resolve([file('a.txt', 'Jul 30', { A: null }), file('b.txt', 'Jun 17', { A: 'Jul 31, 2025' })]))[0],
    ).toEqual(['2025-07-30', 'other-dump']);
  });

  test('evidence that leads into the future is no evidence', () => {
    expect(dates(resolve([file('x.txt', 'Oct 31', { A: 'Oct 8, 2026' })]))).toEqual([['2026-10-31', 'assumed']]);
  });
});

describe('what cannot be', () => {
  test.each([
    ['a paper of the year 9999', 'Oct 31', { A: 'Jan 1, 9999', B: 'Oct 8, 2024' }, '2025-10-31'],
    ['a paper of the year 1712', 'Oct 31', { A: 'Jan 1, 1712' }, '2026-10-31'],
  ])('%s costs its date and dates nothing', (_, header, papers, date) => {
    const [only] = resolve([file('x.txt', header, papers as Record<string, string>)]);
    expect(only).toMatchObject({
      date,
      papers: [
        { published: null, publishedText: expect.stringContaining('Jan 1') },
        ...Object.keys(papers)
          .slice(1)
          .map(() => ({})),
      ],
    });
    expect(only?.diagnostics.map(({ code }) => code)).toContain('date-invalid');
  });

  test('a number in the file name that only looks like a date', () => {
    expect(dates(resolve([file('2062-01-01.txt', 'Oct 31', { A: 'Oct 8, 2024' })]))).toEqual([
      ['2025-10-31', 'content'],
    ]);
  });

  test('one statement that leads into the future does not spoil the others, and is said', () => {
    const dump = file('x.txt', 'Mar 1', { A: 'Sep 5', B: 'Oct 1, 2025' });
    expect(dates(resolve([dump], { archived: { A: '2026-09-05' } }))).toEqual([['2026-03-01', 'content']]);
    const [only] = resolve([file('x.txt', 'Oct 31', { A: null })], { archived: { A: '2026-11-20' } });
    expect(only?.diagnostics[0]?.message).toContain('future');
  });

  test('what a dump prints in full needs no other witness', () => {
    const dump = file('x.txt', 'Mar 1', { A: 'Sep 5, 2025', B: 'Oct 1, 2025' });
    expect(dates(resolve([dump], { archived: { A: '2026-09-05' }, now: '2027-06-01T00:00:00Z' }))).toEqual([
      ['2026-03-01', 'content'],
    ]);
  });

  test('a year that is only assumed is no evidence for a paper', () => {
    const [only] = resolve([file('x.txt', 'Sep 10', { A: 'Sep 5' })]);
    expect(only?.papers[0]).toMatchObject({ published: '2026-09-05', publishedBasis: 'assumed' });
  });
});

describe('leap days', () => {
  test.each([
    ['a head of Feb 29', 'Feb 29', { A: null }, '2024-02-29'],
    ['a head of Feb 29 after papers of 2022', 'Feb 29', { A: 'Oct 8, 2022' }, '2024-02-29'],
    ['a bare Feb 29 under a head of March', 'Mar 5', { A: 'Feb 29' }, '2024-03-05'],
    ['a bare Feb 29 under a head of January', 'Jan 5', { A: 'Feb 29' }, '2025-01-05'],
  ])('%s', (_, header, papers, date) => {
    expect(resolve([file('x.txt', header, papers as Record<string, string | null>)])[0]?.date).toBe(date);
  });
});

describe('the year of a paper', () => {
  const papersOf = (files: ReturnType<typeof file>[], archived = {}) =>
    resolve(files, { archived }).map(({ papers }) =>
      papers.map(({ published, publishedBasis }) => [published, publishedBasis]),
    );

  test('printed, or of the dump, or not stated', () => {
    expect(papersOf([file('2025-10-31.txt', 'Oct 31', { A: 'Oct 8, 2024', B: 'Oct 8', C: null })])).toEqual([
      [
        ['2024-10-08', 'explicit'],
        ['2025-10-08', 'dump-year'],
        [null, null],
      ],
    ]);
  });

  test('a bare date after the header date is of the year before', () => {
    expect(papersOf([file('2026-01-02.txt', 'Jan 2', { A: 'Dec 31', B: 'Jan 3' })])).toEqual([
      [
        ['2025-12-31', 'assumed'],
        ['2026-01-03', 'dump-year'],
      ],
    ]);
  });

  test('printed elsewhere', () => {
    expect(
      papersOf([
        file('2025-10-31.txt', 'Oct 31', { A: 'Jul 25' }),
        file('2026-06-17.txt', 'Jun 17', { A: 'Jul 25, 2025' }),
      ])[0],
    ).toEqual([['2025-07-25', 'other-dump']]);
    expect(papersOf([file('2025-10-31.txt', 'Oct 31', { A: 'Jul 25' })], { A: '2025-07-24' })[0]).toEqual([
      ['2025-07-25', 'archive'],
    ]);
  });
});
