import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyArchive } from '../../src/diff/source.ts';
import type { Source } from '../../src/fetch/files.ts';
import type { Archive } from '../../src/model/index.ts';
import { parseAgainst } from '../../src/pipeline/parse.ts';
import { redate, takeDumps } from '../../src/pipeline/take.ts';
import { TestArchive } from '../diff/paper.ts';
import { random } from '../random.ts';
import { list, shuffle } from './dumps.ts';

const now = '2026-11-21T12:00:00Z';
const sourceOf = (path: string, bytes: Buffer): Source => ({
  path: basename(path),
  sha256: createHash('sha256').update(bytes).digest('hex'),
  text: bytes.toString('utf8'),
});

/** Every dump of the real ones, and two of them cut in the middle. */
const whole = [
  ...list('api', '.json'),
  ...list('week', '.txt'),
  ...list('layouts', '.txt'),
  ...list('layouts', '.html'),
  ...list('growing', '.json').filter((path) => !path.includes('cut-short')),
  ...list('growing', 'cut-short.json'),
  ...list('text', '.txt'),
  ...list('html', '.html'),
].map((path) => sourceOf(path, readFileSync(path)));
const cut = ['week/2026-02-05.txt', 'api/2025-06-25.json'].map((name) => {
  const [folder, file] = name.split('/') as [string, string];
  const bytes = readFileSync(list(folder, file)[0]!);
  return sourceOf(name, bytes.subarray(0, bytes.length * 0.6));
});
// Equal bytes are one dump, whatever its files are called: the first name that comes dates it.
const sources = [...new Map([...whole, ...cut].map((source) => [source.sha256, source])).values()];

interface Outcome {
  archive: Archive;
  /** How often each paper was new. */
  news: Map<string, number>;
}

/** A run as the command does it, with the archive as a value. */
function run(archive: Archive, given: readonly Source[], news: Map<string, number>): Archive {
  const view = new TestArchive(archive);
  const unseen = [...new Map(given.map((source) => [source.sha256, source])).values()].filter(
    ({ sha256 }) => !view.has(sha256),
  );
  const { dumps, redatings } = parseAgainst(unseen, { now, date: null, archive: view });
  for (const redating of redatings) redate(view, redating);
  const options = { since: null, backfill: true, maxNew: null, newest: null };
  for (const { changes } of takeDumps(view, dumps, options)) {
    for (const { kind, paper } of changes) if (kind === 'new') news.set(paper, (news.get(paper) ?? 0) + 1);
  }
  return JSON.parse(JSON.stringify(view.archive()));
}

/** Runs of one to four dumps in random order, some given twice. */
function inRuns(given: readonly Source[], chance: () => number): Outcome {
  const queue = shuffle([...given, ...given.filter(() => chance() < 0.2)], chance);
  const news = new Map<string, number>();
  let archive = emptyArchive();
  while (queue.length > 0) archive = run(archive, queue.splice(0, 1 + Math.floor(chance() * 4)), news);
  return { archive, news };
}

/** What is known of papers and dumps, without what tells of publishing and of the order of arrival. */
function knowledge({ papers, dumps }: Archive) {
  const order = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    papers: papers
      .map(({ id: _, edition: __, instant: ___, updated: ____, revision: _____, ...known }) => ({
        ...known,
        variants: Object.fromEntries(Object.entries(known.variants).sort()),
      }))
      .sort(order),
    dumps: dumps.map(({ sha256, date, papers: count }) => [sha256, date, count]).sort(order),
  };
}

describe('all dumps, in random order and random runs, some twice, some cut', () => {
  const news = new Map<string, number>();
  const expected = knowledge(run(emptyArchive(), sources, news));

  test('positive control: a dump less is another archive', () => {
    expect(knowledge(run(emptyArchive(), sources.slice(1), new Map()))).not.toEqual(expected);
  });

  test.each(Array.from({ length: 30 }, (_, seed) => seed))('order %i: the same archive', (seed) => {
    const outcome = inRuns(sources, random(seed));
    const actual = knowledge(outcome.archive);
    expect(actual.dumps).toEqual(expected.dumps);
    expect(actual.papers.length).toBe(expected.papers.length);
    for (const [index, paper] of actual.papers.entries()) expect(paper).toEqual(expected.papers[index]);
    // Each paper is new once, and no other is.
    expect([...outcome.news.values()].filter((count) => count !== 1)).toEqual([]);
    expect(outcome.news.size).toBe(expected.papers.length);
  });
});
