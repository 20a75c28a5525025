import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../src/parse/parse.ts';
import { abstract, authors, organization, sentence, words } from './arbitraries.ts';
import { head, type Printed, print } from './print.ts';

const prose =
  'We study a thing that many people care about. It turns out to behave in a way that nobody expected, and we say why. Experiments on three benchmarks confirm it.';

const paper = (title: string, more: Partial<Printed> = {}): Printed => ({
  title,
  abstract: prose,
  meta: { authors: 3 },
  date: 'Oct 8, 2024',
  comments: null,
  ...more,
});

const read = (text: string) => {
  const { format, file } = parseText(text, 'x.txt');
  expect(format).toBe('text');
  return file;
};

const titles = (text: string) => read(text).papers.map((entry) => entry.title);

describe('layouts', () => {
  test('T1, T2 and T3 mixed: every field, every line', () => {
    const file = read(
      print(
        [
          paper('With authors', { comments: 2 }),
          paper('Without anything', { meta: null }),
          paper('From an organisation', { meta: { handle: 'WueNLP', name: 'WüNLP' }, date: 'Oct 13' }),
        ],
        'Oct 31',
      ),
    );
    expect(file.layouts).toEqual(['T1', 'T2', 'T3']);
    expect(file.header).toEqual({ year: null, month: 10, day: 31 });
    expect(file.lines).toEqual({ total: 18, explained: 18, unexplained: 0 });
    expect(file.papers).toMatchObject([
      {
        title: 'With authors',
        abstract: prose,
        authorCount: 3,
        organization: null,
        comments: 2,
        publishedText: 'Oct 8, 2024',
        line: 13,
      },
      {
        title: 'Without anything',
        abstract: prose,
        authorCount: null,
        comments: null,
        publishedText: null,
        printed: null,
      },
      {
        authorCount: null,
        organization: { handle: 'WueNLP', name: 'WüNLP' },
        printed: { year: null, month: 10, day: 13 },
      },
    ]);
  });

  test('the head ends with its date: titles may be boilerplate', () => {
    const odd = [
      'Subscribe',
      'Oct 31',
      'Daily Papers',
      'new',
      '5 authors',
      '·',
      '  • 3 authors'.trim(),
      'Company',
      'google Google',
    ];
    const papers = odd.map((title, index) => paper(title, index % 3 === 1 ? { meta: null } : {}));
    const file = read(print(papers, 'Oct 31'));
    expect(file.papers.map((entry) => entry.title)).toEqual(odd);
    expect(file.lines?.unexplained).toBe(0);
    expect(file.header).toEqual({ year: null, month: 10, day: 31 });
  });

  test.each([
    [
      'the sentence twice, `by AK`, tabs',
      'new\n\nGet trending papers in your email inbox once a day!\n\nGet trending papers in your email inbox!\n\nSubscribe\n\nDaily Papers\n\nby AK and the research community\n\nDaily\n\nWeekly\n\nMonthly\n\nFeb 4\n\n',
    ],
    ['an echo of the query', 'Daily Papers\n\nbyAK and the research community\n\nreward model alignment\n\nFeb 4\n\n'],
    [
      'tabs after the date',
      'Daily Papers\n\nbyAK and the research community\n\nFeb 4\n\nDaily\n\nWeekly\n\nMonthly\n\n',
    ],
    ['cut above the date', 'Feb 4\n\n'],
    ['no head at all', ''],
  ])('a head with %s', (_, top) => {
    const body = print([paper('A first paper'), paper('A second paper', { meta: null })], '').slice(head('').length);
    const file = read(top + body);
    expect(file.papers.map((entry) => entry.title)).toEqual(['A first paper', 'A second paper']);
    expect(file.lines?.unexplained).toBe(0);
  });

  test('a foot is boilerplate only at the end', () => {
    expect(
      titles(
        `${print([paper('Previous'), paper('Privacy', { meta: null }), paper('Last')], 'Oct 31')}\n\nPrevious\n\nCompany\n\nTOS\n\nPrivacy`,
      ),
    ).toEqual(['Previous', 'Privacy', 'Last']);
  });
});

