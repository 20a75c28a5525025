import { fstatSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Everything that the state does to a disk, one system call each, so that a test can make every one of them fail. Reads
 * are not among them: they change nothing.
 */
export interface Disk {
  makeFolder(path: string): Promise<void>;
  /** A new file with these bytes, not yet durable. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Makes a file, or what a folder holds, durable. */
  sync(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file or a folder with all in it; absent is fine. */
  remove(path: string): Promise<void>;
  /** Opens a log to append to; made when there is none. */
  openLog(path: string): Promise<Log>;
}

/** An open log. */
export interface Log {
  /** Its length in bytes. */
  size(): Promise<number>;
  /** The bytes from a place on, at most so many. */
  read(from: number, length: number): Promise<Buffer>;
  write(bytes: Uint8Array): Promise<void>;
  /** Makes what was written durable. */
  sync(): Promise<void>;
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

/** The real disk. */
export const disk: Disk = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true });
  },
  write: async (path, bytes) => {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  },
  sync: async (path) => {
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } catch (error) {
      // Some systems cannot sync folders; there the rename is all there is.
      if (!['EINVAL', 'EPERM', 'EISDIR', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    } finally {
      await handle.close();
    }
  },
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  openLog: async (path) => {
    const file = await open(path, 'a+');
    return {
      // Asked before each write: a call that takes no time is not worth a thread.
      size: async () => fstatSync(file.fd).size,
      read: async (from, length) => {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
        return buffer.subarray(0, bytesRead);
      },
      // Not `write`, which may write a part and say so.
      write: (bytes) => file.appendFile(bytes),
      // The length of the file is part of what this makes durable; the time of the change, which it leaves out, is not needed.
      sync: () => file.datasync(),
      truncate: (size) => file.truncate(size),
      close: () => file.close(),
    };
  },
};

/** Replaces a file whole or not at all: a new file, durable, renamed into place, the folder durable too. */
export async function replace(on: Disk, path: string, temporary: string, bytes: Uint8Array): Promise<void> {
  await on.remove(temporary);
  await on.write(temporary, bytes);
  await on.sync(temporary);
  await on.rename(temporary, path);
  await on.sync(dirname(path));
}
