import { join } from 'node:path';
import { groupBy } from '../model/group.ts';
import type { DumpRecord, Edition, PaperRecord } from '../model/index.ts';
import { compare, fromLines, orderPaper, sortKeys, toLines } from './codec.ts';
import { type Disk, disk } from './disk.ts';
import { Transaction } from './journal.ts';
import { clockPath, cursorsPath, dumpPath, editionPath, manifestPath, paperPath, unsettledPath } from './layout.ts';
import { fileLedger } from './ledger.ts';
import { checksum, encodeManifest, type StateCounts } from './manifest.ts';
import { migrate } from './migrate.ts';
import { FileState } from './state.ts';
import type { KeysOf, StateUpdate, Store } from './store.ts';

/** How a store of files is set up. */
export interface FileStoreOptions {
  /** Where the index of papers is kept between runs; `null`: it is made anew each time. */
  cache: string | null;
  keysOf: KeysOf;
  /** For tests of faults. */
  disk?: Disk;
}

/** The state as files in one folder, `out/state/`. */
export function fileStore(folder: string, { cache, keysOf, disk: on = disk }: FileStoreOptions): Store {
  return {
    async open({ whole }) {
      // Only what will write may rewrite: a command that reads says that the state is out of date.
      const remarks = whole ? await migrate(folder, on) : [];
      const state = FileState.open(folder, { cache, keysOf, whole });
      state?.remarks.push(...remarks);
      return state;
    },
    commit: (update) => commit(folder, update, on, { cache, keysOf }),
    ledger: fileLedger(join(folder, 'ledger.jsonl'), on),
  };
}

async function commit(
  folder: string,
  update: StateUpdate,
  on: Disk,
  options: Pick<FileStoreOptions, 'cache' | 'keysOf'>,
): Promise<string[]> {
  const transaction = await Transaction.begin(folder, on);
  const old = FileState.open(folder, { ...options, whole: false });
  const files = new Map(old === null ? [] : Object.entries(old.files));
  const textOf = (path: string): string => (files.has(path) ? old!.text(path) : '');
  const counts: StateCounts = { papers: old?.counts.papers ?? 0, editions: old?.counts.editions ?? 0 };
  const wanted = new Map<string, string | null>();

  const { archive, cursors, ledger } = update;
  for (const [path, papers] of groupBy(archive.papers, paperPath)) {
    const lines = new Map(fromLines<PaperRecord>(textOf(path)).map((paper) => [paper.id, paper]));
    const before = lines.size;
    for (const paper of papers) lines.set(paper.id, paper);
    counts.papers += lines.size - before;
    wanted.set(path, toLines([...lines.values()].sort((a, b) => compare(a.id, b.id)).map(orderPaper)));
  }
  for (const [path, text] of movedDumps(archive.dumps, files, textOf)) wanted.set(path, text);
  for (const [path, editions] of groupBy(archive.editions, editionPath)) {
    const all = [...fromLines<Edition>(textOf(path)), ...editions].sort((a, b) => a.sequence - b.sequence);
    wanted.set(path, toLines(all));
    counts.editions += editions.length;
  }
  const clock = { ...(old === null ? {} : JSON.parse(textOf(clockPath))), ...archive.clock };
  wanted.set(clockPath, `${JSON.stringify(sortKeys(clock), null, 1)}\n`);
  if (archive.unsettled !== null || old === null) wanted.set(unsettledPath, toLines(archive.unsettled ?? []));
  wanted.set(cursorsPath, `${JSON.stringify(sortKeys(cursors), null, 2)}\n`);

  for (const [path, text] of wanted) {
    if (text === '' && path !== unsettledPath) {
      if (files.delete(path)) await transaction.put(path, null);
      continue;
    }
    const sum = checksum(text!);
    if (files.get(path) === sum) continue;
    files.set(path, sum);
    await transaction.put(path, text);
  }
  const manifest = encodeManifest(files, counts, ledger);
  if (old?.manifest !== checksum(manifest)) await transaction.put(manifestPath, manifest);
  const changed = await transaction.commit();
  if (changed.length > 0 && options.cache !== null) await saveIndex(folder, old, changed, options);
  return changed;
}

/** The index follows the files. That it could not be written costs the next run time, and nothing else. */
async function saveIndex(
  folder: string,
  old: FileState | null,
  changed: readonly string[],
  options: Pick<FileStoreOptions, 'cache' | 'keysOf'>,
): Promise<void> {
  const days = changed.flatMap((path) => /(\d{4}-\d{2}-\d{2})\.jsonl$/.exec(path)?.[1] ?? []);
  await FileState.open(folder, { ...options, whole: false })!.saveIndex(old, days);
}

/** The files of dumps with new ones in, and those whose date was corrected moved. */
function movedDumps(
  dumps: readonly DumpRecord[],
  files: ReadonlyMap<string, string>,
  textOf: (path: string) => string,
): Map<string, string> {
  const wanted = new Map<string, string>();
  if (dumps.length === 0) return wanted;
  const moved = new Set(dumps.map(({ sha256 }) => sha256));
  const lists = new Map<string, DumpRecord[]>();
  for (const path of files.keys()) {
    if (!path.startsWith('dumps/')) continue;
    const known = fromLines<DumpRecord>(textOf(path));
    const rest = known.filter(({ sha256 }) => !moved.has(sha256));
    if (rest.length < known.length || dumps.some((dump) => dumpPath(dump) === path)) lists.set(path, rest);
  }
  for (const [path, added] of groupBy(dumps, dumpPath)) lists.set(path, [...(lists.get(path) ?? []), ...added]);
  for (const [path, list] of lists) {
    wanted.set(path, toLines(list.sort((a, b) => compare(a.date, b.date) || compare(a.sha256, b.sha256))));
  }
  return wanted;
}
