import { mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnostic, UserError } from '../diagnostic/index.ts';
import type { Diagnostic } from '../model/index.ts';
import { type Item, mostBytesRead, type Postbox } from './postbox.ts';

/**
 * A Maildir: unread mails lie in `new/`, and in `cur/` without the flag S. What is done is moved to `cur/` with that flag.
 * @throws UserError (exit 2) when it is none.
 */
export async function maildir(folder: string): Promise<Postbox> {
  const list = (name: string): Promise<string[]> => readdir(join(folder, name)).catch(() => []);
  if (!(await stat(join(folder, 'new')).catch(() => null))?.isDirectory()) {
    throw unreadable(folder, 'this is no Maildir: it has no folder "new"');
  }
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    async *items(limit) {
      const seen = (name: string): boolean => /:2,[A-Z]*S/.test(name);
      const fresh = (await list('new')).map((name) => ({ place: 'new', name }));
      const old = (await list('cur')).filter((name) => !seen(name)).map((name) => ({ place: 'cur', name }));
      // A name begins with the time at which it was delivered.
      const all = [...fresh, ...old]
        .filter(({ name }) => !name.startsWith('.'))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      if (all.length > limit) diagnostics.push(leftOver(folder, all.length - limit));
      for (const { place, name } of all.slice(0, limit)) {
        const path = join(folder, place, name);
        const bytes = await readStart(path).catch(() => null);
        // Another program may have taken it meanwhile.
        if (bytes === null) continue;
        yield {
          name: path,
          bytes,
          async done() {
            const [stem, flags = ''] = name.split(':2,');
            const read = join(folder, 'cur', `${stem}:2,${[...new Set([...flags, 'S'])].sort().join('')}`);
            await mkdir(join(folder, 'cur'), { recursive: true })
              .then(() => rename(path, read))
              .catch(({ code }: NodeJS.ErrnoException) => {
                // A mail program moved or deleted it meanwhile: the journal remembers that it was read.
                if (code !== 'ENOENT') throw unreadable(folder, `a mail cannot be marked as read: ${code}`);
              });
          },
        };
      }
    },
    close: async () => {},
  };
}

/** Single files. They stay where they are: the journal remembers that they were read. */
export function emlFiles(paths: readonly string[]): Postbox {
  const diagnostics: Diagnostic[] = [];
  return {
    diagnostics,
    async *items(limit): AsyncGenerator<Item> {
      if (paths.length > limit) diagnostics.push(leftOver(paths[limit]!, paths.length - limit));
      for (const path of paths.slice(0, limit)) {
        const bytes = await readStart(path).catch((error: NodeJS.ErrnoException) => {
          // Somebody named this one: that it is not there is no small matter.
          const message = `cannot be read: ${error.code}`;
          diagnostics.push(diagnostic('mail-unreadable', { severity: 'error', message, file: path }));
          return null;
        });
        if (bytes !== null) yield { name: path, bytes, done: async () => {} };
      }
    },
    close: async () => {},
  };
}

async function readStart(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytesRead), 0, mostBytesRead, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export const leftOver = (file: string, count: number): Diagnostic =>
  diagnostic('inbox-limit', {
    message: `${count} more ${count === 1 ? 'mail waits' : 'mails wait'} for the next time`,
    file,
    hint: '--limit takes more at once',
  });

const unreadable = (file: string, message: string): UserError =>
  new UserError([diagnostic('postbox-unreachable', { message, file })], 2);
