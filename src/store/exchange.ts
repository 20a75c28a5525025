import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { disk } from './disk.ts';
import { unwritable } from './errors.ts';
import { exportSchema, Importer, type Row } from './importer.ts';
import { Transaction } from './journal.ts';
import { FileState } from './state.ts';
import type { KeysOf } from './store.ts';

/**
 * Writes the archive of a state as JSON Lines. Memory holds one day of it at a time. A file is there whole or, when
 * writing fails, as it was.
 * @throws UserError (exit 5) when there is no archive, or the file cannot be written.
 */
export async function exportArchive(
  folder: string,
  options: { cache: string | null; keysOf: KeysOf },
  to: string | Writable,
): Promise<{ papers: number }> {
  const state = FileState.open(folder, { ...options, whole: true });
  if (state === null) throw nothing(folder);
  const rows = Readable.from(rowsOf(state), { objectMode: true });
  if (typeof to !== 'string') {
    await pipeline(rows, to, { end: false });
    return { papers: state.counts.papers };
  }
  const temporary = `${to}.${process.pid}.tmp`;
  try {
    await pipeline(rows, createWriteStream(temporary, { flags: 'wx' }));
    await disk.sync(temporary);
    await disk.rename(temporary, to);
  } catch (error) {
    await disk.remove(temporary).catch(() => {});
    if (error instanceof UserError) throw error;
    throw unwritable(to, error);
  }
  return { papers: state.counts.papers };
}

function* rowsOf(state: FileState): Iterable<string> {
  const line = (row: Row): string => `${JSON.stringify(row)}\n`;
  yield line({ type: 'archive', schema: exportSchema, ...state.counts });
  for (const value of state.allDumps()) yield line({ type: 'dump', value });
  for (const value of state.allEditions()) yield line({ type: 'edition', value });
  yield line({ type: 'clock', value: state.wholeClock() });
  for (const value of state.unsettled()) yield line({ type: 'unsettled', value });
  for (const papers of state.papersByDay()) for (const value of papers) yield line({ type: 'paper', value });
}

/**
 * Reads an exported archive into a place where there is none. It is there whole when this returns, and not at all when
 * it fails or is killed. Memory holds one day of it at a time.
 * @param from a file, or a stream.
 * @throws UserError (exit 3) with the line that is wrong; (exit 5) when there is a state already.
 */
export async function importArchive(
  folder: string,
  options: { cache: string | null; keysOf: KeysOf; ledger: { records: number; sha256: string } },
  from: string | Readable,
): Promise<{ papers: number; editions: number }> {
  if (FileState.open(folder, { ...options, whole: false }) !== null) throw occupied(folder);
  const source = typeof from === 'string' ? from : 'standard input';
  const input = typeof from === 'string' ? await opened(from) : from;
  const transaction = await Transaction.begin(folder, disk);
  const importer = new Importer(transaction, source);
  let counts: { papers: number; editions: number };
  try {
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
    for await (const line of lines) if (line !== '') await importer.take(line);
    counts = await importer.finish(options.ledger);
  } catch (error) {
    await transaction.abandon();
    throw error;
  }
  const state = FileState.open(folder, { ...options, whole: false })!;
  await state.saveIndex(null, []);
  return counts;
}

/** A file as a stream, once it is sure that it can be read. */
async function opened(path: string): Promise<Readable> {
  try {
    const file = await open(path);
    if ((await file.stat()).isFile()) return file.createReadStream();
    await file.close();
    throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
  } catch (error) {
    const message = `cannot read the exported archive: ${(error as NodeJS.ErrnoException).code}`;
    throw new UserError([diagnostic('file-unreadable', { message, file: path, hint: 'check the path' })], 3);
  }
}

const nothing = (folder: string): UserError =>
  new UserError([diagnostic('state-missing', { message: 'there is no archive here', file: folder })], 5);

const occupied = (folder: string): UserError =>
  new UserError(
    [
      diagnostic('state-present', {
        message: 'there is an archive here already; importing would replace it',
        file: folder,
        hint: 'import into another --out, or move this folder away first',
      }),
    ],
    5,
  );
