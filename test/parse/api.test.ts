import { describe, expect, test } from 'vitest';
import type { ParsedFile } from '../../src/parse/format.ts';
import { parseText } from '../../src/parse/parse.ts';

const read = (value: unknown, format = 'api-json'): ParsedFile => {
  const parsed = parseText(typeof value === 'string' ? value : JSON.stringify(value), 'x.json');
  expect(parsed.format).toBe(format);
  return parsed.file;
};

const codes = (file: ParsedFile) => file.diagnostics.map(({ code }) => code);

/** A row as the API gives it, put on the list on a day. */
const row = (index: number, day: string | null, more: object = {}, outer: object = {}) => ({
  paper: {
    id: `2602.${String(index).padStart(5, '0')}`,
    title: `Paper ${index}`,
    summary: `Abstract ${index}.`,
    publishedAt: '2026-02-02T08:00:00.000Z',
    ...(day === null ? {} : { submittedOnDailyAt: `${day}T00:15:44.767Z` }),
    ...more,
  },
  publishedAt: '2026-02-02T03:00:00.000Z',
  ...outer,
});

const onDays = (...days: string[]) => days.map((day, index) => row(index + 1, day));
const times = (count: number, day: string) => Array.from({ length: count }, () => day);

describe('what kind of list it is', () => {
  test.each([
    ['one day', times(5, '2026-02-04'), 'daily', '2026-02-04'],
    [
      'a Sunday that still holds Friday',
      [...times(30, '2026-02-06'), '2026-02-08', '2026-02-09'],
      'daily',
      '2026-02-09',
    ],
    ['one late paper among many', [...times(9, '2026-02-04'), '2026-01-04'], 'daily', '2026-02-04'],
    ['a week', ['2026-02-02', '2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06'], 'week', '2026-02-06'],
    ['a month', ['02', '05', '09', '13', '17', '20', '24', '27'].map((day) => `2026-02-${day}`), 'month', '2026-02-27'],
    ['years', ['2022-03-01', '2023-04-01', '2024-05-01', '2025-06-01', '2026-01-01'], 'search', null],
    ['two papers of years', ['2022-03-01', '2026-01-01'], 'search', null],
  ])('%s', (_, days, listing, listed) => {
    expect(read(onDays(...days))).toMatchObject({ listing, listed });
  });

  test('before June 2025 the outer date tells, as long as it was that of the list', () => {
    const old = (listed: string) =>
      read([row(1, null, { publishedAt: '2024-06-10T17:00:00.000Z' }, { publishedAt: listed })]);
    expect(old('2024-06-12T02:08:15.299Z')).toMatchObject({ listing: 'daily', listed: '2024-06-12' });
    // Shifted back by hours: it repeats the publication.
    expect(old('2024-06-10T13:00:00.000Z')).toMatchObject({ listing: 'daily', listed: null });
  });

  test('papers of years without any listing day are the results of a search', () => {
    const papers = [2020, 2021, 2022, 2023].map((year) =>
      row(year, null, { publishedAt: `${year}-01-02T00:00:00.000Z` }),
    );
    expect(read(papers)).toMatchObject({ listing: 'search', listed: null });
  });

  test.each([
    [{ date: '2024-08-01T00:00:00.000Z', nextDate: 'x' }, 'daily', '2024-08-01'],
    [{ dateString: '2026-02-04', periodType: 'day' }, 'daily', '2026-02-04'],
    [{ dateString: '2026-W06', periodType: 'week' }, 'week', '2026-02-04'],
    [{ dateString: '2026-02', periodType: 'month' }, 'month', '2026-02-04'],
    [{ dateString: '2026-02-04', periodType: 'day', query: 'judges' }, 'search', null],
    [{ dateString: '2026-02-04', periodType: 'day', query: { q: 'judges' } }, 'search', null],
    [{ dateString: '2026-02-04', periodType: 'day', query: {}, isTrending: true }, 'trending', '2026-02-04'],
    [{ periodType: 'fortnight' }, 'unknown', '2026-02-04'],
    [{ date: 7, query: null, periodType: [] }, 'daily', '2026-02-04'],
  ])('the data of the page: %j', (facts, listing, listed) => {
    expect(read({ ...facts, dailyPapers: onDays('2026-02-04') })).toMatchObject({ listing, listed });
  });
});

