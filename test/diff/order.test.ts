import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncomingDump } from '../../src/diff/diff.ts';
import { emptyArchive } from '../../src/diff/source.ts';
import type { Archive, Link, Paper, PaperRecord } from '../../src/model/index.ts';
import { abstractOf, dumpOf, paperOf, TestArchive } from './paper.ts';

const empty: Archive = emptyArchive();
const sorted = (papers: Iterable<PaperRecord>) => [...papers].sort((a, b) => (a.id < b.id ? -1 : 1));

/** All dumps in one run. */
function together(dumps: readonly IncomingDump[]): Archive {
  const view = new TestArchive(empty);
  for (const dump of dumps) view.take(dump);
  return { ...view.archive(), papers: sorted(view.records().values()) };
}

/** One run for each dump; between them the archive is written and read again, sorted by id as the store does. */
function oneByOne(dumps: readonly IncomingDump[]): Archive {
  return dumps.reduce((archive, dump) => {
    const view = new TestArchive(archive);
    view.take(dump);
    const text = JSON.stringify({ ...view.archive(), papers: sorted(view.records().values()) });
    return JSON.parse(text) as Archive;
  }, empty);
}

/** What is known of the works, without what tells of publishing. */
const knowledge = ({ papers }: Archive) =>
  papers
    .map(({ id: _, edition: __, instant: ___, updated: ____, revision: _____, ...known }) => ({
      ...known,
      variants: Object.fromEntries(Object.entries(known.variants).sort()),
    }))
    .sort((a, b) => (JSON.stringify([a.title, a.abstract]) < JSON.stringify([b.title, b.abstract]) ? -1 : 1));

const days = ['2025-01-01', '2025-01-02', '2025-01-03', '2025-01-04', '2025-01-05'] as const;

/** Any papers at all, of so few words that they meet under every kind of evidence. */
const anyPaper = fc
  .record({
    title: fc.constantFrom(
      'Introduction',
      'Q',
      'A Long and Telling Title: Part 1',
      'A Long and Telling Title: Part 2',
      'a long and  telling title: part 2',
    ),
    abstract: fc.constantFrom(
      null,
      abstractOf('the first text'),
      abstractOf('another one'),
      `${abstractOf('the first text').slice(0, 400)}...`,
      'Short.',
    ),
    arxivId: fc.constantFrom(null, null, '2501.00001', '2501.00002'),
  })
  .map(({ title, ...more }): Paper => paperOf(title, more));

test('one run or many: the same archive to the last byte', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...days), fc.array(anyPaper, { maxLength: 5 }))), (lists) => {
      const dumps = lists.map(([day, papers]) => dumpOf(day, ...papers));
      const inOrder = [...dumps].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
      expect(oneByOne(inOrder)).toEqual(together(inOrder));
      // Also when old dumps come late: splitting alone must never matter.
      expect(oneByOne(dumps)).toEqual(together(dumps));
      const instants = together(dumps).papers.map((paper) => paper.updated);
      expect(new Set(instants).size).toBe(instants.length);
    }),
    { numRuns: 300 },
  );
});

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const linksOf = fc.uniqueArray(
  fc.record({
    rel: fc.constantFrom<Link['rel'][]>('page', 'arxiv', 'pdf', 'code', 'project'),
    url: fc.constantFrom('https://a.example/1', 'https://b.example/2', 'https://hf.barry1.top/3'),
  }),
  { selector: (link) => link.rel, maxLength: 4 },
);

/** What a dump prints of a work besides its title, abstract and id. */
const printed = fc.record({
  cut: fc.constantFrom(1, 0.9, 0.7),
  glued: fc.boolean(),
  bare: fc.boolean(),
  withId: fc.boolean(),
  step: fc.nat(1),
  authors: fc.constantFrom<string[][]>([], ['Ada'], ['Ada', 'Bo']),
  authorCount: maybe(fc.nat(9)),
  organization: maybe(fc.constantFrom({ handle: 'x', name: 'X Lab' }, { handle: 'y', name: 'Y Lab' })),
  comments: maybe(fc.nat(9)),
  upvotes: maybe(fc.nat(9)),
  date: maybe(fc.tuple(fc.constantFrom('2024-12-30', '2024-12-31'), fc.constantFrom('explicit', 'assumed'))),
  links: linksOf,
});

/** A work on five days: it is known by its id, its title or its abstract, and all else moves on. */
const work = fc.record({
  key: fc.constantFrom('id', 'title', 'abstract'),
  days: fc.tuple(...days.map(() => maybe(printed))),
});

type Work = typeof work extends fc.Arbitrary<infer T> ? T : never;

