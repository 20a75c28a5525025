import { describe, expect, test } from 'vitest';
import { dump, Installation, source } from './harness.ts';

const verdict = async (...runs: ReturnType<typeof source>[][]) => {
  const here = new Installation();
  let last = { kind: '', reason: '' };
  for (const sources of runs) last = (await here.run(sources)).verdict;
  return last;
};

const day = () => dump('2026-03-02', 'One alpha', 'Two alpha');
const cut = () =>
  source('2026-03-03.json', '[{"paper":{"id":"2603.00001","title":"Whole","summary":"Alpha."}},{"paper":{"id":"26');

describe('the verdict of a run', () => {
  test.each([
    ['new papers', [[day()]], 'fresh', '2 new papers in 1 edition'],
    ['the same bytes again', [[day()], [day()]], 'quiet', 'nothing new: 1 dump taken in before'],
    [
      'the same papers on another day',
      [[day()], [dump('2026-03-03', 'Two alpha', 'One alpha')]],
      'quiet',
      'nothing new: every paper was known',
    ],
    ['a day without papers', [[source('2026-03-07.json', '[]')]], 'quiet', 'the list of 2026-03-07 is empty'],
    ['nothing given', [[]], 'quiet', 'no dump was given'],
    [
      'an error of the API',
      [[source('2026-03-07.json', '{"error":"Too many requests"}')]],
      'broken',
      /^2026-03-07\.json: /,
    ],
    ['another kind of file', [[source('x.txt', '%PDF-1.7')]], 'broken', 'x.txt: not a dump in a known format'],
    ['a broken dump beside one that is known', [[day()], [day(), source('x.txt', '%PDF-1.7')]], 'broken', /^x\.txt: /],
    [
      'a broken dump beside a good one',
      [[day(), source('x.txt', '%PDF-1.7')]],
      'fresh',
      /^2 new papers in 1 edition; 1 dump not sound: x\.txt: /,
    ],
    ['a cut dump', [[cut()]], 'broken', /could be read$/],
  ] as const)('%s', async (_, runs, kind, reason) => {
    const found = await verdict(...runs.map((sources) => [...sources]));
    expect(found.kind).toBe(kind);
    if (typeof reason === 'string') expect(found.reason).toBe(reason);
    else expect(found.reason).toMatch(reason);
  });
});

describe('daily lists', () => {
  /** The API's list of a day; `salt` changes its bytes, as other upvotes do. */
  const list = (name: string, count: number, { from = 0, salt = 0 } = {}) =>
    source(
      `${name}.json`,
      JSON.stringify(
        Array.from({ length: count }, (_, n) => ({
          paper: {
            id: `2602.${String(from + n).padStart(5, '0')}`,
            title: `Paper ${from + n} of a List`,
            summary: 'Alpha.',
            upvotes: salt,
          },
          title: `Paper ${from + n} of a List`,
        })),
      ),
    );
  // 2026-02-06 was a Friday.
  const friday = list('2026-02-06', 20);

  test.each([
    ['it grows', [[list('2026-02-06T09', 12)], [friday]], 'fresh', '8 new papers in 1 edition'],
    [
      'it shrank',
      [[friday], [list('2026-02-06T18', 3, { salt: 1 })]],
      'partial',
      /^the list of 2026-02-06 is not whole: 3 papers, .* lists 20$/,
    ],
    ['a whole one and a cut one come together', [[list('2026-02-06T18', 3, { salt: 1 }), friday]], 'fresh', /20 new/],
    [
      'Saturday repeats it',
      [[friday], [list('2026-02-07', 20, { salt: 1 })]],
      'quiet',
      'nothing new: every paper was known',
    ],
    [
      'Monday repeats it',
      [[friday], [list('2026-02-09', 20, { salt: 1 })]],
      'stale',
      'the list of 2026-02-09 is still that of 2026-02-06',
    ],
    [
      'Monday repeats it to the byte',
      [[friday], [{ ...friday, path: '2026-02-09.json' }]],
      'stale',
      'the list of 2026-02-09 is to the byte that of 2026-02-06',
    ],
    [
      'Saturday repeats it to the byte',
      [[friday], [{ ...friday, path: '2026-02-07.json' }]],
      'quiet',
      /taken in before/,
    ],
    [
      'Monday repeated it, and then had its own',
      [[friday], [list('2026-02-09T18', 20, { from: 30 })], [{ ...friday, path: '2026-02-09.json' }]],
      'quiet',
      /taken in before/,
    ],
    ['Monday repeats it with one more', [[friday], [list('2026-02-09', 21)]], 'fresh', '1 new paper in 1 edition'],
    [
      'three days had far more',
      [
        [
          list('2026-02-03', 30, { from: 100 }),
          list('2026-02-04', 30, { from: 200 }),
          list('2026-02-05', 30, { from: 300 }),
        ],
        [list('2026-02-06', 3)],
      ],
      'partial',
      /^3 new papers taken in, but the list of 2026-02-06 is not whole: 3 papers, where the lists of the weeks before have about 30$/,
    ],
  ] as const)('%s', async (_, runs, kind, reason) => {
    const found = await verdict(...runs.map((sources) => [...sources]));
    expect(found.kind).toBe(kind);
    if (typeof reason === 'string') expect(found.reason).toBe(reason);
    else expect(found.reason).toMatch(reason);
  });
});