describe('irregular papers', () => {
  test('an abstract that wraps, and one of three paragraphs', () => {
    const wrapped = prose.replaceAll('. ', '.\n');
    const long = [prose, prose, prose].join('\n\n');
    const file = read(
      print(
        [paper('A', { meta: null }), paper('B', { abstract: wrapped }), paper('C', { abstract: long }), paper('D')],
        'Oct 31',
      ),
    );
    expect(file.papers.map((entry) => [entry.title, entry.abstract])).toEqual([
      ['A', prose],
      ['B', prose],
      ['C', long],
      ['D', prose],
    ]);
  });

  test('a title over two lines, of one letter, of 800 characters', () => {
    const long = 'Scaling '.repeat(100).trim();
    const papers = [
      paper('First half of a long title\nand its second half'),
      paper('Q', { meta: null }),
      paper(long, { meta: null }),
      paper('Z'),
    ];
    expect(titles(print(papers, 'Oct 31'))).toEqual(['First half of a long title and its second half', 'Q', long, 'Z']);
  });

  test('a missing abstract costs no other paper', () => {
    const file = read(
      print([paper('A', { meta: null }), paper('Bare title', { abstract: null, meta: null }), paper('C')], 'Oct 31'),
    );
    expect(file.papers.map((entry) => [entry.title, entry.abstract])).toEqual([
      ['A', prose],
      ['Bare title', null],
      ['C', prose],
    ]);
    expect(file.diagnostics).toMatchObject([{ code: 'abstract-missing', line: 17, file: 'x.txt' }]);
  });

  test('a day that does not exist costs the date, not the paper', () => {
    const file = read(print([paper('A', { date: 'Feb 31' })], 'Oct 31'));
    expect(file.papers).toMatchObject([{ title: 'A', printed: null, publishedText: 'Feb 31', authorCount: 3 }]);
    expect(file.diagnostics).toMatchObject([{ code: 'date-invalid', line: 19 }]);
  });

  test('meta without a paper is reported with its line, and not explained', () => {
    const file = read(`${head('Oct 31')}  • 3 authors\n·\nOct 8\n\nA\n\n${prose}`);
    expect(file.papers).toHaveLength(1);
    expect(file.diagnostics).toMatchObject([{ code: 'orphan-lines', line: 13 }]);
    expect(file.lines).toEqual({ total: 11, explained: 8, unexplained: 3 });
  });

  test('CRLF, tabs, trailing blanks, a byte order mark, no-break spaces', () => {
    const text = `\ufeff${print([paper('A  b\u00a0c '), paper('D')], 'Oct 31').replaceAll('\n', '\t\r\n')}`;
    expect(titles(text)).toEqual(['A b c', 'D']);
  });
});

describe('properties', () => {
  const boilerplate = fc.constantFrom(
    'Subscribe',
    'new',
    'Daily Papers',
    'Oct 31',
    'Jan 2, 2024 5',
    '7 authors',
    '·',
    'Previous',
    'TOS',
    '• A bullet',
    'Q',
  );
  const anyPaper: fc.Arbitrary<Printed> = fc.record({
    title: fc.oneof({ weight: 4, arbitrary: words(1, 12) }, boilerplate),
    abstract,
    meta: fc.oneof(fc.constant(null), authors, organization(1)),
    date: fc.constantFrom('Oct 8', 'Oct 8, 2024', 'Feb 29', 'Dec 31, 2020'),
    comments: fc.option(fc.integer({ min: 1, max: 999 }), { nil: null }),
  });

  test('parse(print(papers)) = papers, each line explained', () => {
    fc.assert(
      fc.property(fc.array(anyPaper, { minLength: 1, maxLength: 12 }), (papers) => {
        const file = read(print(papers, 'Oct 31'));
        expect(
          file.papers.map(({ title, abstract, authorCount, organization, publishedText, comments }) => ({
            title,
            abstract,
            authorCount,
            organization,
            publishedText,
            comments,
          })),
        ).toEqual(
          papers.map(({ title, abstract, meta, date, comments }) => ({
            title,
            abstract,
            authorCount: meta !== null && 'authors' in meta ? meta.authors : null,
            organization: meta !== null && 'handle' in meta ? { handle: meta.handle, name: meta.name } : null,
            publishedText: meta === null ? null : date,
            comments: meta === null ? null : comments,
          })),
        );
        expect(file.lines?.unexplained).toBe(0);
      }),
      { numRuns: 400 },
    );
  });

  test('any text is accounted for line by line, and never throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      boilerplate,
      sentence,
      fc.constantFrom('\n', '\n\n', '\r', '·', '  • 3 authors', 'Oct 8, 2024 2', '\u0000', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { file } = parseText(head('Oct 31') + pieces.join('\n'), 'x.txt');
        if (file.lines === null) return;
        expect(file.lines.explained + file.lines.unexplained).toBe(file.lines.total);
        for (const entry of file.papers) expect(entry.title).not.toMatch(/[\n\r\u0000-\u001f]/);
      }),
      { numRuns: 400 },
    );
  });
});
