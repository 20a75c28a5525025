import { describe, expect, test } from 'vitest';
import type { Paper } from '../../src/model/index.ts';
import { abstractOf, dumpOf, paperOf, TestArchive } from './paper.ts';

const view = () => new TestArchive();
const title = 'A Long Enough Title of a Paper';

/** The kinds of change of each day, in the order of the list; each day is a run of its own. */
function run(...lists: Paper[][]): string[][] {
  let archive = view();
  return lists.map((papers, index) => {
    const { changes } = archive.take(dumpOf(`2025-01-0${index + 1}`, ...papers));
    archive = new TestArchive(JSON.parse(JSON.stringify(archive.archive())));
    return changes.map((change) => change.kind);
  });
}

test('a paper is known by a former abstract, in another run as well', () => {
  const [x, y] = [abstractOf('the first text'), abstractOf('the second')];
  expect(
    run(
      [paperOf(title, { abstract: x })],
      [paperOf(title, { abstract: y })],
      [paperOf('Another Title Altogether, for Print', { abstract: x })],
    ),
  ).toEqual([['new'], ['revised'], ['revised']]);
});

describe('one list', () => {
  const abstract = abstractOf('both');
  const parts = [1, 2].map((n) => paperOf(`${title}, Part ${n}`, { abstract }));

  test('two parts with one abstract are two papers, and stay them', () => {
    expect(run(parts, parts, [...parts].reverse(), [parts[1]!])).toEqual([
      ['new', 'new'],
      ['seen', 'seen'],
      ['seen', 'seen'],
      ['seen'],
    ]);
  });

  test('a part that comes later is taken for a new title once, and for a paper when both stand there', () => {
    expect(run([parts[0]!], [parts[1]!], parts, parts)).toEqual([
      ['new'],
      ['revised'],
      ['new', 'seen'],
      ['seen', 'seen'],
    ]);
    expect(run([parts[0]!], parts, parts)).toEqual([['new'], ['seen', 'new'], ['seen', 'seen']]);
  });

  test('a paper that stands in the list under its own title is not retitled by another with its abstract', () => {
    const known = paperOf('Introduction', { abstract });
    const list = [paperOf('Introduction', { abstract: abstractOf('other words') }), paperOf(title, { abstract })];
    expect(run([known], list, list)).toEqual([['new'], ['new', 'new'], ['seen', 'seen']]);
    expect(run([known], [paperOf(title, { abstract })])).toEqual([['new'], ['revised']]);
  });

  test('two works under one long title are two papers, and stay them', () => {
    const works = ['one', 'two'].map((seed) => paperOf(title, { abstract: abstractOf(seed) }));
    expect(run(works, works, [...works].reverse())).toEqual([
      ['new', 'new'],
      ['seen', 'seen'],
      ['seen', 'seen'],
    ]);
    expect(run([works[0]!], works, works)).toEqual([['new'], ['seen', 'new'], ['seen', 'seen']]);
  });

  test('a paper printed twice is one', () => {
    const bare = paperOf(title, { abstract: null });
    expect(run([paperOf(title), paperOf(title), bare], [bare, bare])).toEqual([
      ['seen', 'seen', 'new'],
      ['seen', 'seen'],
    ]);
    const id = { arxivId: '2501.00001' };
    const twice = [
      paperOf(title, id),
      paperOf('Its Other Title in the Same List', { ...id, abstract: abstractOf('z') }),
    ];
    expect(run(twice, twice, twice)).toEqual([
      ['seen', 'new'],
      ['seen', 'seen'],
      ['seen', 'seen'],
    ]);
  });

  test('two ids under one title and abstract are two papers', () => {
    const bare = paperOf(title);
    const two = ['2501.00001', '2501.00002'].map((arxivId) => paperOf(title, { arxivId }));
    expect(run([bare], two, two).map((kinds) => [...kinds].sort())).toEqual([
      ['new'],
      ['enriched', 'new'],
      ['seen', 'seen'],
    ]);
  });
});

test('an abstract that goes on after its end is revised; one that was cut is not', () => {
  const more = `${abstractOf('x')} We now add code and data.`;
  expect(run([paperOf(title, { abstract: abstractOf('x') })], [paperOf(title, { abstract: more })])).toEqual([
    ['new'],
    ['revised'],
  ]);
  expect(run([paperOf(title, { abstract: more.slice(0, 150) })], [paperOf(title, { abstract: more })])).toEqual([
    ['new'],
    ['seen'],
  ]);
});

// Comparing each with each would take minutes and end this test by its time limit.
test.each([
  ['one generic title', (n: number) => paperOf('Q', { abstract: abstractOf(`w${n}x`) })],
  ['one abstract', (n: number) => paperOf(`${title}, Part ${n}`, { abstract: abstractOf('all of them') })],
])('thousands of papers with %s', (_, paper) => {
  const papers = Array.from({ length: 3_000 }, (__, n) => paper(n));
  const archive = view();
  expect(archive.take(dumpOf('2025-01-01', ...papers)).counts.new).toBe(3_000);
  const next = new TestArchive(archive.archive());
  expect(next.take(dumpOf('2025-01-02', ...papers)).counts).toMatchObject({ new: 0, seen: 3_000, revised: 0 });
});