describe('answers that are no list', () => {
  test.each([
    [{ error: 'Invalid date' }, 'api-error', 'Invalid date'],
    [{ error: { message: 'Too many requests', code: 429 } }, 'api-error', 'Too many requests'],
    [{ statusCode: 503, message: 'Busy\u001b[31m' }, 'api-error', 'Busy[31m'],
    [{ detail: 'Not Found' }, 'api-error', 'Not Found'],
    [{ error: null }, 'api-error', ''],
    [{ a: { b: [1, 2] } }, 'row-invalid', 'no list'],
    ['{}', 'row-invalid', 'no list'],
  ])('%j', (value, code, message) => {
    const file = read(value);
    expect(file.diagnostics).toMatchObject([{ code, severity: 'error', message: expect.stringContaining(message) }]);
  });

  test('an empty list is valid', () => {
    expect(codes(read('[]'))).toEqual(['no-papers']);
    expect(codes(read({ dailyPapers: [], date: '2026-02-04T00:00:00.000Z' }))).toEqual(['no-papers']);
    expect(codes(read({ count: 0, papers: [] }))).toEqual(['no-papers']);
  });

  test.each([
    "[{'paper': {'id': '2602.00001', 'title': \"It's\"}}]",
    "{'dailyPapers': [None]}",
    "({'paper': None})",
    "[('a',)]",
  ])('what Python prints is named, and not guessed: %s', (text) => {
    const { format, file } = parseText(text, 'x.json');
    if (format !== 'api-json') return;
    expect(file.diagnostics).toMatchObject([{ code: 'python-repr', severity: 'error', line: 1, column: 1 }]);
  });

  test('several lists in an object are all read, and are of no known kind', () => {
    const file = read({ '2026-02-04': onDays('2026-02-04'), '2026-02-05': [row(9, '2026-02-05')] });
    expect([file.papers.length, file.listing]).toEqual([2, 'unknown']);
  });

  test('depth, prototypes and getters are no trap', () => {
    expect(codes(read(`{"papers": ${'['.repeat(5_000)}${']'.repeat(5_000)}}`))).toEqual(['row-invalid']);
    const file = read(
      '[{"__proto__": {"title": "x"}, "paper": {"constructor": 1, "title": "Real", "id": "2602.00001"}}]',
    );
    expect(file.papers.map((paper) => paper.title)).toEqual(['Real']);
    expect(({} as { title?: string }).title).toBeUndefined();
  });
});

describe('rows', () => {
  test.each([
    ['a number', 7],
    ['a list', []],
    ['null', null],
    ['an empty object', {}],
    ['a paper without a title', { paper: { id: '2602.00002' } }],
    ['a title of white space', { paper: { title: ' \u200b\n ' } }],
    ['a title that is no text', { paper: { title: ['x'] }, title: 4 }],
  ])('%s is reported and costs no other paper', (_, bad) => {
    const file = read([row(1, '2026-02-04'), bad, row(3, '2026-02-04')]);
    expect(file.papers.map((paper) => paper.line)).toEqual([1, 3]);
    expect(file.diagnostics).toMatchObject([{ severity: 'error', line: 2 }]);
  });

  test.each([
    [{ upvotes: '46' }, { upvotes: 46 }],
    [{ upvotes: '4.6' }, { upvotes: null }],
    [{ upvotes: -1 }, { upvotes: null }],
    [{ upvotes: 1e30 }, { upvotes: null }],
    [{ authors: ['Ada', { name: 'Ben', hidden: true }, { name: 7 }, null] }, { authors: ['Ada'], authorCount: 4 }],
    [{ authors: 'Ada' }, { authors: [], authorCount: null }],
    [{ summary: 3 }, { abstract: null }],
    [{ organization: 'lab' }, { organization: null }],
    [{ organization: { name: 'lab', fullname: null } }, { organization: { handle: 'lab', name: 'lab' } }],
    [{ publishedAt: '2026-02-30T00:00:00Z' }, { publishedText: '2026-02-02' }],
    [{ id: 'arXiv:2602.01785v3' }, { arxivId: '2602.01785' }],
    [
      { githubRepo: 'https://hf-mirror.com/a/b' },
      { links: expect.arrayContaining([{ rel: 'code', url: 'https://huggingface.co/a/b' }]) },
    ],
  ])('%j', (more, expected) => {
    expect(read([row(1, '2026-02-04', more)]).papers).toMatchObject([expected]);
  });

  test('a long abstract is cut, and said to be', () => {
    const file = read([row(1, '2026-02-04', { summary: 'word '.repeat(20_000) })]);
    expect([file.papers[0]?.abstract?.length, codes(file)]).toEqual([49_999, ['text-cut']]);
  });

  test('links of the abstract, unless the row states its own', () => {
    const summary = 'Code: https://github.com/a/b, page: https://a.github.io/b.';
    const links = (more: object) =>
      read([row(1, '2026-02-04', { summary, ...more })]).papers[0]!.links.filter(
        ({ rel }) => rel === 'code' || rel === 'project',
      );
    expect(links({})).toEqual([
      { rel: 'code', url: 'https://github.com/a/b' },
      { rel: 'project', url: 'https://a.github.io/b' },
    ]);
    expect(links({ githubRepo: 'https://github.com/c/d' })[0]?.url).toBe('https://github.com/c/d');
  });

  test('a row twice is left out once; rows that differ both stay', () => {
    const file = read([row(1, '2026-02-04'), row(1, '2026-02-04'), row(1, '2026-02-04', { upvotes: 9 })]);
    expect(file.papers.map((paper) => paper.line)).toEqual([1, 3]);
    expect(file.diagnostics).toMatchObject([
      { code: 'row-repeated', severity: 'info', line: 2 },
      { code: 'row-repeated', severity: 'warning', line: 3 },
    ]);
  });

  test('escapes are undone only when the whole dump is escaped', () => {
    const titled = (...titles: string[]) =>
      read(titles.map((title, index) => row(index + 1, '2026-02-04', { title }))).papers.map((paper) => paper.title);
    expect(titled('A &amp; B', 'C &lt; D', 'E &#39;F&#39;', 'G')).toEqual(['A & B', 'C < D', "E 'F'", 'G']);
    expect(titled('A &amp;amp; B', 'C &lt; D', 'E &quot;F', 'G')[0]).toBe('A &amp; B');
    const literal = ['A &amp; B', 'C &lt; D', 'E &amp; F', 'G & H'];
    expect(titled(...literal)).toEqual(literal);
    expect(titled('A &amp; B', 'C', 'D')).toEqual(['A &amp; B', 'C', 'D']);
  });
});
