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
