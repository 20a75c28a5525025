import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import { Book } from '../subscribers/book.ts';
import { formatEvents, parseEvents } from '../subscribers/journal.ts';
import type { SubscriberStore } from '../subscribers/store.ts';
import type { SubscriberEvent } from '../subscribers/types.ts';
import { type Disk, disk } from './disk.ts';
import { fileLedger } from './ledger.ts';
import { takeLock } from './lock.ts';

/** A change holds the lock for the time of one write: who waits longer than this waits for something that hangs. */
const patience = 10_000;
const pause = 20;

/** So many bytes hold the checksum of a line, and what was decided in it. */
const tailBytes = 256;

/** How far the journal was read, and what it came to. */
interface Seen {
  book: Book;
  /** Tells a journal that was replaced from one that grew. Numbers of files are used again at once, so that alone says little. */
  inode: number;
  /** The last bytes that were read, which stand where they were in one that grew. */
  tail: Buffer;
  /** Bytes of whole lines, and how many of those. */
  end: number;
  lines: number;
}

/**
 * Subscribers in an append-only file, one decision a line. An incomplete last line is what a killed write leaves: it was
 * never confirmed to anybody, is left out, and cut off by the next write. Any other damage stops everything, for a line
 * that is skipped could mail somebody who has left.
 * @param path the file, usually `out/state/subscribers.jsonl`; made by the first change.
 * @param options.disk for tests of faults.
 */
export function fileSubscribers(path: string, options: { disk?: Disk; patience?: number } = {}): SubscriberStore {
  const log = fileLedger(path, options.disk ?? disk);
  let seen: Seen | null = null;
  let last: Promise<unknown> = Promise.resolve();

  /** One after the other, in this process. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  };

  const refresh = (): Seen => {
    try {
      seen = advance(path, seen);
      return seen;
    } catch (error) {
      // A book that took half of the new events in is of no use.
      seen = null;
      throw error;
    }
  };

  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    const unlock = await lockWithin(path, options.patience ?? patience);
    try {
      return await work();
    } finally {
      await unlock();
    }
  };

  return {
    path,
    read: () => inTurn(async () => refresh().book),
    peek: () => refresh().book,
    change: (decide) =>
      inTurn(() =>
        locked(async () => {
          const { events, result } = decide(refresh().book);
          if (events.length > 0) {
            await log.append(formatEvents(events));
            refresh();
          }
          return result;
        }),
      ),
    compact: (rewrite) =>
      inTurn(() =>
        locked(async () => {
          const { book, lines: before } = refresh();
          const events = rewrite(book);
          // Each event is a decision of its own now.
          await log.replace(events.map((event) => `${formatEvents([event])}\n`).join(''));
          seen = null;
          return { before, after: events.length };
        }),
      ),
  };
}

async function lockWithin(path: string, milliseconds: number): Promise<() => Promise<void>> {
  for (let waited = 0; ; waited += pause) {
    try {
      return await takeLock(path);
    } catch (error) {
      const held = error instanceof UserError && error.diagnostics[0]?.code === 'locked';
      if (!held || waited >= milliseconds) throw error;
    }
    await sleep(pause);
  }
}

/** Reads what was written since. */
function advance(path: string, seen: Seen | null): Seen {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw unreadable(path, error);
    return { book: new Book(), inode: 0, tail: Buffer.alloc(0), end: 0, lines: 0 };
  }
  try {
    const { ino, size } = fstatSync(file);
    const grown = seen !== null && seen.inode === ino && seen.end <= size && readAt(file, seen).equals(seen.tail);
    const from = grown ? seen : { book: new Book(), inode: ino, tail: Buffer.alloc(0), end: 0, lines: 0 };
    if (size === from.end) return from;
    const bytes = Buffer.alloc(size - from.end);
    const length = readSync(file, bytes, 0, bytes.length, from.end);
    const whole = bytes.subarray(0, length).lastIndexOf(10) + 1;
    const lines = bytes.toString('utf8', 0, whole).split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) take(line, from.book, path, from.lines + index + 1);
    const tail = Buffer.concat([from.tail, bytes.subarray(0, whole)]).subarray(-tailBytes);
    return { ...from, tail: Buffer.from(tail), end: from.end + whole, lines: from.lines + lines.length };
  } catch (error) {
    throw error instanceof UserError ? error : unreadable(path, error);
  } finally {
    closeSync(file);
  }
}

/** What stands now where the tail stood. */
function readAt(file: number, { tail, end }: Seen): Buffer {
  const bytes = Buffer.alloc(tail.length);
  return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, end - tail.length));
}

function take(text: string, book: Book, file: string, line: number): void {
  const events: SubscriberEvent[] | null = parseEvents(text);
  if (events === null) throw corrupt(file, line, 'does not match its checksum');
  try {
    for (const event of events) book.apply(event);
  } catch (error) {
    throw corrupt(file, line, `does not follow from the lines before it: ${(error as Error).message}`);
  }
}

const corrupt = (file: string, line: number, reason: string): UserError =>
  new UserError(
    [
      diagnostic('subscribers-corrupt', {
        message: `line ${line} ${reason}`,
        file,
        line,
        hint: 'nothing was changed and nobody was mailed; restore the file from git or a backup',
      }),
    ],
    5,
  );

const unreadable = (file: string, error: unknown): UserError => {
  const message = `the subscribers cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
  return new UserError([diagnostic('state-unwritable', { message, file })], 5);
};
