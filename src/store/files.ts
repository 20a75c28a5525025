import { type FileHandle, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { replaceFile, syncFolder } from './atomic.ts';
import {
  checksum,
  danglingReference,
  decodeManifest,
  decodeState,
  encodeState,
  isStateFile,
  type Manifest,
  type StateFiles,
} from './codec.ts';
import type { LedgerLog, State, Store } from './store.ts';

/**
 * The state as files in one folder, `out/state/`.
 *
 * A commit changes several files and must be whole or nothing. Weighed: files under new names for each commit, with the
 * manifest as the switch (every git diff would be a whole file); one big file (the same). Chosen: a journal. All
 * changed files are first written into one, which is renamed into place; then they are applied one by one, and the
 * journal is removed. A kill before the rename leaves the old state; after it, the next reader applies the rest.
 */
export function fileStore(folder: string): Store {
  const journal = join(folder, '.journal.json');

  // Reads through a journal that a killed run left, without applying it: a reader never writes.
  async function read(): Promise<State | null> {
    const pending = new Map(await readJournal(journal));
    const load = (path: string): Promise<string | null> =>
      pending.has(path) ? Promise.resolve(pending.get(path)!) : readText(join(folder, path));
    const text = await load('manifest.json');
    if (text === null) {
      if (await hasLeftovers(folder)) throw missing(folder, 'manifest.json');
      return null;
    }
    const manifest = decodeManifest(text);
    if (typeof manifest === 'string') throw corrupt(join(folder, 'manifest.json'), manifest);
    // What lies there unnamed belongs to another manifest: an older one was restored, or entries were taken out.
    const stray = (await shards(folder)).find((path) => !Object.hasOwn(manifest.files, path) && !pending.has(path));
    if (stray !== undefined) throw corrupt(join(folder, stray), 'the manifest does not name this file');
    const files: StateFiles = new Map();
    for (const [path, sum] of Object.entries(manifest.files)) {
      const content = await load(path);
      if (content === null) throw missing(folder, path);
      if (checksum(content) !== sum) throw corrupt(join(folder, path), 'its checksum is not that of the manifest');
      files.set(path, content);
    }
    return decode(folder, files, manifest);
  }

  async function commit(state: State): Promise<string[]> {
    await replay(folder, journal);
    const files = encodeState(state);
    const changed: [string, string | null][] = [];
    for (const [path, text] of files) {
      const old = await readText(join(folder, path));
      if (old !== text) changed.push([path, text]);
    }
    for (const path of await shards(folder)) if (!files.has(path)) changed.push([path, null]);
    if (changed.length === 0) return [];
    try {
      await replaceFile(journal, JSON.stringify({ sum: checksum(JSON.stringify(changed)), files: changed }));
      await replay(folder, journal);
    } catch (error) {
      throw unwritable(folder, error);
    }
    return changed.map(([path]) => join(folder, path));
  }

  return { read, commit, ledger: fileLedger(join(folder, 'ledger.jsonl')) };
}

/** The changes of a commit that was killed after its journal was in place: path -> text, `null` for removed. */
async function readJournal(journal: string): Promise<[string, string | null][]> {
  const text = await readText(journal);
  if (text === null) return [];
  try {
    const { sum, files } = JSON.parse(text) as { sum: string; files: [string, string | null][] };
    // Its paths are joined to the folder and written: they must stay inside.
    const ours = files.every(([path]) => path === 'manifest.json' || isStateFile(path));
    if (ours && checksum(JSON.stringify(files)) === sum) return files;
  } catch {
    // Falls through: not JSON is as bad as a wrong checksum, for a journal is renamed into place when it is complete.
  }
  throw corrupt(journal, 'the journal of its last change is not readable');
}

/** Applies a journal, finished or killed. Applying twice is the same as once. */
async function replay(folder: string, journal: string): Promise<void> {
  const files = await readJournal(journal);
  if (files.length === 0) return;
  for (const [path, content] of files) {
    if (content === null) await rm(join(folder, path), { force: true });
    else await replaceFile(join(folder, path), content);
  }
  await rm(journal);
  await syncFolder(folder);
}

/** The ledger file: appended and synced, never rewritten. */
function fileLedger(path: string): LedgerLog {
  // One append at a time: the cut of a torn line must not meet another append halfway.
  let last: Promise<unknown> = Promise.resolve();
  return {
    path,
    async read() {
      return (await readText(path)) ?? '';
    },
    append(line) {
      const next = last.then(() => appendLine(path, line));
      last = next.catch(() => {});
      return next;
    },
  };
}

async function appendLine(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+');
    try {
      const { size } = await file.stat();
      // A killed append may have left half a line, of which nothing followed: cut it off before the next one.
      if (size > 0 && !(await endsLine(file, size))) {
        await file.truncate(Buffer.from(await file.readFile()).lastIndexOf(10) + 1);
      }
      await file.appendFile(`${line}\n`);
      await file.sync();
      if (size === 0) await syncFolder(dirname(path));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

async function endsLine(file: FileHandle, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 10;
}

/** The state, if its parts belong together. */
function decode(folder: string, files: StateFiles, manifest: Manifest): State {
  let state: State;
  try {
    state = decodeState(files, manifest);
  } catch (error) {
    throw corrupt(folder, `a line is not JSON: ${(error as Error).message}`);
  }
  const dangling = danglingReference(state.archive);
  if (dangling !== null) throw corrupt(folder, dangling);
  return state;
}

async function shards(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const part of ['papers', 'editions']) {
    const names = await namesIn(join(folder, part));
    for (const name of names) if (name.endsWith('.jsonl')) found.push(`${part}/${name}`);
  }
  return found;
}

/** Whether anything of a state is there, although the manifest is not. */
async function hasLeftovers(folder: string): Promise<boolean> {
  const names = await namesIn(folder);
  return names.some((name) => /\.jsonl?$/.test(name)) || (await shards(folder)).length > 0;
}

/** The text of a file; `null` when there is none. Whatever else lies in its place is damage, not absence. */
const readText = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(unlessAbsent(path, null));

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(unlessAbsent(folder, []));

function unlessAbsent<T>(path: string, value: T): (error: NodeJS.ErrnoException) => T {
  return ({ code, message }) => {
    if (code === 'ENOENT') return value;
    throw corrupt(path, reasons[code ?? ''] ?? `it cannot be read: ${code ?? message}`);
  };
}

const reasons: Record<string, string> = {
  EISDIR: 'a folder is in the place of this file',
  ENOTDIR: 'a file is in the place of a folder',
  ELOOP: 'a link leads back to itself',
};

const missing = (folder: string, path: string): UserError =>
  new UserError(
    [
      diagnostic('state-missing', {
        message: `the archive lacks its file ${path}`,
        file: join(folder, path),
        hint: `restore ${folder} from git or a backup; nothing was changed and nobody was mailed`,
      }),
    ],
    5,
  );

const corrupt = (file: string, why: string): UserError =>
  new UserError(
    [
      diagnostic('state-corrupt', {
        message: `the archive is damaged: ${why}`,
        file,
        hint: 'restore it from git or a backup; nothing was changed and nobody was mailed',
      }),
    ],
    5,
  );

const unwritable = (file: string, error: unknown): UserError => {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new UserError([diagnostic('state-unwritable', { message: `cannot write the state: ${code}`, file })], 5);
};
