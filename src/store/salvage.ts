import { join } from 'node:path';
import { diagnostic } from '../diagnostic/index.ts';
import type { Archive, Diagnostic, DumpRecord, Edition, PaperRecord, UnsettledDump } from '../model/index.ts';
import { present } from './check.ts';
import { clockPath, cursorsPath, dayPath, manifestPath, unsettledPath } from './layout.ts';
import { checksum, decodeManifest } from './manifest.ts';
import { mend, type Told } from './mend.ts';
import { isClock, isDump, isEdition, isPaper, isUnsettled } from './shape.ts';
import type { Cursor, LedgerMark } from './store.ts';

/** What could be read of a damaged state. */
export interface Salvage {
  archive: Archive;
  cursors: Record<string, Cursor>;
  /** The manifest's mark of the ledger, when the manifest could be read. */
  ledger: LedgerMark | null;
  /** What was lost or made anew, one message for each part. */
  losses: Diagnostic[];
}

/**
 * Reads what is whole of a damaged state: every line that can be read counts, whatever its file's checksum says, and what
 * refers to something lost is mended in the way that mails nobody again.
 * @param read gives the text of a file, `null` when it is not there or cannot be read.
 */
export function salvage(folder: string, read: (path: string) => string | null, told: Told): Salvage {
  const losses: Diagnostic[] = [];
  const lost = (path: string, message: string): void => {
    losses.push(diagnostic('state-repaired', { message, file: join(folder, path) }));
  };
  const manifest = decodeManifest(read(manifestPath) ?? '');
  if (typeof manifest === 'string') lost(manifestPath, `the manifest is made anew: ${manifest}`);
  const named = typeof manifest === 'string' ? [] : Object.keys(manifest.files);
  const paths = [...new Set([...present(folder), ...named])].sort();

  const expected = typeof manifest === 'string' ? {} : manifest.files;
  for (const path of paths.concat(cursorsPath, clockPath)) {
    const text = read(path);
    const whole = expected[path] === undefined || text === null || checksum(text) === expected[path];
    if (!whole) lost(path, 'it is not as it was written; what can be read of it counts');
  }
  const rows = <T>(prefix: string, right: (value: T, path: string) => boolean): T[] =>
    paths.filter((path) => path.startsWith(prefix)).flatMap((path) => readLines(path, read(path), right, lost));
  const papers = unique(
    rows<PaperRecord>('papers/', (paper, path) => isPaper(paper) && dayPath(paper.instant.slice(0, 10)) === path),
    ({ id }) => id,
  );
  const editions = unique(rows<Edition>('editions/', isEdition), ({ id }) => id).sort(
    (a, b) => a.sequence - b.sequence,
  );
  const dumps = unique(rows<DumpRecord>('dumps/', isDump), ({ sha256 }) => sha256);
  const unsettled = rows<UnsettledDump>(unsettledPath, isUnsettled);
  const cursors = readObject<Record<string, Cursor>>(read(cursorsPath));
  const saved = readObject<Record<string, number>>(read(clockPath));
  const clock = isClock(saved) ? saved : {};
  // Places in the stream of editions that subscriptions refer to must not be given away again.
  const places = Object.values(cursors ?? {}).map(({ since }) => since - 1);
  const archive = mend({ papers, editions, dumps, unsettled, clock }, { told, last: Math.max(0, ...places) }, lost);
  if (cursors === null) lost(cursorsPath, 'where each subscription began is lost; all begin with the next edition');
  if (!isClock(saved)) lost(clockPath, 'the clock of feed items is made anew from the papers');
  return { archive, cursors: cursors ?? {}, ledger: typeof manifest === 'string' ? null : manifest.ledger, losses };
}

function readLines<T>(
  path: string,
  text: string | null,
  right: (value: T, path: string) => boolean,
  lost: (path: string, message: string) => void,
): T[] {
  if (text === null) {
    lost(path, 'the file is not there or cannot be read; what it held is lost');
    return [];
  }
  const lines = text.split('\n').filter((line) => line !== '');
  const kept = lines.flatMap((line): T[] => {
    const value = readObject<T & object>(line);
    return value !== null && right(value, path) ? [value] : [];
  });
  if (kept.length < lines.length) {
    lost(path, `${lines.length - kept.length} of ${lines.length} lines cannot be read and were left out`);
  }
  return kept;
}

const unique = <T>(values: readonly T[], keyOf: (value: T) => string): T[] => [
  ...new Map(values.map((value) => [keyOf(value), value])).values(),
];

function readObject<T extends object>(text: string | null): T | null {
  try {
    const value = JSON.parse(text ?? '') as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as T) : null;
  } catch {
    return null;
  }
}
