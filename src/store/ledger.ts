import { dirname } from 'node:path';
import { type Disk, type Log, replace } from './disk.ts';
import { unwritable } from './errors.ts';
import { readBytes } from './read.ts';
import type { LedgerLog } from './store.ts';

/** One line that waits to be written. */
interface Waiting {
  line: string;
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * The ledger file: appended and synced.
 *
 * What comes while a sync is under way waits for it, and is then written with one call and made durable with one sync
 * (group commit): with many deliveries at once the disk is asked far less often than once a record, and each record is
 * on disk when its append returns, all the same.
 */
export function fileLedger(path: string, on: Disk): LedgerLog {
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    let open: Open | null = null;
    try {
      while (waiting.length > 0) {
        const batch = waiting;
        waiting = [];
        try {
          open ??= await openLog(path, on);
          await appendBatch(open, batch.map(({ line }) => `${line}\n`).join(''));
          for (const { resolve } of batch) resolve();
        } catch (error) {
          // Whatever state the file is in, the next batch looks at it afresh.
          await open?.log.close().catch(() => {});
          open = null;
          for (const { reject } of batch) reject(unwritable(path, error));
        }
        // The callers go on now; what they append next belongs into the next batch.
        await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      // All is durable already: an error here changes nothing.
      await open?.log.close().catch(() => {});
    }
  };

  const start = (): void => {
    writing = drain().finally(() => {
      writing = null;
      // Something came while the log was being closed.
      if (waiting.length > 0) start();
    });
  };

  return {
    path,
    async read() {
      return readBytes(path)?.toString('utf8') ?? '';
    },
    append(line) {
      return new Promise((resolve, reject) => {
        waiting.push({ line, resolve, reject });
        if (writing === null) start();
      });
    },
    async replace(text) {
      await writing;
      await replace(on, path, `${path}.tmp`, Buffer.from(text)).catch((error) => {
        throw unwritable(path, error);
      });
    },
  };
}

/** A log that is open, and where it ended when this process last wrote to it. */
interface Open {
  log: Log;
  end: number;
}

async function openLog(path: string, on: Disk): Promise<Open> {
  await on.makeFolder(dirname(path));
  const log = await on.openLog(path);
  try {
    // A name that is not durable is lost with all that is in the file.
    if ((await log.size()) === 0) await on.sync(dirname(path));
    return { log, end: -1 };
  } catch (error) {
    await log.close().catch(() => {});
    throw error;
  }
}

const newline = 10;

async function appendBatch(open: Open, text: string): Promise<void> {
  const { log } = open;
  let size = await log.size();
  // A killed append may have left half a line, of which nothing followed: cut it off before the next one.
  if (size > 0 && size !== open.end && (await log.read(size - 1, 1))[0] !== newline) {
    size = (await log.read(0, size)).lastIndexOf(newline) + 1;
    await log.truncate(size);
  }
  const bytes = Buffer.from(text);
  try {
    await log.write(bytes);
    await log.sync();
    open.end = size + bytes.length;
  } catch (error) {
    // The callers are told that nothing is on disk, so nothing should be. Where even this fails, a line too many says
    // "attempted" of something that was not, which is the safe side.
    await log.truncate(size).catch(() => {});
    throw error;
  }
}
