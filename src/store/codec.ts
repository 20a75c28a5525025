import { createHash } from 'node:crypto';
import type { Archive, DumpRecord, Edition, PaperRecord } from '../model/index.ts';
import type { LedgerMark, State } from './store.ts';

/** The files of a state: relative path with forward slashes -> text. */
export type StateFiles = Map<string, string>;

/**
 * Keys of a paper's line, in the order in which they are written, so that equal knowledge is equal bytes. The type holds
 * that it is all of them: a key that is not here would be forgotten at each commit.
 */
const paperKeys = Object.keys({
  id: true,
  title: true,
  abstract: true,
  aiSummary: true,
  arxivId: true,
  authors: true,
  authorCount: true,
  organization: true,
  published: true,
  publishedBasis: true,
  publishedText: true,
  comments: true,
  upvotes: true,
  links: true,
  revision: true,
  formerTitles: true,
  formerAbstracts: true,
  edition: true,
  firstSeen: true,
  lastSeen: true,
  instant: true,
  updated: true,
  asOf: true,
  sightings: true,
} satisfies Record<keyof PaperRecord, true>) as (keyof PaperRecord)[];

/**
 * The state as files: papers by the month of their item's instant, which never changes, sorted by id; editions by month;
 * one list of dumps. A new day touches the files of its month and those of papers it brings again, so that a commit
 * of the state stays small and readable. The manifest names every file with its checksum, and has one of its own.
 */
export function encodeState(state: State): StateFiles {
  const files: StateFiles = new Map();
  const { papers, editions, dumps } = state.archive;
  for (const [month, group] of groupBy(papers, (paper) => paper.instant.slice(0, 7))) {
    files.set(`papers/${month}.jsonl`, toLines(group.sort((a, b) => compare(a.id, b.id)).map(orderPaper)));
  }
  for (const [month, group] of groupBy(editions, (edition) => edition.date.slice(0, 7))) {
    files.set(`editions/${month}.jsonl`, toLines(group.sort((a, b) => a.sequence - b.sequence)));
  }
  files.set('dumps.jsonl', toLines(dumps));
  const cursors = Object.fromEntries(Object.entries(state.cursors).sort(([a], [b]) => compare(a, b)));
  files.set('subscriptions.json', `${JSON.stringify(cursors, null, 2)}\n`);
  files.set('manifest.json', encodeManifest(files, state.ledger));
  return files;
}

/** What the manifest's own checksum covers. */
interface ManifestBody {
  schema: 'paperboy.state/1';
  /** The ledger when the state was written. */
  ledger: LedgerMark;
  /** SHA-256 of each file, by path. */
  files: Record<string, string>;
}

/** What `manifest.json` holds. */
export interface Manifest extends ManifestBody {
  /** SHA-256 of the manifest without this field, as JSON without white space: what names the files is guarded too. */
  sum: string;
}

function encodeManifest(files: StateFiles, { records, sha256 }: LedgerMark): string {
  const sums = Object.fromEntries(
    [...files].sort(([a], [b]) => compare(a, b)).map(([path, text]) => [path, checksum(text)]),
  );
  const body: ManifestBody = { schema: 'paperboy.state/1', ledger: { records, sha256 }, files: sums };
  return `${JSON.stringify({ ...body, sum: checksum(JSON.stringify(body)) } satisfies Manifest, null, 2)}\n`;
}

/**
 * Reads a manifest. Its checksum finds every accident; the shape is checked as well, for a manifest that a program wrote
 * with a right checksum must still not empty the archive.
 * @returns the manifest, or in words why it is none.
 */
export function decodeManifest(text: string): Manifest | string {
  let manifest: Manifest;
  try {
    manifest = JSON.parse(text) as Manifest;
  } catch {
    return 'it is not JSON';
  }
  if (!isObject(manifest) || manifest.schema !== 'paperboy.state/1') return 'it is not a manifest of this version';
  const { sum, ...body } = manifest;
  if (checksum(JSON.stringify(body)) !== sum) return 'its checksum is not that of its content';
  const { ledger, files } = manifest;
  if (!isObject(ledger) || !Number.isSafeInteger(ledger.records) || ledger.records < 0 || !isSum(ledger.sha256)) {
    return 'it does not say how far the ledger was';
  }
  if (!isObject(files) || !Object.values(files).every(isSum)) return 'it does not name the files';
  // A path of the manifest is joined to the folder and read: it must stay inside.
  const strange = Object.keys(files).find((name) => !isStateFile(name));
  if (strange !== undefined) return `it names a file that is none of ours: ${JSON.stringify(strange)}`;
  const lacking = ['dumps.jsonl', 'subscriptions.json'].find((name) => !Object.hasOwn(files, name));
  return lacking === undefined ? manifest : `it does not name ${lacking}`;
}

/** Whether this is the path of a file that a state may consist of, the manifest aside. */
export const isStateFile = (path: string): boolean =>
  /^(?:(?:papers|editions)\/\d{4}-\d{2}\.jsonl|dumps\.jsonl|subscriptions\.json)$/.test(path);

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSum = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);

/**
 * The state from its files, whose checksums have been verified.
 * @throws SyntaxError when a line is not JSON, which a right checksum excludes short of a bug.
 */
export function decodeState(files: StateFiles, manifest: Manifest): State {
  const archive: Archive = { papers: [], dumps: [], editions: [] };
  for (const [path, text] of files) {
    if (path.startsWith('papers/')) for (const paper of fromLines<PaperRecord>(text)) archive.papers.push(paper);
    else if (path.startsWith('editions/'))
      for (const edition of fromLines<Edition>(text)) archive.editions.push(edition);
    else if (path === 'dumps.jsonl') archive.dumps = fromLines<DumpRecord>(text);
  }
  archive.editions.sort((a, b) => a.sequence - b.sequence);
  const cursors = JSON.parse(files.get('subscriptions.json')!) as State['cursors'];
  const { records, sha256 } = manifest.ledger;
  return { archive, cursors, ledger: { records, sha256 } };
}

/**
 * The first reference of an archive that leads nowhere, in words; `null` when all hold. Checksums say that each file is
 * whole; this says that the files belong together.
 */
export function danglingReference({ papers, editions, dumps }: Archive): string | null {
  const paperIds = new Set(papers.map(({ id }) => id));
  const editionIds = new Set(editions.map(({ id }) => id));
  const homeless = papers.find(({ edition }) => !editionIds.has(edition));
  if (homeless !== undefined)
    return `the paper ${homeless.id} names the edition ${homeless.edition}, which is not there`;
  for (const { id, changes } of editions) {
    const change = changes.find(({ paper }) => !paperIds.has(paper));
    if (change !== undefined) return `the edition ${id} names the paper ${change.paper}, which is not there`;
  }
  const dump = dumps.find(({ edition }) => edition !== null && !editionIds.has(edition));
  return dump === undefined ? null : `the dump ${dump.source} names the edition ${dump.edition}, which is not there`;
}

export const checksum = (text: string): string => createHash('sha256').update(text).digest('hex');

const orderPaper = (paper: PaperRecord): Record<string, unknown> =>
  Object.fromEntries(paperKeys.map((key) => [key, key === 'asOf' ? sortKeys(paper.asOf) : paper[key]]));

const sortKeys = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)));

const toLines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

const fromLines = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
