import { describe, expect, test } from 'vitest';
import { emptyArchive } from '../../src/diff/source.ts';
import type { Archive } from '../../src/model/index.ts';
import { parseAgainst } from '../../src/pipeline/parse.ts';
import { redate, takeDumps } from '../../src/pipeline/take.ts';
import { abstractOf, TestArchive } from '../diff/paper.ts';
import { print } from '../parse/print.ts';
import { Installation, source } from './harness.ts';

const now = '2026-11-21T12:00:00Z';
const paper = (title: string, date: string) => ({
  title,
  abstract: abstractOf(title),
  meta: { authors: 3 },
  date,
  comments: null,
});

/** Dates of one dump without any year, and of a later one that prints it for one of the papers. */
const bare = source(
  'july.txt',
  print([paper('The First Paper of July', 'Jul 25'), paper('Another Paper of July', 'Jul 28')], 'Jul 30'),
);
const telling = source(
  'june.txt',
  print([paper('The First Paper of July', 'Jul 25, 2025'), paper('A Paper of June', 'Jun 3')], 'Jun 17'),
);

function run(archive: Archive, ...sources: (typeof bare)[]): { archive: Archive; said: string[] } {
  const view = new TestArchive(archive);
  const { dumps, redatings } = parseAgainst(sources, { now, date: null, archive: view });
  const said = redatings.flatMap((redating) => redate(view, redating)).map(({ message }) => message);
  takeDumps(view, dumps, { since: null, backfill: true, maxNew: null, newest: null });
  return { archive: JSON.parse(JSON.stringify(view.archive())), said };
}

const facts = ({ papers, dumps }: Archive) => ({
  papers: papers
    .map(({ title, published, publishedBasis, firstSeen, lastSeen, sightings, variants }) => ({
      title,
      published,
      publishedBasis,
      firstSeen,
      lastSeen,
      sightings,
      variants,
    }))
    .sort((a, b) => (a.title < b.title ? -1 : 1)),
  dumps: dumps.map(({ source: name, date }) => [name, date]).sort(),
});

describe('a dump whose year was assumed', () => {
  const together = run(emptyArchive(), bare, telling).archive;

  test('alone it is taken to be of the nearest past year', () => {
    expect(facts(run(emptyArchive(), bare).archive)).toMatchObject({
      dumps: [['july.txt', '2026-07-30']],
      papers: [{ published: '2026-07-28' }, { published: '2026-07-25' }],
    });
  });

  test('is dated anew by a later dump: the archive is as if both had come together', () => {
    const first = run(emptyArchive(), bare);
    const second = run(first.archive, telling);
    expect(second.said).toEqual([
      'the dump is of 2025-07-30, not of 2026-07-30 as was assumed: later dumps tell the year',
    ]);
    expect(facts(second.archive)).toEqual(facts(together));
    expect(facts(second.archive).dumps).toEqual([
      ['july.txt', '2025-07-30'],
      ['june.txt', '2026-06-17'],
    ]);
    // The paper that only the first dump has moves along with it.
    expect(facts(second.archive).papers.find(({ title }) => title.startsWith('Another'))).toMatchObject({
      published: '2025-07-28',
      publishedBasis: 'dump-year',
      firstSeen: '2025-07-30',
    });
  });

  test('the other order needs no correction', () => {
    const first = run(emptyArchive(), telling);
    const second = run(first.archive, bare);
    expect(second.said).toEqual([]);
    expect(facts(second.archive)).toEqual(facts(together));
  });

  test('a year that was assumed and turns out right is confirmed, and nothing is said of it', () => {
    const this_year = source('may.txt', print([paper('The First Paper of July', 'Jul 25, 2026')], 'Nov 3'));
    const first = run(emptyArchive(), bare);
    const second = run(first.archive, this_year);
    expect(second.said).toEqual([]);
    expect(facts(second.archive)).toEqual(facts(run(emptyArchive(), bare, this_year).archive));
    const july = second.archive.papers.find(({ title }) => title.startsWith('Another'));
    expect(july).toMatchObject({ published: '2026-07-28', publishedBasis: 'dump-year' });
  });

  test('--date holds for the dumps given, and the archive still learns from them', () => {
    const view = new TestArchive(run(emptyArchive(), bare).archive);
    const { dumps, redatings } = parseAgainst([telling], { now, date: '2026-06-17', archive: view });
    expect(dumps[0]?.date).toBe('2026-06-17');
    expect(redatings.map(({ date }) => date)).toEqual(['2025-07-30']);
  });

  test('a run says so, and writes the dump into its right year', async () => {
    const here = new Installation();
    await here.run([bare], { now });
    const report = await here.run([telling], { now });
    expect(report.diagnostics.filter(({ code }) => code === 'dump-redated')).toHaveLength(1);
    expect(here.files().get('state/dumps/2025.jsonl')).toContain('july.txt');
    expect(here.files().get('state/dumps/2026.jsonl')).not.toContain('july.txt');
    const before = here.files();
    await here.run([bare, telling], { now });
    expect(here.files()).toEqual(before);
  });
});
