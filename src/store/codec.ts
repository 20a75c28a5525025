import { createHash } from 'node:crypto';
import type { Archive, DumpRecord, Edition, PaperRecord } from '../model/index.ts';
import type { State } from './store.ts';

/** The files of a state: relative path with forward slashes -> text. */
export type StateFiles = Map<string, string>;

/** Keys of a paper's line, in the order in which they are written, so that equal knowledge is equal bytes. */
const paperKeys = [
  'id',
  'title',
  'abstract',
  'arxivId',
  'authors',
  'authorCount',
  'organization',
  'published',
  'publishedBasis',
  'publishedText',
  'comments',
  'upvotes',
  'links',
  'revision',
  'formerTitles',
  'edition',
  'firstSeen',
  'lastSeen',
  'instant',
  'updated',
  'asOf',
  'sightings',
] as const satisfies readonly (keyof PaperRecord)[];

/**
 * The state as files: papers by the month of their item's instant, which never changes, sorted by id; editions by month;
 * one list of dumps. A new day touches the files of its month and those of papers it brings again, so that a commit
 * of the state stays small and readable. The manifest names every file with its checksum.
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
  files.set('manifest.json', encodeManifest(files, state.ledgerRecords));
  return files;
}

/** What `manifest.json` holds. */
export interface Manifest {
  schema: 'paperboy.state/1';
  /** Records in `ledger.jsonl` when the state was written; it may have grown since, never shrunk. */
  ledgerRecords: number;
  /** SHA-256 of each file, by path. */
  files: Record<string, string>;
}

function encodeManifest(files: StateFiles, ledgerRecords: number): string {
  const sums = Object.fromEntries(
    [...files].sort(([a], [b]) => compare(a, b)).map(([path, text]) => [path, checksum(text)]),
  );
  const manifest: Manifest = { schema: 'paperboy.state/1', ledgerRecords, files: sums };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

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
  const cursors = JSON.parse(files.get('subscriptions.json') ?? '{}') as State['cursors'];
  return { archive, cursors, ledgerRecords: manifest.ledgerRecords };
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
