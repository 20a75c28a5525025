import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Source } from '../../src/fetch/files.ts';
import type { Dump } from '../../src/model/index.ts';
import { inOrderOfDate, parseSources, type SourcedDump } from '../../src/pipeline/parse.ts';
import { TestArchive } from '../diff/paper.ts';
import { random } from '../random.ts';
import { list, readJson, root, shuffle } from './dumps.ts';

const now = '2026-11-21T12:00:00Z';
const source = (path: string): Source => ({ path, sha256: path, text: readFileSync(path, 'utf8') });
const parse = (paths: readonly string[]): SourcedDump[] => parseSources(paths.map(source), { now, date: null });

function steps(dumps: readonly SourcedDump[]) {
  const view = new TestArchive();
  const taken = inOrderOfDate(dumps).map((dump) => {
    const { counts, changes } = view.take({ ...dump, dateBasis: dump.dateBasis! });
    return { source: basename(dump.source), date: dump.date, counts, changes };
  });
  return { view, taken };
}

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, index) =>
    permutations([...values.slice(0, index), ...values.slice(index + 1)]).map((rest) => [value, ...rest]),
  );
}

describe('the four text dumps', () => {
  test.each(permutations(list('text', '.txt')))('in the order %s', (...order) => {
    const { view, taken } = steps(parse(order));
    expect(taken.map(({ source: name, date, counts }) => [name.slice(0, 3), date, counts.new])).toEqual([
      ['000', '2025-07-30', 55],
      ['003', '2025-08-01', 29],
      ['002', '2025-10-31', 51],
      ['001', '2026-06-17', 20],
    ]);
    expect(taken.flatMap(({ counts }) => [counts.revised, counts.enriched])).toEqual(Array(8).fill(0));
    expect(view.records().size).toBe(155);
    for (const { abstract } of view.records().values()) expect(abstract).not.toContain('barry1');
  });

  test('each is a search listing, dated by evidence, and says so', () => {
    const dumps = parse(list('text', '.txt'));
    expect(dumps.map((dump) => [dump.listing, dump.dateBasis])).toEqual([
      ['search', 'other-dump'],
      ['search', 'content'],
      ['search', 'content'],
      ['search', 'other-dump'],
    ]);
    for (const dump of dumps) expect(dump.diagnostics.map((problem) => problem.code)).toEqual(['date-assumed']);
  });

  test('Jul 25 of one dump is Jul 25, 2025 of another', () => {
    const bare = parse(list('text', '.txt')).flatMap((dump) =>
      dump.papers.filter((paper) => paper.publishedText === 'Jul 25'),
    );
    expect(bare.map((paper) => [paper.published, paper.publishedBasis])).toEqual([['2025-07-25', 'other-dump']]);
  });
});

interface Truth {
  papers: {
    title: string;
    abstract: string;
    authorCount: number | null;
    organisation: { handle: string; name: string } | null;
    date: string;
    comments: number | null;
  }[];
}

const fold = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

describe('the week', () => {
  const paths = list('week', '.txt');

  test.each(paths.map((path) => [basename(path), path]))('%s equals its truth', (_, path) => {
    const dump: Dump = parse([path])[0]!;
    const truth = readJson<Truth>(path.replace('.txt', '.truth.json'));
    expect(
      dump.papers.map((paper) => [
        paper.title,
        paper.abstract,
        paper.authorCount,
        paper.organization,
        paper.published,
        paper.comments,
      ]),
    ).toEqual(
      truth.papers.map((paper) => [
        fold(paper.title),
        fold(paper.abstract),
        paper.authorCount,
        paper.organisation === null ? null : { handle: paper.organisation.handle, name: fold(paper.organisation.name) },
        paper.date,
        paper.comments,
      ]),
    );
    expect(dump.lines?.unexplained).toBe(0);
  });

  test('the sequence equals its truth', () => {
    const truth = readJson<{ steps: { file: string; date: string; new: number; seen: number; newTitles: string[] }[] }>(
      join(root, 'week', 'SEQUENCE.json'),
    );
    const { taken } = steps(parse(paths));
    expect(
      taken.map(({ source: file, date, counts, changes }) => ({
        file,
        date,
        new: counts.new,
        seen: counts.seen,
        newTitles: changes.filter((change) => change.kind === 'new').map((change) => change.title),
      })),
    ).toEqual(
      truth.steps.map(({ file, date, new: added, seen, newTitles }) => ({
        file,
        date,
        new: added,
        seen,
        newTitles: newTitles.map(fold),
      })),
    );
  });

  test('text and API of the same days are the same papers, in any order', () => {
    const both = [...paths, ...list('api', '.json').filter((path) => basename(path) >= '2026-02-03')];
    for (let seed = 0; seed < 20; seed++) {
      const { view, taken } = steps(parse(shuffle(both, random(seed))));
      expect(view.records().size).toBe(168);
      expect(taken.reduce((sum, { counts }) => sum + counts.new, 0)).toBe(168);
      expect(taken.reduce((sum, { counts }) => sum + counts.revised, 0)).toBe(0);
      expect(new Set([...view.records().values()].map((paper) => paper.arxivId)).size).toBe(168);
    }
  });
});

interface Row {
  paper: { id: string; title: string; summary: string; publishedAt: string; upvotes: number; authors: unknown[] };
  numComments: number;
}

describe('the API days', () => {
  test.each(list('api', '.json').map((path) => [basename(path), path]))(
    '%s: every row, field by field',
    (name, path) => {
      const rows = readJson<Row[]>(path);
      const dump: Dump = parse([path])[0]!;
      expect(dump.date).toBe(name.slice(0, 10));
      expect(dump.diagnostics).toEqual([]);
      expect(
        dump.papers.map((paper) => [
          paper.arxivId,
          paper.title,
          fold(paper.abstract),
          paper.published,
          paper.upvotes,
          paper.comments,
          paper.authorCount,
        ]),
      ).toEqual(
        rows.map(({ paper, numComments }) => [
          paper.id,
          fold(paper.title),
          fold(paper.summary),
          paper.publishedAt.slice(0, 10),
          paper.upvotes,
          numComments,
          paper.authors.length,
        ]),
      );
      for (const paper of dump.papers) expect(paper.title).not.toMatch(/[\r\n]/);
    },
  );

  test('269 ids stay 269 papers', () => {
    const { view } = steps(parse(list('api', '.json')));
    expect(view.records().size).toBe(269);
  });

  test('a list that grows makes an edition a step, a repeat makes none', () => {
    const { taken, view } = steps(parse(list('growing', '.json')));
    expect(taken.map(({ counts }) => counts.new)).toEqual([20, 10, 0, 0, 2]);
    expect(view.editions().map((edition) => edition.id)).toEqual(['2026-02-06.1', '2026-02-06.2', '2026-02-08.1']);
  });
});
