import { join } from 'node:path';
import { diagnostic } from '../diagnostic/index.ts';
import { groupBy } from '../model/group.ts';
import type { Diagnostic, Edition, PaperRecord, Sighting } from '../model/index.ts';
import { compare, fromLines, orderPaper, sortKeys, toLines } from './codec.ts';
import type { Disk } from './disk.ts';
import { corrupt, missing } from './errors.ts';
import { Transaction } from './journal.ts';
import {
  clockPath,
  cursorsPath,
  dumpPath,
  editionPath,
  isFormerFile,
  manifestPath,
  paperPath,
  unsettledPath,
} from './layout.ts';
import { checksum, encodeManifest, schemaOf, stateSchema } from './manifest.ts';
import { namesIn, readBytes } from './read.ts';
import type { LedgerMark } from './store.ts';

/** The files of a state of some version: path -> text. */
type Files = Map<string, string>;

/** A step from one version of the state to the next: takes its files, gives those of the next without its manifest. */
interface Migration {
  from: string;
  to: string;
  migrate(files: Files): { files: Files; papers: number; editions: number };
}

/** Every step, oldest first. A change of the state's form adds one line, and a state of the old form to the tests. */
const migrations: readonly Migration[] = [{ from: 'paperboy.state/1', to: 'paperboy.state/2', migrate: toVersion2 }];

/**
 * Brings the state in a folder to this version, whole or not at all.
 * @returns what to say of it; nothing when it is up to date or there is none.
 * @throws UserError (exit 5) when it is damaged: nothing was changed then.
 */
export async function migrate(folder: string, disk: Disk): Promise<Diagnostic[]> {
  const text = readBytes(join(folder, manifestPath))?.toString('utf8') ?? '';
  const from = schemaOf(text);
  const step = migrations.findIndex((each) => each.from === from);
  if (step === -1) return [];
  const { ledger, files: before } = readOld(folder, text);
  let result = { files: before, papers: 0, editions: 0 };
  for (const { migrate: next } of migrations.slice(step)) result = next(result.files);
  const transaction = await Transaction.begin(folder, disk);
  for (const path of before.keys()) if (!result.files.has(path)) await transaction.put(path, null);
  for (const [path, content] of result.files) await transaction.put(path, content);
  const sums = new Map([...result.files].map(([path, content]) => [path, checksum(content)]));
  const { papers, editions } = result;
  await transaction.put(manifestPath, encodeManifest(sums, { papers, editions }, ledger));
  await transaction.commit();
  const message = `the state was brought from ${from} to ${stateSchema}: ${papers} papers, ${editions} editions`;
  return [diagnostic('state-migrated', { message, file: folder })];
}

/** The files of an old state, checked against its manifest. */
function readOld(folder: string, text: string): { ledger: LedgerMark; files: Files } {
  const { sum, ...body } = JSON.parse(text) as { sum: string; ledger: LedgerMark; files: Record<string, string> };
  if (checksum(JSON.stringify(body)) !== sum)
    throw corrupt(join(folder, manifestPath), 'its checksum is not that of its content');
  if (namesIn(folder).includes('.journal.json')) {
    throw corrupt(
      join(folder, '.journal.json'),
      'the last run of the earlier version was killed; run that version once more',
    );
  }
  const files: Files = new Map();
  for (const [path, expected] of Object.entries(body.files)) {
    // A path of the manifest is joined to the folder, read and removed: it must stay inside.
    if (!isFormerFile(path))
      throw corrupt(join(folder, manifestPath), `it names a file that is none of ours: ${JSON.stringify(path)}`);
    const bytes = readBytes(join(folder, path));
    if (bytes === null) throw missing(folder, path);
    if (checksum(bytes) !== expected) throw corrupt(join(folder, path), 'its checksum is not that of the manifest');
    files.set(path, bytes.toString('utf8'));
  }
  return { ledger: body.ledger, files };
}

