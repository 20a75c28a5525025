import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { disk } from './disk.ts';
import { unwritable } from './errors.ts';
import { readBytes } from './read.ts';
import type { LedgerLog } from './store.ts';

/** The ledger file: appended and synced, never rewritten. */
export function fileLedger(path: string): LedgerLog {
  // One append at a time: the cut of a torn line must not meet another append halfway.
  let last: Promise<unknown> = Promise.resolve();
  return {
    path,
    async read() {
      return readBytes(path)?.toString('utf8') ?? '';
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
      if (size === 0) await disk.sync(dirname(path));
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
