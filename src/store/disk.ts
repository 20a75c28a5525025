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
};

/** Replaces a file whole or not at all: a new file, durable, renamed into place, the folder durable too. */
export async function replace(on: Disk, path: string, temporary: string, bytes: Uint8Array): Promise<void> {
  await on.remove(temporary);
  await on.write(temporary, bytes);
  await on.sync(temporary);
  await on.rename(temporary, path);
  await on.sync(dirname(path));
}