/** A paper as version 1 had it: for each field only the newest day on which it was stated. */
interface PaperVersion1 extends Omit<PaperRecord, 'sightings' | 'variants'> {
  formerTitles: string[];
  formerAbstracts?: string[];
  asOf: Record<string, string>;
  sightings: Omit<Sighting, 'size' | 'states'>[];
}

/** The fields of `diff/fields.ts` as they were numbered when this step was written. */
const fieldsOfVersion2 = [
  'title',
  'abstract',
  'aiSummary',
  'arxivId',
  'authors',
  'authorCount',
  'organization',
  'published',
  'page',
  'arxiv',
  'pdf',
  'code',
  'project',
];

/**
 * Version 2: papers by day and not by month, with who stated what; dumps by year, with their format and listing; the
 * clock. Version 1 knew a day for each field and not the dump, so a field counts as stated by the sightings of that day.
 * Of former abstracts it kept only keys, which are dropped: a paper that returns to one shows as revised again.
 */
function toVersion2(files: Files): { files: Files; papers: number; editions: number } {
  const lines = <T>(prefix: string): T[] =>
    [...files].flatMap(([path, text]) => (path.startsWith(prefix) ? fromLines<T>(text) : []));
  const dumps = lines<{ sha256: string; date: string; papers: number }>('dumps.jsonl');
  const sizes = new Map(dumps.map(({ sha256, papers }) => [sha256.slice(0, 12), papers]));
  const clock: Record<string, number> = {};
  const papers = lines<PaperVersion1>('papers/').map((old): PaperRecord => {
    const { formerTitles, formerAbstracts: _, asOf, sightings, ...known } = old;
    for (const instant of [old.instant, old.updated]) {
      const [day, second] = [instant.slice(0, 10), (Date.parse(instant) / 1000) % 86_400];
      clock[day] = Math.max(clock[day] ?? 0, second + 1);
    }
    const variants = formerTitles.map((value) => ({ value, by: [] }));
    return {
      ...known,
      aiSummary: known.aiSummary ?? null,
      sightings: sightings.map((sighting) => ({
        dump: sighting.dump,
        date: sighting.date,
        size: sizes.get(sighting.dump) ?? 0,
        states: fieldsOfVersion2.reduce(
          (bits, field, at) => (asOf[field] === sighting.date ? bits | (1 << at) : bits),
          0,
        ),
        comments: sighting.comments,
        upvotes: sighting.upvotes,
      })),
      variants: variants.length === 0 ? {} : { title: variants },
    };
  });
  const editions = lines<Edition>('editions/').map((edition) => ({
    ...edition,
    changes: edition.changes.map((change) => ({ ...change, reason: change.reason ?? null })),
  }));
  const next: Files = new Map();
  const write = <T>(groups: Map<string, T[]>, order: (a: T, b: T) => number, form: (value: T) => unknown): void => {
    for (const [path, values] of groups) next.set(path, toLines([...values].sort(order).map(form)));
  };
  write(groupBy(papers, paperPath), (a, b) => compare(a.id, b.id), orderPaper);
  write(
    groupBy(editions, editionPath),
    (a, b) => a.sequence - b.sequence,
    (edition) => edition,
  );
  const withKind = dumps.map((dump) => ({ ...dump, format: 'unknown', listing: 'unknown' }));
  write(groupBy(withKind, dumpPath), (a, b) => compare(a.date, b.date) || compare(a.sha256, b.sha256), orderDump);
  next.set(clockPath, `${JSON.stringify(sortKeys(clock), null, 1)}\n`);
  next.set(unsettledPath, '');
  next.set(cursorsPath, files.get(cursorsPath) ?? '{}\n');
  return { files: next, papers: papers.length, editions: editions.length };
}

/** The keys of a dump's line in the order of version 2. */
const orderDump = (dump: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    ['sha256', 'date', 'dateBasis', 'source', 'format', 'listing', 'papers', 'counts', 'edition'].map((key) => [
      key,
      dump[key],
    ]),
  );