function paperOn({ key, days: states }: Work, number: number, day: number): Paper | null {
  const now = states[day];
  if (now === null || now === undefined) return null;
  const version = states.slice(0, day + 1).reduce((sum, each) => sum + (each?.step ?? 0), 0);
  const name = `Work ${number} under a Long Title`;
  const full = abstractOf(`the work ${number}${key === 'abstract' ? '' : `v${version}`}`);
  const length = key === 'abstract' ? full.length : Math.floor(full.length * now.cut);
  const text = length < full.length ? `${full.slice(0, length)}...` : full;
  return paperOf(key === 'title' ? name : `${name}, ${version}`, {
    ...(({ authors, authorCount, organization, comments, upvotes, links }) => ({
      authors,
      authorCount,
      organization,
      comments,
      upvotes,
      links,
    }))(now),
    abstract: now.bare && key !== 'abstract' ? null : now.glued ? text.replace('into ', 'into') : text,
    arxivId: key === 'id' || (key === 'title' && now.withId) ? `2501.0000${number}` : null,
    published: now.date?.[0] ?? null,
    publishedBasis: (now.date?.[1] as Paper['publishedBasis']) ?? null,
    publishedText: now.date === null ? null : 'Dec 30',
  });
}

test('whatever the order of arrival, the same is known', () => {
  let late = 0;
  fc.assert(
    fc.property(
      fc.array(work, { minLength: 1, maxLength: 3 }),
      fc.shuffledSubarray([...days.keys()], { minLength: days.length }),
      (works, order) => {
        const dumps = days.map((day, index) =>
          dumpOf(day, ...works.flatMap((each, number) => paperOn(each, number, index) ?? [])),
        );
        const arrived = order.map((index) => dumps[index]!);
        if (order.some((index, position) => index !== position)) late++;
        const known = knowledge(together(dumps));
        expect(knowledge(together(arrived))).toEqual(known);
        expect(knowledge(oneByOne(arrived))).toEqual(known);
        expect(known.length).toBe(works.filter((each) => each.days.some((day) => day !== null)).length);
      },
    ),
    { numRuns: 500 },
  );
  expect(late).toBeGreaterThan(100);
});

describe('three dumps in every order', () => {
  const title = 'A Paper with a Title';
  const abstract = abstractOf('the whole text');
  const cases: [string, Partial<Paper>[], Partial<PaperRecord>][] = [
    [
      'links, each by itself',
      [
        { links: [{ rel: 'code', url: 'https://a.example/old' }] },
        { links: [{ rel: 'code', url: 'https://a.example/new' }] },
        { links: [{ rel: 'page', url: 'https://a.example/page' }] },
      ],
      {
        links: [
          { rel: 'page', url: 'https://a.example/page' },
          { rel: 'code', url: 'https://a.example/new' },
        ],
      },
    ],
    [
      'a cut abstract',
      [{ abstract: abstractOf('w') }, { abstract }, { abstract: `${abstract.slice(0, 200)}...` }],
      { abstract },
    ],
    ['a blurb', [{ abstract: abstractOf('w') }, { abstract }, { abstract: 'It is about something.' }], { abstract }],
    [
      'organisation',
      [{ organization: { handle: 'a', name: 'A' } }, { organization: { handle: 'b', name: 'B' } }, {}],
      { organization: { handle: 'b', name: 'B' } },
    ],
    ['authors', [{ authors: ['A'] }, { authors: ['A', 'B'] }, { authors: [] }], { authors: ['A', 'B'] }],
    ['counts', [{ comments: 1, upvotes: 9 }, { comments: 5, upvotes: 3 }, { upvotes: 4 }], { comments: 5, upvotes: 4 }],
  ];
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ];
  test.each(cases)('%s', (_, states, expected) => {
    const dumps = states.map((state, index) => dumpOf(days[index]!, paperOf(title, state)));
    const known = knowledge(together(dumps));
    expect(known).toMatchObject([expected]);
    for (const order of orders) expect(knowledge(oneByOne(order.map((index) => dumps[index]!)))).toEqual(known);
  });

  test('an old dump that comes after a whole abstract replaced a cut one revises nothing', () => {
    const view = new TestArchive(empty);
    view.take(dumpOf(days[4], paperOf(title, { abstract: `${abstract.slice(0, 200)}...` })));
    view.take(dumpOf(days[0], paperOf(title, { abstract })));
    expect(view.take(dumpOf(days[2], paperOf(title, { abstract: abstractOf('between') }))).counts.revised).toBe(0);
    expect([...view.records().values()]).toMatchObject([{ abstract }]);
  });
});
