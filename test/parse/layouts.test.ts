import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseText } from '../../src/parse/parse.ts';
import { abstract, authors, organization, words } from './arbitraries.ts';
import {
  type Carded,
  head,
  print,
  printDaily,
  printLinkLines,
  printMarkdown,
  printReferences,
  printTrending,
} from './print.ts';

const boilerplate = fc.constantFrom(
  'Subscribe',
  'new',
  'Daily Papers',
  'Oct 31',
  'Jan 2, 2024',
  '7 authors',
  'Previous',
  'TOS',
  'Q',
  'Upvote a Paper',
  'GitHub',
  '46',
  'Mon [1]: (a) study',
);

const carded: fc.Arbitrary<Carded> = fc.record({
  title: fc.oneof({ weight: 4, arbitrary: words(2, 14) }, boilerplate),
  abstract,
  meta: fc.oneof(authors, organization(2)),
  date: fc.constantFrom('Oct 8', 'Oct 28', 'Feb 2, 2024', 'Dec 31, 2020'),
  comments: fc.option(fc.integer({ min: 1, max: 999 }), { nil: null }),
  id: fc.integer({ min: 1, max: 99_999 }).map((n) => `2602.${String(n).padStart(5, '0')}`),
  upvotes: fc.integer({ min: 0, max: 900 }),
});
const list = fc.uniqueArray(carded, { minLength: 1, maxLength: 10, selector: ({ id }) => id });
const distinctTitles = fc.uniqueArray(carded, {
  minLength: 1,
  maxLength: 10,
  selector: ({ title }) => title.replace(/\s/g, '').toLowerCase(),
});

function check(text: string, layout: string, papers: readonly Carded[], expected: (paper: Carded) => object) {
  const { format, file } = parseText(text, 'x.txt');
  expect(format).toBe('text');
  expect(file.layouts).toEqual([layout]);
  expect(file.papers.map((paper) => paper.title)).toEqual(papers.map((paper) => paper.title));
  expect(file.papers).toMatchObject(papers.map(expected));
  expect(file.lines?.unexplained).toBe(0);
}

const who = ({ meta }: Carded) => ({
  authorCount: 'authors' in meta ? meta.authors : null,
  organization: 'handle' in meta ? meta : null,
});

describe('a printer of our own and the parser are inverse', () => {
  test('T4', () => {
    fc.assert(
      fc.property(list, (papers) =>
        check(printMarkdown(papers, 'Oct 31'), 'T4', papers, (paper) => ({
          ...who(paper),
          abstract: paper.abstract,
          arxivId: paper.id,
          upvotes: paper.upvotes,
          publishedText: paper.date,
          comments: paper.comments,
        })),
      ),
    );
  });

  test('T5', () => {
    fc.assert(
      fc.property(list, (papers) =>
        check(printLinkLines(papers, 'Oct 31'), 'T5', papers, (paper) => ({
          ...who(paper),
          abstract: paper.abstract,
          arxivId: paper.id,
          upvotes: paper.upvotes,
          publishedText: paper.date,
          comments: paper.comments,
        })),
      ),
    );
  });

  test('T6, wrapped at several widths', () => {
    fc.assert(
      fc.property(list, fc.integer({ min: 40, max: 130 }), (papers, width) =>
        check(printReferences(papers, 'Oct 31', width), 'T6', papers, (paper) => ({
          ...who(paper),
          abstract: paper.abstract,
          upvotes: paper.upvotes,
          publishedText: paper.date,
          comments: paper.comments,
        })),
      ),
    );
  });

  test('T7: each card printed twice is one paper', () => {
    fc.assert(
      fc.property(distinctTitles, (papers) => {
        const dated = papers.map((paper) => ({ ...paper, date: 'Oct 4, 2026' }));
        check(printTrending(dated), 'T7', dated, (paper) => ({
          ...who(paper),
          abstract: paper.abstract,
          upvotes: paper.upvotes,
          publishedText: 'Oct 4, 2026',
        }));
      }),
    );
  });

  test('T8: no abstract, no date', () => {
    fc.assert(
      fc.property(list, (papers) =>
        check(printDaily(papers, 'Oct 31'), 'T8', papers, (paper) => ({
          authorCount: 'authors' in paper.meta ? paper.meta.authors : 1,
          upvotes: paper.upvotes,
          comments: paper.comments,
          abstract: null,
          publishedText: null,
        })),
      ),
    );
  });
});

describe('several pages in one file', () => {
  const page = (title: string, date: string) =>
    print(
      [
        {
          title,
          abstract: 'We study it. It works. We say why it does, and where not.',
          meta: { authors: 2 },
          date: 'Oct 8',
          comments: null,
        },
      ],
      date,
    );

  test('are read each in its layout, and reported', () => {
    const one = {
      title: 'From the Search Page',
      abstract: 'We study it. It works.',
      meta: { authors: 1 },
      date: 'Oct 8',
      comments: 3,
      id: '2602.00001',
      upvotes: 4,
    };
    const { file } = parseText(`${page('From the First', 'Oct 30')}\n\n${printMarkdown([one], 'Oct 31')}`, 'x.txt');
    expect(file.papers.map((paper) => paper.title)).toEqual(['From the First', 'From the Search Page']);
    expect(file.layouts).toEqual(['T2', 'T4']);
    expect(file.header).toEqual({ year: null, month: 10, day: 31 });
    expect(file.diagnostics).toMatchObject([{ code: 'several-dumps', line: 21 }]);
    expect(file.lines?.unexplained).toBe(0);
  });

  test('a title that is the byline is no page', () => {
    const { file } = parseText(
      `${page('Real', 'Oct 30')}\n\nbyAK and the research community\n\nWe study bylines. They work.`,
      'x.txt',
    );
    expect(file.papers.map((paper) => paper.title)).toEqual(['Real', 'byAK and the research community']);
    expect(file.diagnostics).toEqual([]);
  });
});

test('glued dates: what lies after the page is a day of one digit and its comments', () => {
  const bare = (date: string, dated: string) =>
    parseText(`${head(date)}46\n\n### A Title\n\nWe study it. It works.\n\n- 6 authors\n\n·\n\n${dated}`, 'x.txt').file
      .papers[0];
  expect(bare('Jun 17', 'May 296')).toMatchObject({ publishedText: 'May 29', comments: 6 });
  expect(bare('Feb 4', 'Feb 21')).toMatchObject({ publishedText: 'Feb 2', comments: 1 });
  expect(bare('Feb 28', 'Feb 21')).toMatchObject({ publishedText: 'Feb 21', comments: null });
  expect(bare('Jun 17', 'Oct 6, 20223')).toMatchObject({ publishedText: 'Oct 6, 2022', comments: 3 });
});
