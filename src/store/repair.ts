import { cp, lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic } from '../diagnostic/index.ts';
import { groupBy } from '../model/group.ts';
import type { Diagnostic } from '../model/index.ts';
import { replaceFile } from './atomic.ts';
import { present } from './check.ts';
import { compare, orderPaper, sortKeys, toLines } from './codec.ts';
import { disk } from './disk.ts';
import { nothingLeft, outdated } from './errors.ts';
import { readThrough, Transaction } from './journal.ts';
import { clockPath, cursorsPath, dumpPath, editionPath, manifestPath, paperPath, unsettledPath } from './layout.ts';
import { checksum, encodeManifest, schemaOf, stateSchema } from './manifest.ts';
import type { Told } from './mend.ts';
import { readBytes } from './read.ts';
import { salvage } from './salvage.ts';
import { FileState } from './state.ts';
import type { KeysOf, LedgerMark } from './store.ts';

/** What a repair did, or would do. */
export interface Repair {
  /** What was lost or made anew; empty: nothing was wrong with the state. */
  losses: Diagnostic[];
  papers: number;
  editions: number;
  /** Where the files as they were are kept, or `null` when nothing was written. */
  kept: string | null;
}

/**
 * Makes a state that can be read of what is left of a damaged one. The files it replaces are kept.
 * @param options.ledgerMark the mark of the ledger's first lines, or of all of them.
 * @param options.write `false`: only say what would be done.
 */
export async function repairState(
  folder: string,
  options: {
    cache: string | null;
    keysOf: KeysOf;
    ledgerMark: (records?: number) => LedgerMark;
    told: Told;
    /** What can be saved of a ledger that cannot be read as it is; `null` when it can. */
    salvaged: string | null;
    write: boolean;
    /** A folder that is not there yet. */
    keep: string;
  },
): Promise<Repair> {
  const locate = throughJournal(folder);
  const read = (path: string): string | null => {
    try {
      const place = locate(path);
      return place === null ? null : (readBytes(place)?.toString('utf8') ?? null);
    } catch {
      return null;
    }
  };
  const schema = schemaOf(read(manifestPath) ?? '');
  if (schema !== null && schema !== stateSchema && /^paperboy\.state\/\d+$/.test(schema))
    throw outdated(folder, schema);
  const { archive, cursors, ledger, losses } = salvage(folder, read, options.told);
  // An empty archive would be taken for a first run, and everything be mailed again.
  if (losses.length > 0 && archive.editions.length === 0) throw nothingLeft(folder);
  const mark = options.ledgerMark();
  if (options.salvaged !== null) {
    const message = `lines of the ledger of deliveries cannot be read; ${mark.records} of its records are kept`;
    losses.push(diagnostic('state-repaired', { message, file: join(folder, 'ledger.jsonl') }));
  }
  const shorter = ledger !== null && options.ledgerMark(ledger.records).sha256 !== ledger.sha256;
  if (shorter || options.salvaged !== null) {
    // Who was told what is not known for sure any more: then nobody is told of what is here already.
    const message = `the ledger of deliveries is not the one of this archive; all ${archive.editions.length} editions become history, so that nobody is mailed twice. A delivery that it leaves open is in doubt: run once with --in-doubt skip`;
    losses.push(diagnostic('state-repaired', { message, file: join(folder, 'ledger.jsonl') }));
    archive.editions = archive.editions.map((edition) => ({ ...edition, history: true }));
  }
  const counts = { papers: archive.papers.length, editions: archive.editions.length };
  const files = new Map<string, string>();
  const put = <T>(groups: Map<string, T[]>, order: (a: T, b: T) => number, form: (value: T) => unknown): void => {
    for (const [path, values] of groups) files.set(path, toLines([...values].sort(order).map(form)));
  };
  put(groupBy(archive.papers, paperPath), (a, b) => compare(a.id, b.id), orderPaper);
  put(
    groupBy(archive.editions, editionPath),
    (a, b) => a.sequence - b.sequence,
    (edition) => edition,
  );
  put(
    groupBy(archive.dumps, dumpPath),
    (a, b) => compare(a.date, b.date) || compare(a.sha256, b.sha256),
    (dump) => dump,
  );
  files.set(clockPath, `${JSON.stringify(sortKeys(archive.clock), null, 1)}\n`);
  files.set(unsettledPath, toLines(archive.unsettled));
  files.set(cursorsPath, `${JSON.stringify(sortKeys(cursors), null, 2)}\n`);
  if (!options.write || (losses.length === 0 && isSound(folder, options))) return { losses, ...counts, kept: null };
  await cp(folder, options.keep, { recursive: true, dereference: false });
  await clearWay(folder, [...files.keys(), manifestPath]);
  if (options.salvaged !== null) await replaceFile(join(folder, 'ledger.jsonl'), options.salvaged);
  const transaction = await Transaction.begin(folder, disk);
  for (const path of present(folder)) if (!files.has(path)) await transaction.put(path, null);
  for (const [path, text] of files) await transaction.put(path, text);
  const sums = new Map([...files].map(([path, text]) => [path, checksum(text)]));
  await transaction.put(manifestPath, encodeManifest(sums, counts, mark));
  await transaction.commit();
  if (options.cache !== null) {
    await rm(join(options.cache, 'papers.json'), { force: true });
    await FileState.open(folder, { ...options, whole: false })!.saveIndex(null, []);
  }
  return { losses, ...counts, kept: options.keep };
}

/** Where files are read, through a journal if that can be read. */
function throughJournal(folder: string): (path: string) => string | null {
  try {
    return readThrough(folder);
  } catch {
    return (path) => join(folder, path);
  }
}

/** Removes what a file cannot be renamed over, a folder in its place for instance, and a journal that cannot be read. */
async function clearWay(folder: string, paths: readonly string[]): Promise<void> {
  try {
    readThrough(folder);
  } catch {
    await rm(join(folder, '.journal.json'), { recursive: true, force: true });
  }
  for (const list of ['papers', 'editions', 'dumps', ...paths]) {
    const place = join(folder, list);
    const kind = await lstat(place).catch(() => null);
    const isFolder = !list.includes('.');
    if (kind !== null && (isFolder ? !kind.isDirectory() : !kind.isFile())) await rm(place, { recursive: true });
  }
}

function isSound(folder: string, options: { cache: string | null; keysOf: KeysOf }): boolean {
  try {
    FileState.open(folder, { ...options, whole: true })?.archive();
    return true;
  } catch {
    return false;
  }
}
